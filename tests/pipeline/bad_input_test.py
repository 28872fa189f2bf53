#!/usr/bin/python3
"""What the real indexer does with input that is wrong: bad_input_test.py --bin DIR

Every hostile line stands between two good ones. It must be told as `file:line: field: what；what would be right`, counted
in the summary, and the good lines around it must be found by the real daemon.
"""
import argparse
import contextlib
import fcntl
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from daemon import Daemon  # noqa: E402

OPTIONS = argparse.Namespace(bin='')
NOW = '2026-11-22T12:00:00+08:00'
HOME = {'lat': 31.85, 'lng': 117.25, 'datum': 'wgs84'}
MB = 1 << 20
# DESIGN: a build needs at most so much, and 32 bytes a posting.
MEMORY_BYTES = 128 * MB
BYTES_PER_POSTING = 32
PATIENCE_S = 120

PROBLEM = re.compile(r'^(?P<file>.+?):(?P<line>\d+): (?P<flag>提示 )?(?:(?P<field>[\w\[\]]+): )?(?P<what>[^；]+)；(?P<right>.+)$')
HAN = re.compile('[\u4e00-\u9fff]')


def line(identity, title='保洁员', **fields):
    return json.dumps({'id': identity, 'title': title, **HOME, 'posted_at': '2026-11-20', **fields},
                      ensure_ascii=False).encode()


class Outcome:
    """What one run of the indexer left behind."""

    def __init__(self, code, stdout, stderr, peak_bytes):
        self.code = code
        self.stderr = stderr.decode()
        self.summary = json.loads(stdout) if stdout else None
        self.peak_bytes = peak_bytes
        self.problems = [m for m in map(PROBLEM.match, self.stderr.splitlines()) if m]


