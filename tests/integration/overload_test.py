#!/usr/bin/python3
"""Ten times more requests than the daemon can answer: overload_test.py --bin DIR [--measure] [--sanitized]

Every request must be answered, those too many with 503 and Retry-After, and memory must not grow. How much of the calm
throughput is left, and how long anybody waits, is judged only with --measure, which wants the machine for itself; otherwise it
is told.

One answering thread. Then what it can do at best is what one core gives it, and the client that makes the overload, with the
thread that refuses, has the other core: the client's cost is not in the comparison. (With as many answering threads as cores
a client on the same machine takes its own time away from them, and nine refusals for every answer theirs.) Searches are costly
ones, a few milliseconds, as they are on a real index. Calm and overload alternate, and the median of their ratios counts, so that
whatever else the machine does meets both alike; when it does too much else, a verdict on speed is skipped rather than failed.
"""
import argparse
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'support'))
from daemon import Daemon, build_index  # noqa: E402

OPTIONS = argparse.Namespace(bin='', folder='', index='', measure=False, sanitized=False)
NOW = '2026-11-22T12:00:00+08:00'
COMMUNITIES = str(ROOT / 'schema/data/communities.csv')
POSTINGS = 5000
# Characters that every third posting has, all around Hefei, everything counted, many hits shown.
TARGET = ('/v1/postings?lat=31.83&lng=117.25&datum=wgs84&radius_m=50000&limit=50&exact=true'
          '&facets=category,employer_type,employment_type,group,welfare,education&q=')
QUERIES = ('工 人 员', '工 作', '人 员 有')
CALM_CONNECTIONS = 16
# Of the calm throughput, what is to be served under overload.
SHARE = 0.9
FEWEST_PAIRS, MOST_PAIRS = 3, 7
# A connection waits 500 ms for a thread at most; then comes its own search.
LONGEST_MS = 500 + 300
# Of the processors' time; above it other programs are what is measured.
MOST_FOREIGN = 0.15
# Between the first overload and the last.
GROWTH_MB = 8


