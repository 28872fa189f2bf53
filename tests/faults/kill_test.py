#!/usr/bin/python3
"""Builds that are killed while clients search: kill_test.py --bin DIR [--rounds N] [--switch-s S] [--seed N]

Each round kills one `indexer build`, in turn at a named point (it aborts itself there) and by SIGKILL at a random moment,
and lets the next one end well. The folder holds a whole published generation at every moment, the daemon serves the newest
published one within --switch-s seconds (one, on a machine of its own), what a killed build left is cleared, and no client
sees an error, a mixture or a step back.
"""
import argparse
import collections
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from clients import Clients, number_in_service  # noqa: E402
from daemon import Daemon  # noqa: E402
from numbered_index import POINTS, PUBLISHES, NumberedIndex, wait_until  # noqa: E402

NOW = '2026-11-22T18:00:00+08:00'
CLIENTS = 4
# In use at once: the generation that CURRENT names, the one served until then, and one whose files a pass still compares.
FOLDERS = 3


class Rounds:
    """The state of a run: which build is published, and what was counted."""

    def __init__(self, index, daemon, seed, switch_s):
        self.index, self.daemon, self.random, self.switch_s = index, daemon, random.Random(seed), switch_s
        self.number = 1
        self.published = 1
        self.counts = collections.Counter()
        self.switches = []
        self.most_folders = 0

    def run(self, number):
        before = self.index.current()
        self.number += 1
        if number % 2 == 0:
            kind = POINTS[number // 2 % len(POINTS)]
            self._abort_at(kind)
        else:
            kind = self._kill_some_time()
        self.counts[kind] += 1
        self._check_published(kind, before)
        left = set(self.index.generations()) - {self.index.current(), before}
        # What the daemon has left it lets go at its next look; a build removes only what nobody holds.
        wait_until(lambda: not any(self.index.is_held(name) for name in left), 20 * self.switch_s, f'{left} are let go')
        self.number += 1
        self.index.build(self.number)
        self._expect(self.number)
        self._check_cleared(kind, left)

    def _abort_at(self, point):
        code, told = self.index.run(self.number, abort_at=point)
        if code != -6:
            raise AssertionError(f'{point}: ended with {code} instead of SIGABRT: {told[-1000:]}')
        # What the name promises is the state it leaves, not a place in the program.
        if (self.index.current() in self._names_of_last_build()) != (point in PUBLISHES):
            raise AssertionError(f'{point}: CURRENT names {self.index.current()}')

    def _names_of_last_build(self):
        stamp = f'T{12 + self.number // 3600:02}{self.number // 60 % 60:02}{self.number % 60:02}-'
        return {name for name in self.index.generations() if stamp in name}

    def _kill_some_time(self):
        process = self.index.start(self.number)
        try:
            process.wait(self.random.uniform(0, 0.8 * self.index.usual_seconds()))
        except subprocess.TimeoutExpired:
            pass
        process.kill()
        process.communicate()
        return 'SIGKILL' if process.returncode == -9 else 'ended before SIGKILL'

    def _check_published(self, kind, before):
        current = self.index.current()
        wrong = self.index.wrong_file(current)
        if wrong:
            raise AssertionError(f'{kind}: CURRENT names {current}, of which {wrong} is wrong')
        if current != before:
            self.counts['published although killed'] += 1
            self._expect(self.number)
        else:
            self.counts['not published'] += 1
            if number_in_service(self.daemon) != self.published:
                raise AssertionError(f'{kind}: another build than {self.published} answers')

    def _expect(self, number):
        """The daemon answers with this build within a second of CURRENT moving."""
        wait_until(lambda: number_in_service(self.daemon) == number, 20 * self.switch_s, f'build {number} answers')
        self.switches.append(time.time() - self.index.published_at())
        self.published = number

    def _check_cleared(self, kind, left):
        generations = self.index.generations()
        still = left & set(generations)
        if still:
            raise AssertionError(f'{kind}: {sorted(still)} are still there after the next build')
        others = {entry.name for entry in self.index.folder.iterdir()} - set(generations) - {'CURRENT', 'WRITER'}
        if others or len(generations) > FOLDERS:
            raise AssertionError(f'{kind}: the folder holds {sorted(others)} and {generations}')
        self.most_folders = max(self.most_folders, len(generations))


def report(rounds, clients, seconds, wanted):
    for kind, count in sorted(rounds.counts.items()):
        print(f'  {kind:28}{count:6}')
    slow = [took for took in rounds.switches if took > rounds.switch_s]
    print(f'rounds {wanted} in {seconds:.0f} s; a build takes {rounds.index.usual_seconds() * 1000:.0f} ms')
    print(f'answers {clients.answers}, wrong {len(clients.problems())}, mixed {clients.mixed}, builds seen {len(clients.seen())}')
    print(f'new build in service after: median {statistics.median(rounds.switches) * 1000:.0f} ms, '
          f'longest {max(rounds.switches) * 1000:.0f} ms, {len(slow)} of {len(rounds.switches)} later than {rounds.switch_s} s')
    print(f'generations on disk at most {rounds.most_folders}')
    failures = clients.problems()[:5]
    if slow:
        failures.append(f'{len(slow)} switches took longer than {rounds.switch_s} s')
    if clients.answers < 10 * wanted:
        failures.append(f'only {clients.answers} answers')
    if wanted >= 10 and rounds.counts['SIGKILL'] == 0:
        failures.append('SIGKILL came too late too often to show anything')
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True)
    parser.add_argument('--rounds', type=int, default=20)
    parser.add_argument('--postings', type=int, default=1500)
    parser.add_argument('--seed', type=int, default=20261122)
    parser.add_argument('--switch-s', type=float, default=1.0, help='for a new build to be in service')
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix='doorstep-kill-') as root:
        index = NumberedIndex(options.bin, root, options.postings)
        index.build(1)
        # An unknown point is a wrong call, or a mistyped name would show nothing.
        code, _ = index.run(1, abort_at='after_lunch')
        if code != 2:
            print(f'FAILED: an unknown point ends with {code}, not 2')
            return 1
        with Daemon(options.bin, str(index.folder), NOW) as daemon:
            rounds = Rounds(index, daemon, options.seed, options.switch_s)
            failures = []
            with Clients(daemon, CLIENTS, index.postings_of) as clients:
                try:
                    for number in range(options.rounds):
                        rounds.run(number)
                except AssertionError as error:
                    failures.append(f'round {number}: {error}')
            failures += report(rounds, clients, time.monotonic() - started, options.rounds)
            if daemon.stop() != 0:
                failures.append('searchd did not end well')
            if daemon.told():
                failures.append('searchd says: ' + daemon.told()[:3000])
    for failure in failures:
        print('FAILED:', failure)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