class BadInput(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='doorstep-test-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / 'index'
        self.communities = self.folder / 'communities.csv'
        self.communities.write_text('code,name,street,district,lng_wgs84,lat_wgs84,accuracy_m\n'
                                    '340104001001,三里庵社区居委会,三里庵街道,蜀山区,117.25,31.85,500\n', encoding='utf-8')

    def write(self, name, *lines, end=b'\n'):
        path = self.folder / name
        path.write_bytes(b''.join(one + end for one in lines))
        return path

    def command(self, *inputs, out=None, communities=None, now=NOW, extra=()):
        command = [os.path.join(OPTIONS.bin, 'indexer'), 'build', '--now', now, '--communities',
                   str(communities or self.communities), '--out', str(out or self.out), *extra]
        for path in inputs:
            command += ['--input', str(path)]
        return command

    def build(self, *inputs, stdin=b'', **options):
        with tempfile.TemporaryFile() as fed, tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as problems:
            fed.write(stdin)
            fed.seek(0)
            process = subprocess.Popen(self.command(*inputs, **options), stdin=fed, stdout=told, stderr=problems)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            told.seek(0)
            problems.seek(0)
            return Outcome(process.returncode, told.read(), problems.read(), usage.ru_maxrss * 1024)

    def current(self):
        return (self.out / 'CURRENT').read_text()

    def generations(self):
        return sorted(p.name for p in self.out.iterdir() if p.name.startswith('gen-'))

    def found_ids(self, **parameters):
        with Daemon(OPTIONS.bin, str(self.out), NOW) as daemon:
            answer = daemon.search(q='保洁员', limit=50, radius_m=1000, **HOME, **parameters)
        return sorted(hit['id'] for hit in answer['hits'])

    def assert_told(self, outcome, path, number, field, text, flag=False):
        """A problem of exactly this line and field is told, in Chinese, with what would be right."""
        for problem in outcome.problems:
            if (problem['file'], int(problem['line'])) == (str(path), number) and (problem['field'] or '') == field \
                    and text in problem['what'] and bool(problem['flag']) == flag:
                self.assertRegex(problem['what'], HAN)
                self.assertRegex(problem['right'], HAN)
                return
        self.fail(f'{path}:{number}: {field}: …{text}… is not told in:\n{outcome.stderr[:3000]}')

    def assert_refused(self, hostile, field, code, text):
        """The hostile line is refused for this reason; its neighbours are found."""
        path = self.write('postings.jsonl', line('before'), hostile, line('after'))
        outcome = self.build(path)
        self.assertEqual(outcome.code, 1, outcome.stderr[:2000])
        self.assert_told(outcome, path, 2, field, text)
        kind = re.sub(r'\[\d+\]', '[]', field)  # an item counts under its list
        counted = [k for k in outcome.summary['refusals'] if (k['field'], k['code']) == (kind, code)]
        self.assertEqual(counted, [{'field': kind, 'code': code, 'count': 1, 'example': f'{path}:2'}])
        self.assertEqual((outcome.summary['read'], outcome.summary['indexed'], outcome.summary['refused']), (3, 2, 1))
        self.assertEqual(self.found_ids(), ['after', 'before'])
        return outcome

    def assert_kept(self, hostile, field, code, text):
        """The line is indexed and found; what is odd about it is told as a flag."""
        path = self.write('postings.jsonl', line('before'), hostile, line('after'))
        outcome = self.build(path)
        self.assertEqual(outcome.code, 0, outcome.stderr[:2000])
        self.assert_told(outcome, path, 2, field, text, flag=True)
        self.assertIn({'field': field, 'code': code, 'count': 1, 'example': f'{path}:2'}, outcome.summary['flags'])
        self.assertEqual((outcome.summary['indexed'], outcome.summary['refused']), (3, 0))
        return outcome


class HostileLines(BadInput):
    def test_a_truncated_line(self):
        self.assert_refused('{"id":"x","title":"保洁员","lat":31.8'.encode(), '', 'truncated', '断')

    def test_a_line_in_gbk(self):
        self.assert_refused('{"id":"x","title":"保洁员"}'.encode('gbk'), '', 'not_utf8', 'UTF-8')

    def test_a_line_of_50_mb_is_read_past_within_the_memory_allowed(self):
        path = self.folder / 'postings.jsonl'
        block = b'x' * MB
        with path.open('wb') as out:
            out.write(line('before') + b'\n{"id":"x","title":"')
            for _ in range(50):
                out.write(block)
            out.write(b'"}\n' + line('after') + b'\n')
        outcome = self.build(path)
        self.assertEqual(outcome.code, 1)
        self.assert_told(outcome, path, 2, '', f'{50 * MB + 21} 字节')
        self.assertEqual(outcome.summary['refusals'][0]['code'], 'too_long')
        self.assertEqual(self.found_ids(), ['after', 'before'])
        if not OPTIONS.sanitized:  # a sanitizer keeps freed memory aside
            self.assertLessEqual(outcome.peak_bytes, MEMORY_BYTES + 2 * BYTES_PER_POSTING)

    def test_a_nul_byte(self):
        self.assert_refused(b'{"id":"x","title":"a\0b"}', '', 'nul', 'NUL')

    def test_an_escaped_nul(self):
        self.assert_refused(b'{"id":"x","title":"a\\u0000b"}', 'title', 'nul', '空字符')

    def test_brackets_nested_100000_deep(self):
        deep = b'[' * 100_000 + b']' * 100_000
        self.assert_refused(b'{"id":"x","title":"a","tags":' + deep + b'}', 'tags[0]', 'too_deep', '太深')

    def test_a_line_of_nothing_but_100000_brackets(self):
        outcome = self.build(self.write('postings.jsonl', line('before'), b'[' * 100_000, line('after')))
        self.assertEqual(outcome.code, 1)
        self.assertEqual(self.found_ids(), ['after', 'before'])

    def test_duplicate_keys(self):
        self.assert_refused('{"id":"x","title":"甲","title":"乙"}'.encode(), 'title', 'duplicate_key', '不止一次')

    def test_coordinates_swapped(self):
        outcome = self.assert_refused(line('x', lat=117.25, lng=31.85), 'lat', 'out_of_range', '')
        self.assertIn('反', [p['right'] + p['what'] for p in outcome.problems][0])

    def test_coordinates_outside_china(self):
        outcome = self.assert_refused(line('x', lat=48.85, lng=2.35), 'lng', 'out_of_range', '')
        self.assertFalse([p for p in outcome.problems if p['field'] == 'lat'], 'lat alone would be in China')

    def test_an_id_of_300_bytes(self):
        self.assert_refused(line('x' * 300), 'id', 'too_long', '300')

    def test_an_unknown_community_is_told_and_the_posting_stays_where_its_coordinates_are(self):
        self.assert_kept(line('x', community_id='340199999999'), 'community_id', 'unknown_community', '社区')
        self.assertEqual(self.found_ids(), ['after', 'before', 'x'])

    def test_dates_that_run_backwards_are_told_and_the_posting_is_over(self):
        self.assert_kept(line('x', posted_at='2026-11-20', valid_until='2026-11-01'), 'valid_until', 'dates_backwards', '')
        self.assertEqual(self.found_ids(), ['after', 'before'])

    def test_every_problem_of_a_line_is_told_not_the_first(self):
        path = self.write('postings.jsonl', line('before'), line('x' * 300, title='', headcount=2.5, lat=99), line('after'))
        outcome = self.build(path)
        fields = {p['field'] for p in outcome.problems if p['line'] == '2'}
        self.assertEqual(fields, {'id', 'title', 'headcount', 'lat'})
        self.assertEqual(outcome.summary['refused'], 1)


class RepeatedIds(BadInput):
    def test_the_last_line_of_one_id_is_what_is_found(self):
        path = self.write('postings.jsonl', line('x', title='保洁员甲'), line('y'), line('x', title='保洁员乙'))
        outcome = self.build(path)
        self.assertEqual(outcome.code, 0)
        self.assertEqual((outcome.summary['indexed'], outcome.summary['replaced']), (2, 1))
        self.assert_told(outcome, path, 1, 'id', '同一编号', flag=True)
        with Daemon(OPTIONS.bin, str(self.out), NOW) as daemon:
            self.assertEqual(daemon.get('/v1/postings/x')[1]['title'], '保洁员乙')
            self.assertEqual(daemon.search(q='保洁员', **HOME)['total'], {'value': 2, 'relation': 'eq'})

    def test_the_later_file_wins_over_the_earlier(self):
        old = self.write('z-old.jsonl', line('x', title='保洁员甲', lat=31.9), line('only-old'))
        new = self.write('a-new.jsonl', line('x', title='保洁员乙'))
        outcome = self.build(old, new)
        self.assertEqual(outcome.summary['replaced'], 1)
        self.assert_told(outcome, old, 1, 'id', '同一编号', flag=True)
        with Daemon(OPTIONS.bin, str(self.out), NOW) as daemon:
            posting = daemon.get('/v1/postings/x')[1]
            self.assertEqual((posting['title'], posting['place']['lat']), ('保洁员乙', 31.85))

    def test_a_refused_line_does_not_replace_the_good_one_before_it(self):
        outcome = self.build(self.write('postings.jsonl', line('x', title='保洁员甲'), line('x', title='')))
        self.assertEqual((outcome.code, outcome.summary['replaced']), (1, 0))
        self.assertEqual(self.found_ids(), ['x'])


class OddFiles(BadInput):
    def test_a_report_that_cannot_be_written_is_told_before_the_work(self):
        outcome = self.build(self.write('postings.jsonl', line('a')), extra=('--report', str(self.folder / 'absent' / 'r.json')))
        self.assertEqual(outcome.code, 2)
        self.assertIn('--report', outcome.stderr)
        self.assertFalse(self.out.exists())

    def test_a_pager_closed_on_the_report_does_not_end_the_build(self):
        path = self.write('postings.jsonl', *(b'{"id":"bad"}' for _ in range(20_000)), line('a'))
        process = subprocess.Popen(self.command(path), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        process.stderr.close()
        self.assertEqual(process.wait(PATIENCE_S), 1)
        self.assertEqual(self.found_ids(), ['a'])

    def test_what_is_wrong_with_the_communities_file_is_told_with_its_line(self):
        with self.communities.open('a', encoding='utf-8') as out:
            out.write('340104001002,梅山路社区居委会,三里庵街道,蜀山区,17.25,31.85,500\n')
        outcome = self.build(self.write('postings.jsonl', line('a')))
        self.assertEqual(outcome.code, 0)
        self.assert_told(outcome, self.communities, 3, 'lng_wgs84', '', flag=True)

    def test_blank_lines_a_byte_order_mark_crlf_and_a_last_line_without_end(self):
        path = self.folder / 'postings.jsonl'
        path.write_bytes(b'\xef\xbb\xbf' + line('a') + b'\r\n\r\n  \t\r\n' + b'{"id":"bad"}\r\n' + line('b'))
        outcome = self.build(path)
        self.assertEqual((outcome.summary['read'], outcome.summary['indexed']), (3, 2))
        self.assert_told(outcome, path, 4, 'title', '')
        self.assertEqual(self.found_ids(), ['a', 'b'])

    def test_standard_input(self):
        outcome = self.build('-', stdin=line('a') + b'\n{"id":"bad"}\n' + line('b') + b'\n')
        self.assertEqual(outcome.code, 1)
        self.assert_told(outcome, '-', 2, 'title', '')
        self.assertEqual(self.found_ids(), ['a', 'b'])

    def test_an_empty_file_writes_nothing_and_leaves_what_is_in_service(self):
        self.build(self.write('good.jsonl', line('a')))
        before = self.current()
        outcome = self.build(self.write('empty.jsonl'))
        self.assertEqual((outcome.code, outcome.summary['read'], outcome.summary['generation']), (3, 0, ''))
        self.assertEqual(self.current(), before)
        self.assertEqual(self.found_ids(), ['a'])

    def test_a_file_of_nothing_but_bad_lines_leaves_what_is_in_service(self):
        self.build(self.write('good.jsonl', line('a')))
        before = self.current()
        outcome = self.build(self.write('bad.jsonl', b'{', b'{"id":"x"}'))
        self.assertEqual((outcome.code, outcome.summary['refused'], outcome.summary['generation']), (3, 2, ''))
        self.assertEqual(self.current(), before)
        self.assertEqual(len(self.generations()), 1)
        self.assertEqual(self.found_ids(), ['a'])

    def test_the_report_file_agrees_with_what_is_printed(self):
        report = self.folder / 'report.json'
        path = self.write('postings.jsonl', line('a'), b'{', line('b', community_id='340199999999'), line('a'))
        outcome = self.build(path, extra=('--report', str(report)))
        self.assertEqual(json.loads(report.read_text(encoding='utf-8')), outcome.summary)
        self.assertEqual(outcome.summary['exit_code'], outcome.code)
        self.assertEqual(outcome.summary['generation'] + '\n', self.current())
        self.assertEqual({k: outcome.summary[k] for k in ('read', 'indexed', 'refused', 'replaced', 'without_place')},
                         {'read': 4, 'indexed': 2, 'refused': 1, 'replaced': 1, 'without_place': 0})


class WrongCalls(BadInput):
    def assert_wrong_call(self, outcome, text):
        self.assertEqual(outcome.code, 2, outcome.stderr)
        self.assertIn(text, outcome.stderr)
        self.assertRegex(outcome.stderr, HAN)
        self.assertFalse(self.out.exists(), 'nothing was begun')

    def test_a_file_that_is_not_there(self):
        missing = self.folder / 'missing.jsonl'
        self.assert_wrong_call(self.build(self.write('good.jsonl', line('a')), missing), str(missing))

    def test_a_folder_for_a_file(self):
        self.assert_wrong_call(self.build(self.folder), str(self.folder))

    def test_a_communities_file_that_is_not_there(self):
        missing = self.folder / 'missing.csv'
        self.assert_wrong_call(self.build(self.write('good.jsonl', line('a')), communities=missing), str(missing))

    def test_a_folder_for_the_communities_file(self):
        self.assert_wrong_call(self.build(self.write('good.jsonl', line('a')), communities=self.folder), str(self.folder))

    def test_a_communities_file_without_a_good_row(self):
        bad = self.write('bad.csv', b'code,name,street,district,lng_wgs84,lat_wgs84', b'1,a,b,c,d,e')
        self.assert_wrong_call(self.build(self.write('good.jsonl', line('a')), communities=bad), str(bad))

    def test_a_time_that_is_none(self):
        self.assert_wrong_call(self.build(self.write('good.jsonl', line('a')), now='yesterday'), '--now')

    def test_an_option_that_does_not_exist(self):
        self.assertEqual(self.build(self.write('good.jsonl', line('a')), extra=('--fast',)).code, 2)

    def test_an_index_folder_that_cannot_be_made(self):
        blocked = self.write('a-file', b'x') / 'index'
        outcome = self.build(self.write('good.jsonl', line('a')), out=blocked)
        self.assertEqual(outcome.code, 3)
        self.assertIn(str(blocked), outcome.stderr)


class Interruptions(BadInput):
    @contextlib.contextmanager
    def half_fed_build(self):
        """A build that has its lock and its folder, and waits for the rest of its input."""
        process = subprocess.Popen(self.command('-'), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            process.stdin.write(line('half') + b'\n' + line('whole') + b'\n')
            process.stdin.flush()
            self.wait_for(process, 'postings.spill')
            yield process
        finally:
            process.kill()
            process.communicate()

    def wait_for(self, process, name):
        """Until a generation that is not in service holds a file or folder of this name."""
        served = self.current().strip() if (self.out / 'CURRENT').exists() else None
        for _ in range(PATIENCE_S * 1000):
            if any(p.parts[len(self.out.parts)] != served for p in self.out.glob(f'gen-*/**/{name}')):
                return
            self.assertIsNone(process.poll(), 'the build ended first')
            select.select([], [], [], 0.001)
        self.fail(f'{name} does not appear')

    def assert_next_build_clears_up(self, served):
        self.assertEqual(self.current().strip(), served)
        self.assertEqual(self.found_ids(), ['old'], 'the old generation stayed in service')
        outcome = self.build(self.write('new.jsonl', line('new')))
        self.assertEqual(outcome.code, 0, outcome.stderr)
        # The one before stays until the next build, to go back to.
        self.assertEqual(set(self.generations()), {served, outcome.summary['generation']})
        self.assertEqual(sorted(p.name for p in self.out.iterdir()), sorted(['CURRENT', 'WRITER', *self.generations()]))
        self.assertEqual(self.found_ids(), ['new'])

    def test_a_second_writer_is_refused_while_the_first_works(self):
        good = self.write('good.jsonl', line('old'))
        self.build(good)
        before = self.current()
        with self.half_fed_build() as first:
            outcome = self.build(good)
            self.assertEqual(outcome.code, 3)
            self.assertIn('另一个进程', outcome.stderr)
            self.assertEqual(self.current(), before)
            self.assertIsNone(first.poll())
            _, _ = first.communicate()
            self.assertEqual(first.returncode, 0, 'the first is not disturbed')
        self.assertEqual(self.found_ids(), ['half', 'whole'])

    def test_a_build_killed_while_reading(self):
        served = self.build(self.write('old.jsonl', line('old'))).summary['generation']
        with self.half_fed_build() as process:
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE_S)
        self.assertEqual(len(self.generations()), 2)
        self.assert_next_build_clears_up(served)

    def test_a_build_killed_while_writing(self):
        served = self.build(self.write('old.jsonl', line('old'))).summary['generation']
        many = self.write('many.jsonl', *(line(f'p{i}', title=f'保洁员{i}', lat=31 + i / 1e5) for i in range(20_000)))
        process = subprocess.Popen(self.command(many), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            self.wait_for(process, 'shard0')
        finally:
            process.kill()
            process.communicate()
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assert_next_build_clears_up(served)

    def test_only_the_generation_before_is_kept(self):
        self.build(self.write('old.jsonl', line('old')))
        for number in range(3):
            before = self.current().strip()
            self.build(self.write('new.jsonl', line(f'new{number}')))
            self.assertEqual(set(self.generations()), {before, self.current().strip()})

    def test_a_generation_that_somebody_reads_is_kept(self):
        read = self.build(self.write('old.jsonl', line('old'))).summary['generation']
        with open(self.out / read / 'LOCK', encoding='ascii') as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            for number in range(3):
                self.build(self.write('new.jsonl', line(f'new{number}')))
            self.assertIn(read, self.generations())
        self.build(self.write('new.jsonl', line('new')))
        self.assertNotIn(read, self.generations())


class Memory(BadInput):
    def setUp(self):
        super().setUp()
        if OPTIONS.sanitized:
            self.skipTest('a sanitizer keeps freed memory aside')

    def test_200000_postings_within_the_memory_allowed(self):
        path = self.folder / 'many.jsonl'
        count = 200_000
        with path.open('wb') as out:
            for i in range(count):
                out.write(b'{"id":"p%d","title":"%s%d","lat":%.5f,"lng":%.5f,"datum":"wgs84","company":"c%d"}\n'
                          % (i, '保洁员'.encode(), i % 977, 31.7 + i % 541 / 2000, 117.1 + i % 733 / 2500, i % 5003))
        outcome = self.build(path)
        self.assertEqual((outcome.code, outcome.summary['indexed']), (0, count))
        print(f'peak {outcome.peak_bytes / MB:.0f} MB for {count} postings, {outcome.summary["seconds"]:.1f} s')
        self.assertLessEqual(outcome.peak_bytes, MEMORY_BYTES + count * BYTES_PER_POSTING)


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True)
    parser.add_argument('--sanitized', action='store_true', help='the programs carry a sanitizer: memory says nothing')
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