def rss_mb(pid):
    with open(f'/proc/{pid}/statm', encoding='ascii') as statm:
        return int(statm.read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / (1 << 20)


class Processors:
    """Whose time the processors spend, since it was made."""

    def __init__(self, pid):
        self.pid = pid
        self.tick = os.sysconf('SC_CLK_TCK')
        self.all, self.daemons = self._all(), self._daemons()
        self.since = time.monotonic()

    def _all(self):
        with open('/proc/stat', encoding='ascii') as stat:
            fields = stat.readline().split()
        # user, nice, system, and what other guests of the same machine took
        return sum(int(fields[i]) for i in (1, 2, 3, 8)) / self.tick

    def _daemons(self):
        with open(f'/proc/{self.pid}/stat', encoding='ascii') as stat:
            fields = stat.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / self.tick

    def foreign_share(self, clients_seconds):
        """What neither the daemon nor the clients took."""
        ours = self._daemons() - self.daemons + clients_seconds
        return (self._all() - self.all - ours) / ((time.monotonic() - self.since) * os.cpu_count())


class OverloadTest(unittest.TestCase):
    def start(self, *settings):
        extra = ['--set', 'http.threads=1', '--set', 'search.deadline_ms=10000']
        for setting in settings:
            extra += ['--set', setting]
        daemon = Daemon(OPTIONS.bin, OPTIONS.index, now=NOW, extra=extra)
        self.addCleanup(daemon.stop)
        deadline = time.monotonic() + 60
        while daemon.get('/readyz')[0] != 200:
            self.assertLess(time.monotonic(), deadline)
        # A keep-alive connection would go on holding the only thread.
        daemon.connection.close()
        daemon.connection = None
        self.load(daemon, '--seconds', '0.5')
        return daemon

    def load(self, daemon, *how):
        done = subprocess.run([os.path.join(OPTIONS.bin, 'load_client'), '--address', daemon.address, '--targets',
                               os.path.join(OPTIONS.folder, 'targets'), *how], stdout=subprocess.PIPE, check=True)
        told = json.loads(done.stdout)
        self.assertLessEqual(set(told['by_status']), {'200', '503'}, told)
        self.assertEqual(told['failures'], {}, 'not one is left without an answer')
        self.assertEqual(told['retry_after_missing'], 0)
        told['served'] = told['by_status'].get('200', 0) / told['seconds']
        told['refused'] = told['by_status'].get('503', 0) / told['seconds']
        return told

    def calm(self, daemon):
        told = self.load(daemon, '--seconds', '1', '--connections', str(CALM_CONNECTIONS))
        self.assertGreater(told['served'], 0)
        return told

    def pairs(self, daemon, overload, share=SHARE):
        """Calm and overload in turn until the median of the ratios is good enough, or hope is lost."""
        seen = []
        for _ in range(MOST_PAIRS):
            processors = Processors(daemon.process.pid)
            calm = self.calm(daemon)
            crowded = overload(daemon, calm['served'])
            self.assertGreater(crowded['by_status'].get('503', 0), 0, 'that was no overload')
            seen.append(crowded | {
                'ratio': crowded['served'] / calm['served'], 'calm': calm['served'], 'memory': rss_mb(daemon.process.pid),
                'foreign': processors.foreign_share(calm['cpu_seconds'] + crowded['cpu_seconds'])})
            good = statistics.median(pair['ratio'] for pair in seen) >= share
            if len(seen) >= FEWEST_PAIRS and (good or not OPTIONS.measure or OPTIONS.sanitized):
                break
        with self.on_a_quiet_machine(statistics.median(pair['foreign'] for pair in seen)):
            self.check_pairs(seen, share)
            after = max(self.calm(daemon)['served'] for _ in range(2))
            if OPTIONS.measure:
                # As fast as before, at once.
                self.assertGreaterEqual(after, SHARE * statistics.median(pair['calm'] for pair in seen))

    @contextlib.contextmanager
    def on_a_quiet_machine(self, foreign_share):
        try:
            yield
        except AssertionError as error:
            if not OPTIONS.sanitized and foreign_share <= MOST_FOREIGN:
                raise
            self.skipTest(f'every request was answered; how fast cannot be told here ({foreign_share:.0%} foreign): {error}')

    def check_pairs(self, seen, share):
        ratios, longest = [round(pair['ratio'], 2) for pair in seen], statistics.median(pair['max_us'] for pair in seen) / 1000
        last = seen[-1]
        print(f'{self.id().split(".")[-1]}: calm {last["calm"]:.0f}/s, overload {last["served"]:.0f}/s served and '
              f'{last["refused"]:.0f}/s refused, ratios {ratios}, served p50 {last["p50_us"] / 1000:.0f} ms, longest {longest:.0f} ms, '
              f'client {last["cpu_seconds"] / last["seconds"]:.2f} of a core, memory {seen[0]["memory"]:.1f} to {last["memory"]:.1f} MB',
              flush=True)
        self.assertLess(last['memory'] - seen[0]['memory'], GROWTH_MB)
        self.assertGreater(last['served'], 0)
        if OPTIONS.measure:
            self.assertGreaterEqual(statistics.median(ratios), share, ratios)
            self.assertLessEqual(longest, LONGEST_MS)
            # Refusals come in time: no client had to wait for a connection to be free.
            self.assertLess(statistics.median(pair['unsent'] / pair['requests'] for pair in seen), 0.01)

    def ten_times_the_rate(self, daemon, served):
        return self.load(daemon, '--seconds', '2', '--rate', str(10 * served), '--connections', '2000', '--reconnect')

    def ten_times_the_clients(self, daemon, *how):
        return self.load(daemon, '--seconds', '2', '--connections', str(10 * CALM_CONNECTIONS), *how)

    def test_at_ten_times_the_rate_most_are_served_and_the_rest_refused(self):
        self.pairs(self.start(), self.ten_times_the_rate)

    def test_with_ten_times_the_clients_most_are_served_and_the_rest_refused(self):
        self.pairs(self.start(), lambda daemon, _: self.ten_times_the_clients(daemon, '--patient'))

    def test_clients_that_ask_again_at_once_do_not_stop_the_service(self):
        """Thirty requests for one that can be answered: client and refusals take more than the other core has."""
        self.pairs(self.start(), lambda daemon, _: self.ten_times_the_clients(daemon), share=0.25)

    def test_in_a_long_line_nobody_waits_longer_than_half_a_second(self):
        daemon = self.start('http.queue_length=1000')
        calm = self.calm(daemon)
        processors = Processors(daemon.process.pid)
        told = self.ten_times_the_rate(daemon, calm['served'])
        foreign = processors.foreign_share(told['cpu_seconds'])
        with self.on_a_quiet_machine(foreign):
            print(f'a line of 1000: served p50 {told["p50_us"] / 1000:.0f} ms, longest {told["max_us"] / 1000:.0f} ms', flush=True)
            if OPTIONS.measure:
                self.assertGreater(told['max_us'] / 1000, 250, 'the line was not long')
                self.assertLessEqual(told['max_us'] / 1000, LONGEST_MS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True)
    parser.add_argument('--measure', action='store_true')
    parser.add_argument('--sanitized', action='store_true')
    options, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        OPTIONS.bin, OPTIONS.measure, OPTIONS.sanitized, OPTIONS.folder = options.bin, options.measure, options.sanitized, folder
        OPTIONS.index = os.path.join(folder, 'index')
        postings = os.path.join(folder, 'postings.jsonl')
        subprocess.run([sys.executable, str(ROOT / 'schema/examples/sample/generate.py'), '--today', NOW[:10], '--n', str(POSTINGS),
                        '--communities', COMMUNITIES, '--out', postings], stdout=subprocess.DEVNULL, check=True)
        build_index(options.bin, postings, COMMUNITIES, OPTIONS.index, NOW)
        pathlib.Path(folder, 'targets').write_text(
            ''.join(TARGET + urllib.parse.quote(query) + '\n' for query in QUERIES), encoding='utf-8')
        unittest.main(argv=[sys.argv[0], *rest])


if __name__ == '__main__':
    main()
