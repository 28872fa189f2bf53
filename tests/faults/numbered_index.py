"""An index folder in which every posting carries the number of the build that wrote it, and what may be done to it."""
import fcntl
import hashlib
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import time

# Where a build may be told to abort, in the order in which it comes there.
POINTS = ('after_shard', 'after_compaction', 'after_manifest', 'before_rename', 'after_rename')
PUBLISHES = {'after_rename'}
NUMBER = re.compile('第([0-9]+)版')
HOME = {'lat': '31.85', 'lng': '117.25', 'datum': 'wgs84'}
COMMUNITIES = """code,name,street,district,lng_wgs84,lat_wgs84,accuracy_m
340104001001,三里庵社区居委会,三里庵街道,蜀山区,117.25,31.85,500
340104001002,竹荫里社区居委会,三里庵街道,蜀山区,117.26,31.85,500
"""
JOBS = ('保洁员', '保安', '厨师', '家政服务员', '仓库分拣员')

# A build that is killed on purpose leaves no core file.
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def wait_until(condition, seconds, what):
    """What the condition gives as soon as that is true; AssertionError after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f'not within {seconds} s: {what}')
        time.sleep(0.005)


class NumberedIndex:
    """Build n holds postings_of(n) postings near HOME, the company of each named 第n版公司…; its clock is n seconds later."""

    def __init__(self, bin_dir, root, postings):
        self.bin = bin_dir
        self.root = pathlib.Path(root)
        self.folder = self.root / 'index'
        self.postings = postings
        self.folder.mkdir()
        self.durations = []
        (self.root / 'communities.csv').write_text(COMMUNITIES, encoding='utf-8')

    def postings_of(self, number):
        # Another total from build to build shows a mixture that the texts would not.
        return self.postings + number % 7

    def _input(self, number):
        path = self.root / f'postings-{number % 4}.jsonl'
        with open(path, 'w', encoding='utf-8') as out:
            for i in range(self.postings_of(number)):
                job = JOBS[i % len(JOBS)]
                out.write(json.dumps({
                    'id': f'p{i}', 'title': f'{job}（第{number}版）', 'company': f'第{number}版公司{i}', 'datum': 'wgs84',
                    'lat': 31.85 + (i % 40) * 2e-4, 'lng': 117.25 + (i // 40 % 40) * 2e-4, 'pay_text': '3000-4000元/月',
                    'posted_at': '2026-11-21', 'description': f'负责{job}的日常工作，编号{i}。' * 3}, ensure_ascii=False) + '\n')
        return path

    def start(self, number, abort_at=None):
        """The process of a build, begun."""
        environment = dict(os.environ)
        if abort_at:
            environment['DOORSTEP_ABORT_AT'] = abort_at
        now = f'2026-11-22T{12 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}+08:00'
        return subprocess.Popen(
            [os.path.join(self.bin, 'indexer'), 'build', '--now', now, '--input', str(self._input(number)), '--communities',
             str(self.root / 'communities.csv'), '--out', str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)

    def run(self, number, abort_at=None):
        """(exit code, what it wrote to stderr) of a build that ends by itself."""
        process = self.start(number, abort_at)
        started = time.monotonic()
        _, told = process.communicate(timeout=300)
        if process.returncode == 0:
            self.durations.append(time.monotonic() - started)
        return process.returncode, told.decode()

    def build(self, number):
        code, told = self.run(number)
        if code != 0:
            raise AssertionError(f'build {number} ended with {code}:\n{told[-2000:]}')
        return self.current()

    def seal(self, number):
        """A whole generation that CURRENT does not name: its folder."""
        before = self.generations()
        code, told = self.run(number, 'before_rename')
        if code != -6:
            raise AssertionError(f'build {number} ended with {code} instead of SIGABRT:\n{told[-2000:]}')
        made = [name for name in self.generations() if name not in before and (self.folder / name / 'manifest.json').exists()]
        if len(made) != 1:
            raise AssertionError(f'build {number} left {made}')
        return self.folder / made[0]

    def usual_seconds(self):
        return statistics.median(self.durations)

    def current(self):
        return (self.folder / 'CURRENT').read_text(encoding='utf-8').strip()

    def published_at(self):
        """When CURRENT was replaced, on the wall clock."""
        return os.stat(self.folder / 'CURRENT').st_ctime

    def write_current(self, content):
        """As a build does it: in one step."""
        temporary = self.folder / 'CURRENT.by-hand'
        temporary.write_bytes(content)
        os.rename(temporary, self.folder / 'CURRENT')

    def point_at(self, generation):
        self.write_current(generation.encode() + b'\n')

    def generations(self):
        return sorted(entry.name for entry in self.folder.iterdir() if entry.name.startswith('gen-'))

    def is_held(self, name):
        """Whether somebody reads a generation, which is not the current one: that would not bear being locked."""
        try:
            with open(self.folder / name / 'LOCK', encoding='ascii') as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def drop_all_but(self, keep):
        for name in self.generations():
            if name not in keep:
                shutil.rmtree(self.folder / name)

    def wrong_file(self, generation):
        """The first file that is not what the manifest says; None for a whole generation."""
        folder = self.folder / generation
        if not (folder / 'manifest.json').is_file():
            return 'manifest.json'
        for entry in json.loads((folder / 'manifest.json').read_text(encoding='utf-8'))['files']:
            path = folder / entry['path']
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != entry['sha256']:
                return entry['path']
        return None
