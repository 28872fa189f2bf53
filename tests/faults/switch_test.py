#!/usr/bin/python3
"""Generations that change under load: switch_test.py --bin DIR [--switches N | --searches N] [--every SECONDS] [--prebuilt N]
[--sanitized]

Sixteen keep-alive clients search without pause, until so many generations were published or so many searches answered, while a
new one comes every two seconds: in turn one that a
real `indexer build` writes beside them, and one that lay ready, which shows a switch without the work of a build. No answer
may be anything but a 200 of one build, every published build must be seen, what is no longer served must be let go and
deleted, and the daemon must not grow. It prints the p99 of the seconds with a switch beside those without.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from clients import TARGETS, number_in_service, target_of  # noqa: E402
from daemon import Daemon  # noqa: E402
from numbered_index import NumberedIndex, wait_until  # noqa: E402
from process_usage import Usage  # noqa: E402

NOW = '2026-11-22T18:00:00+08:00'
CONNECTIONS = 16
# CURRENT's, the one before it (it stays until the next build), one that a request or the comparison still reads, and the
# one that lay ready and was not preceded by a build that clears.
FOLDERS = 4
# In service, the one before until every file of the new one is compared, and one that a request still reads; one more where
# a busy machine lets the thread that drops it wait.
HELD = 4
READY_NUMBERS = 10_000
# Before the end, for a build to be seen by the clients.
SEEN_S = 5
# Of searches and switches fewer show little. Sixteen clients that are answered at all ask more than so many.
LEAST_SEARCHES, LEAST_SWITCHES = 1000, 2
# The slowest program on the busiest machine has published its generations by then.
LONGEST_S = 600


class Publisher:
    """Publishes builds in turn and keeps when each was: [(number, published, in service, was built meanwhile)]."""

    def __init__(self, options, index, staging):
        self.index, self.staging, self.number = index, staging, 1
        # A second is usual; beside other tests, and under a sanitizer, it may be many.
        self.wait_s = 120
        self.ready = []
        for i in range(options.prebuilt):
            generation = staging.seal(READY_NUMBERS + i)
            self.ready.append((READY_NUMBERS + i, shutil.move(generation, staging.root / generation.name)))
        self.published, self.usage = [], []
        self.most_folders = 0

    def publish(self, daemon):
        began = time.time()
        built = len(self.published) % 2 == 0 or not self.ready
        if built:
            self.number += 1
            number = self.number
            self.index.build(number)
        else:
            number, folder = self.ready.pop(0)
            name = pathlib.Path(shutil.move(folder, self.index.folder)).name
            self.index.point_at(name)
        wait_until(lambda: number_in_service(daemon) == number, self.wait_s, f'build {number} answers')
        self.published.append({'number': number, 'began': began if built else self.index.published_at(),
                               'at': self.index.published_at(), 'served': time.time(), 'built': built})
        self.usage.append(Usage(daemon.process.pid))
        self.most_folders = max(self.most_folders, len(self.index.generations()))


def load(options, daemon, root, told):
    targets = pathlib.Path(root) / 'targets'
    targets.write_text(''.join(target_of({**asked, 'limit': '10'}) + '\n' for asked in TARGETS), encoding='utf-8')
    until = ['--requests', str(options.searches)] if options.searches else ['--seconds', str(LONGEST_S)]
    return subprocess.Popen(
        [os.path.join(options.bin, 'load_client'), '--address', daemon.address, '--targets', str(targets), '--connections',
         str(CONNECTIONS), *until, '--same-number-after', '第'], stdout=told)


def run_load(options, daemon, root, publisher):
    """What load_client says, and when it began and ended."""
    # Not a pipe: what is told of a long run would fill it, and nobody reads while generations are published.
    told = tempfile.TemporaryFile()
    client = load(options, daemon, root, told)
    began = time.time()
    due = time.monotonic()
    try:
        while client.poll() is None:
            due += options.every
            try:
                client.wait(max(0.0, due - time.monotonic()))
            except subprocess.TimeoutExpired:
                if not options.searches and len(publisher.published) == options.switches:
                    client.terminate()  # it tells what it has seen
                    break
                publisher.publish(daemon)
                # A machine that cannot build so often publishes less often, not two at once.
                due = max(due, time.monotonic())
        client.wait()
        told.seek(0)
        said = json.loads(told.read())
    finally:
        client.terminate()
        client.wait()
        told.close()
    return said, began, time.time()


def p99_by_kind(said, began, published):
    """Kind of second -> p99 in µs of each of its seconds."""
    kinds = {}
    for times in published:
        for second in range(int(times['began'] - began), int(times['at'] - began) + 1):
            kinds.setdefault(second, 'with a build')
        for second in range(int(times['at'] - began), int(times['served'] - began) + 1):
            if times['built']:
                kinds[second] = 'with a build and its switch'
            elif kinds.get(second) != 'with a build and its switch':
                kinds[second] = 'with a switch alone'
    found = {}
    # The last second is a part of one.
    for entry in said['timeline'][1:-1]:
        if entry['requests']:
            found.setdefault(kinds.get(entry['second'], 'without'), []).append(entry['p99_us'])
    return found


def failures_of_answers(said, options, published, began, ended):
    failures = []
    if said['by_status'] != {'200': said['requests']} or said['failures']:
        failures.append(f'answers: {said["by_status"]}, failures: {said["failures"]}')
    if said['requests'] < (options.searches or LEAST_SEARCHES):
        failures.append(f'only {said["requests"]} searches')
    if said['mixed']:
        failures.append(f'{said["mixed"]} answers of more than one build')
    due = {str(times['number']) for times in published if times['served'] < ended - SEEN_S}
    if due - said['by_number'].keys():
        failures.append(f'never seen: {sorted(due - said["by_number"].keys())}')
    if len(published) < LEAST_SWITCHES:
        failures.append(f'only {len(published)} switches in {ended - began:.0f} s show little')
    return failures


def failures_of_growth(options, publisher):
    failures = []
    usage = publisher.usage
    if max(len(u.generations) for u in usage) > HELD:
        failures.append(f'generations held: {max(len(u.generations) for u in usage)}, at most {HELD}')
    if publisher.most_folders > FOLDERS:
        failures.append(f'generations on disk: {publisher.most_folders}, at most {FOLDERS}')
    third = max(1, len(usage) // 3)
    early, late = usage[:third], usage[-third:]
    # A thread opens a database when it first needs one, three files each.
    if max(u.descriptors for u in late) > max(u.descriptors for u in early) + 3 * CONNECTIONS:
        failures.append('descriptors grow')
    if not options.sanitized and max(u.rss_mb for u in late) > 1.25 * max(u.rss_mb for u in early) + 16:
        failures.append('memory grows')
    return failures


def settle(publisher, daemon):
    """After one more build nothing is held but what is served, and nothing on disk but that and the one before."""
    publisher.ready.clear()
    publisher.publish(daemon)
    current = publisher.index.current()
    wait_until(lambda: Usage(daemon.process.pid).generations == {current}, publisher.wait_s,
               f'only {current} is held; now {Usage(daemon.process.pid).generations}')
    publisher.publish(daemon)
    if len(publisher.index.generations()) > 2:
        raise AssertionError(f'on disk: {publisher.index.generations()}')


def report(said, publisher, began, ended):
    usage = publisher.usage
    print(f'searches {said["requests"]} in {ended - began:.0f} s ({said["throughput"]:.0f}/s), by status {said["by_status"]}, '
          f'failures {said["failures"]}, mixed {said["mixed"]}, connections reopened {said["retried"]}')
    print(f'published {len(publisher.published)}, builds seen {len(said["by_number"])}; in service after: median '
          f'{statistics.median(p["served"] - p["at"] for p in publisher.published) * 1000:.0f} ms, longest '
          f'{max(p["served"] - p["at"] for p in publisher.published) * 1000:.0f} ms')
    print(f'p50 {said["p50_us"] / 1000:.1f} ms, p99 {said["p99_us"] / 1000:.1f} ms, longest {said["max_us"] / 1000:.1f} ms')
    for kind, values in sorted(p99_by_kind(said, began, publisher.published).items()):
        print(f'  seconds {kind:28}{len(values):4}: median of their p99 {statistics.median(values) / 1000:6.1f} ms, '
              f'worst {max(values) / 1000:6.1f} ms')
    print(f'descriptors {usage[0].descriptors} first, {usage[-1].descriptors} last, {max(u.descriptors for u in usage)} most; '
          f'memory {usage[0].rss_mb:.0f} MB first, {usage[-1].rss_mb:.0f} last, {max(u.rss_mb for u in usage):.0f} most; '
          f'generations held at most {max(len(u.generations) for u in usage)}, on disk at most {publisher.most_folders}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True)
    parser.add_argument('--switches', type=int, default=6, help='the run ends after so many')
    parser.add_argument('--searches', type=int, help='it ends after so many, whatever was published')
    parser.add_argument('--every', type=float, default=2.0, help='seconds from one generation to the next, at least')
    parser.add_argument('--prebuilt', type=int, default=3, help='generations that lie ready')
    parser.add_argument('--postings', type=int, default=1500)
    parser.add_argument('--sanitized', action='store_true', help='slow programs whose memory is not their own')
    options = parser.parse_args()
    failures = []
    with tempfile.TemporaryDirectory(prefix='doorstep-switch-') as root:
        folders = [pathlib.Path(root) / name for name in ('serving', 'staging')]
        for folder in folders:
            folder.mkdir()
        index, staging = (NumberedIndex(options.bin, folder, options.postings) for folder in folders)
        index.build(1)
        publisher = Publisher(options, index, staging)
        with Daemon(options.bin, str(index.folder), NOW) as daemon:
            try:
                said, began, ended = run_load(options, daemon, root, publisher)
                report(said, publisher, began, ended)
                failures += failures_of_answers(said, options, publisher.published, began, ended)
                failures += failures_of_growth(options, publisher)
                settle(publisher, daemon)
                # All were good.
                failures += [f'{event}' for event in daemon.events('generation') if event['action'] != 'serving']
            except AssertionError as error:
                failures.append(str(error))
            if daemon.stop() != 0:
                failures.append('searchd did not end well')
            # Every report of a sanitizer is written there, and nothing else is.
            if daemon.told():
                failures.append(f'searchd says, with {daemon.told().count("WARNING: ThreadSanitizer")} reports of '
                                f'ThreadSanitizer:\n{daemon.told()[:6000]}')
    for failure in failures:
        print('FAILED:', failure)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
