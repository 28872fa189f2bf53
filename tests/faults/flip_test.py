#!/usr/bin/python3
"""Damaged generations, file by file: flip_test.py --bin DIR [--randoms N] [--seed N] [--sanitized]

A flipped bit (a file cut short, or gone) in every file of a generation in turn: before CURRENT names it, in the generation in
service, before the daemon starts; CURRENT itself; and a manifest of other versions. Each must be found and told by /readyz,
/metrics and an event, while the good generation answers; and a good build afterwards puts all right.
"""
import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from clients import Clients, metrics, number_in_service, target_of  # noqa: E402
from damage import Damage, Table, alter_manifest, damages, files_of, make_large  # noqa: E402
from daemon import Daemon  # noqa: E402
from numbered_index import HOME, NumberedIndex, wait_until  # noqa: E402
from process_usage import Usage  # noqa: E402

NOW = '2026-11-22T18:00:00+08:00'
REJECTIONS, REJECTED = 'doorstep_index_rejections_total', 'doorstep_index_rejected'
GARBAGE = {'empty': b'', 'no generation': b'hello\n', 'a way out': b'../gen-x\n', 'not there': b'gen-20991231T000000-00000000\n',
           'bytes': bytes(range(256)) * 16, 'a name and more': b'gen-20991231T000000-00000000\0/../x\n'}
OTHER_VERSIONS = {'format_version': 977, 'analyzer_version': 978, 'lexicon': '0123456789abcdef'}


class Bench:
    """An index, the number of its last build, and what is counted."""

    def __init__(self, options, root):
        self.options, self.index = options, NumberedIndex(options.bin, root, options.postings)
        self.random = random.Random(options.seed)
        self.wait_s = 120  # a second or two is usual
        self.number, self.table, self.failures = 0, Table(), []
        self.answers = self.excused = 0
        self.daemons, self.all_clients = [], []

    def build(self):
        self.number += 1
        return self.index.build(self.number)

    def seal(self):
        self.number += 1
        return self.index.seal(self.number)

    def daemon(self):
        self.daemons.append(Daemon(self.options.bin, str(self.index.folder), NOW))
        return self.daemons[-1]

    def clients(self, daemon, may_go_back=False):
        self.all_clients.append(Clients(daemon, 2, self.index.postings_of, may_go_back))
        return self.all_clients[-1]

    def close(self):
        """Whatever a scenario that broke off has left running."""
        for left in (*self.all_clients, *(daemon for daemon in self.daemons if daemon.process.poll() is None)):
            left.stop()

    def try_one(self, scenario, name, what, run):
        """One case: what it raises is a failure that is told, and the next case begins."""
        try:
            run()
            self.table.add(scenario, name, True)
        except (AssertionError, OSError, http.client.HTTPException) as error:
            self.table.add(scenario, name, False)
            self.failures.append(f'{scenario}: {what()}: {error}')

    def wait_rejected(self, daemon, generation, rejections):
        """The daemon says in all three ways that it does not serve this one (None: whatever it calls it); its reason."""
        def rejected():
            status, ready = daemon.get('/readyz')
            if status != 200:
                raise AssertionError(f'/readyz is {status}: {ready}')
            told = ready.get('rejected') or {}
            return ready['status'] == 'degraded' and (generation in (None, told.get('generation'))) and told
        told = wait_until(rejected, self.wait_s, f'/readyz names {generation}; it says {daemon.get("/readyz")}')
        values = metrics(daemon)
        if values[REJECTIONS] <= rejections or values[REJECTED] != 1:
            raise AssertionError(f'metrics: {values[REJECTIONS]} rejections, {values[REJECTED]} rejected')
        if not any(told['reason'] in str(event) for event in daemon.events('generation')):
            raise AssertionError(f'no event says: {told["reason"]}')
        if not told['reason'] or str(self.index.root) in told['reason']:
            raise AssertionError(f'the reason names a path, or nothing: {told["reason"]}')
        return told['reason']

    def expect_number(self, daemon, number):
        got = number_in_service(daemon)
        if got != number:
            raise AssertionError(f'build {got} answers instead of {number}')

    def wait_number(self, daemon, number):
        wait_until(lambda: number_in_service(daemon) == number, self.wait_s, f'build {number} answers')

    def wait_back_at(self, daemon, number):
        """The damage is told before what to go back to is opened and compared; until then the damaged one says what it can."""
        def back():
            status, answer = daemon.get(target_of({'limit': '1', **HOME}))
            if status not in (200, 503):
                raise AssertionError(f'{status}: {answer}')
            return f'第{number}版' in str(answer)
        wait_until(back, self.wait_s, f'build {number} answers again')

    def recover(self, scenario, daemon):
        """A good build is served, and nothing is left of the trouble."""
        try:
            self._recover(daemon)
        except (AssertionError, OSError, http.client.HTTPException) as error:
            self.failures.append(f'after {scenario}: {error}')

    def _recover(self, daemon):
        self.build()
        self.wait_number(daemon, self.number)
        wait_until(lambda: daemon.get('/readyz')[1].get('status') == 'ready', self.wait_s, '/readyz is ready again')
        wait_until(lambda: metrics(daemon)[REJECTED] == 0, self.wait_s, f'{REJECTED} is 0 again')

    def count(self, scenario, clients):
        clients.stop()
        self.answers += clients.answers
        self.excused += clients.excused
        self.failures += [f'{scenario}: a client: {problem}' for problem in clients.problems()[:3]]

    def end(self, scenario, daemon, clients=None):
        if clients:
            self.count(scenario, clients)
        if daemon.process.poll() is not None:
            self.failures.append(f'{scenario}: searchd ended with {daemon.process.returncode}')
        elif daemon.stop() != 0:
            self.failures.append(f'{scenario}: searchd did not end well')
        if daemon.told():
            self.failures.append(f'{scenario}: searchd says: {daemon.told()[:2000]}')


def before_it_is_served(bench):
    """Damaged between the seal and CURRENT: the old generation goes on."""
    scenario = 'before CURRENT'
    bench.build()
    daemon = bench.daemon()
    clients = bench.clients(daemon)
    for damage in list(damages(bench.index.folder / bench.index.current(), bench.options.randoms, bench.random)):
        def run(damage=damage):
            good, rejections = bench.number, metrics(daemon)[REJECTIONS]
            sealed = bench.seal()
            damage.apply(sealed)
            bench.index.point_at(sealed.name)
            reason = bench.wait_rejected(daemon, sealed.name, rejections)
            if os.path.basename(damage.name) not in reason:
                raise AssertionError(f'the reason does not name the file: {reason}')
            bench.expect_number(daemon, good)
        bench.try_one(scenario, damage.name, lambda: damage.done, run)  # noqa: B023
        bench.recover(f'{scenario}: {damage.done}', daemon)
    bench.end(scenario, daemon, clients)


def while_it_is_proven(bench):
    """A generation too large to be compared before it serves: the one before is kept until it is."""
    scenario = 'large'
    older = bench.build()
    daemon = bench.daemon()
    clients = bench.clients(daemon, may_go_back=True)
    served = []
    for name in [name for name, size in files_of(bench.index.folder / older).items() if size]:
        damage = Damage(name, 'last', bench.random)

        def run(damage=damage):
            good, rejections = bench.number, metrics(daemon)[REJECTIONS]
            sealed = bench.seal()
            make_large(sealed)
            clients.lenient = True
            damage.apply(sealed)
            bench.index.point_at(sealed.name)
            bench.wait_rejected(daemon, sealed.name, rejections)
            bench.wait_back_at(daemon, good)
            clients.lenient = False
            served.extend(e for e in daemon.events('generation') if (e['action'], e['generation']) == ('serving', sealed.name))
        bench.try_one(scenario, name, lambda: damage.done, run)  # noqa: B023
        bench.recover(f'{scenario}: {damage.done}', daemon)
    if not served:
        bench.failures.append(f'{scenario}: no damaged one ever served, so that nothing went back')
    sealed = bench.seal()
    make_large(sealed)
    bench.index.point_at(sealed.name)
    bench.wait_number(daemon, bench.number)
    wait_until(lambda: metrics(daemon)['doorstep_index_proven'] == 1, bench.wait_s, 'a good one is proven')
    wait_until(lambda: Usage(daemon.process.pid).generations == {sealed.name}, bench.wait_s, 'the one before is let go')
    bench.end(scenario, daemon, clients)


def in_service(bench):
    """Damaged while it is served, with an older one on disk: the next pass finds it and goes back."""
    scenario = 'in service'
    bench.build()
    daemon = bench.daemon()
    # What is cut is no longer mapped: the system would end any program that reads there.
    for damage in list(damages(bench.index.folder / bench.index.current(), bench.options.randoms, bench.random, ('gone',))):
        older, old_number = bench.index.current(), bench.number
        bench.build()
        bench.wait_number(daemon, bench.number)
        if older not in bench.index.generations():
            bench.failures.append(f'{scenario}: the build after {older} has removed it')
        wait_until(lambda: metrics(daemon)['doorstep_index_proven'] == 1, bench.wait_s, 'the generation is proven')
        clients = bench.clients(daemon, may_go_back=True)

        def run(damage=damage, old_number=old_number, clients=clients):
            rejections, current = metrics(daemon)[REJECTIONS], bench.index.current()
            clients.lenient = True
            damage.apply(bench.index.folder / current)
            daemon.sighup()
            bench.wait_rejected(daemon, current, rejections)
            bench.wait_back_at(daemon, old_number)
            clients.lenient = False
            answered = clients.answers
            wait_until(lambda: clients.answers > answered + 50, bench.wait_s, 'the clients are answered')
        bench.try_one(scenario, damage.name, lambda: damage.done, run)  # noqa: B023
        bench.recover(f'{scenario}: {damage.done}', daemon)
        bench.count(f'{scenario}: {damage.done}', clients)
        if daemon.process.poll() is not None:
            bench.end(f'{scenario}: {damage.done}', daemon)
            daemon = bench.daemon()
    bench.end(scenario, daemon)


def in_service_without_another(bench):
    """Damaged while it is served and nothing to go back to: it goes on, and /readyz says so until a good build."""
    scenario = 'no other'
    bench.build()
    # Of texts and names that no search of the tester reads.
    for damage in [d for d in damages(bench.index.folder / bench.index.current(), 0, bench.random, ()) if d.where == 'last'
                   and d.name in ('communities.csv', 'manifest.json', 'base/texts.bin', 'base/columns.bin')]:
        bench.index.drop_all_but({bench.index.current()})
        daemon = bench.daemon()

        def run(damage=damage, daemon=daemon):
            damage.apply(bench.index.folder / bench.index.current())
            daemon.sighup()
            wait_until(lambda: daemon.get('/readyz')[0] == 503, bench.wait_s, '/readyz is 503')
            if 'index_damaged' not in str(daemon.get('/readyz')[1]):
                raise AssertionError(f'/readyz says {daemon.get("/readyz")}')
            bench.expect_number(daemon, bench.number)
        bench.try_one(scenario, damage.name, lambda: damage.done, run)  # noqa: B023
        bench.recover(f'{scenario}: {damage.done}', daemon)
        bench.end(f'{scenario}: {damage.done}', daemon)


def before_the_start(bench):
    """Damaged before the daemon starts: the older one on disk serves."""
    scenario = 'before the start'
    bench.build()
    for damage in list(damages(bench.index.folder / bench.index.current(), bench.options.randoms, bench.random)):
        good = bench.number
        sealed = bench.seal()
        damage.apply(sealed)
        bench.index.point_at(sealed.name)
        try:
            daemon = bench.daemon()
        except AssertionError as error:
            bench.table.add(scenario, damage.name, False)
            bench.failures.append(f'{scenario}: {damage.done}: {error}')
            bench.build()
            continue

        def run(good=good, sealed=sealed, daemon=daemon):
            bench.wait_rejected(daemon, sealed.name, 0)
            bench.expect_number(daemon, good)
        bench.try_one(scenario, damage.name, lambda: damage.done, run)  # noqa: B023
        bench.recover(f'{scenario}: {damage.done}', daemon)
        bench.end(f'{scenario}: {damage.done}', daemon)


def current_is_garbage(bench):
    """CURRENT holds no name of a generation, while the daemon runs and at its start."""
    bench.build()
    for name, content in GARBAGE.items():
        daemon = bench.daemon()
        clients = bench.clients(daemon)

        def run(content=content, daemon=daemon):
            rejections = metrics(daemon)[REJECTIONS]
            bench.index.write_current(content)
            bench.wait_rejected(daemon, None, rejections)
            bench.expect_number(daemon, bench.number)
        bench.try_one('while it runs', f'CURRENT {name}', lambda: name, run)  # noqa: B023
        bench.end(f'CURRENT {name}, while it runs', daemon, clients)
        started = []

        def start(content=content, started=started):
            bench.index.write_current(content)
            started.append(bench.daemon())
            bench.wait_rejected(started[0], None, 0)
            bench.expect_number(started[0], bench.number)
        bench.try_one('at the start', f'CURRENT {name}', lambda: name, start)  # noqa: B023
        if not started:
            bench.build()
            continue
        bench.recover(f'CURRENT {name}', started[0])
        bench.end(f'CURRENT {name}, at the start', started[0])


def other_versions(bench):
    """A manifest of another version, itself sound, is refused naming both."""
    bench.build()
    daemon = bench.daemon()
    clients = bench.clients(daemon)
    for member, value in OTHER_VERSIONS.items():
        ours = manifest_member(bench, member)

        def run(member=member, value=value, ours=ours):
            good, rejections = bench.number, metrics(daemon)[REJECTIONS]
            sealed = bench.seal()
            alter_manifest(sealed, **{member: value})
            bench.index.point_at(sealed.name)
            reason = bench.wait_rejected(daemon, sealed.name, rejections)
            if str(value) not in reason or str(ours) not in reason.replace(str(value), ''):
                raise AssertionError(f'the reason does not name {value} and {ours}: {reason}')
            bench.expect_number(daemon, good)
        bench.try_one('other version', member, lambda: member, run)  # noqa: B023
        bench.recover(f'another {member}', daemon)
    bench.end('other version', daemon, clients)


def manifest_member(bench, member):
    return json.loads((bench.index.folder / bench.index.current() / 'manifest.json').read_text(encoding='utf-8'))[member]


def nothing_good_at_the_start(bench):
    """The only generation is damaged: the daemon says which file and does not start."""
    bench.build()
    bench.index.drop_all_but({bench.index.current()})
    (bench.index.folder / bench.index.current() / 'base' / 'columns.bin').write_bytes(b'')
    done = subprocess.run([os.path.join(bench.options.bin, 'searchd'), '--index', str(bench.index.folder), '--listen',
                           '127.0.0.1:0', '--admin-listen', '127.0.0.1:0'], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60, check=False)
    if done.returncode != 3 or b'columns.bin' not in done.stderr:
        bench.failures.append(f'nothing good: ended with {done.returncode}: {done.stderr.decode()}')


SCENARIOS = (before_it_is_served, while_it_is_proven, in_service, in_service_without_another, before_the_start,
             current_is_garbage, other_versions, nothing_good_at_the_start)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True)
    parser.add_argument('--randoms', type=int, default=3, help='random positions in each file')
    parser.add_argument('--postings', type=int, default=200)
    parser.add_argument('--seed', type=int, default=20261122)
    parser.add_argument('--only', help='one scenario, by the name of its function')
    parser.add_argument('--sanitized', action='store_true', help='a slow build of the programs: waits are longer')
    options = parser.parse_args()
    started = time.monotonic()
    answers, failures, table = 0, [], Table()
    for scenario in SCENARIOS:
        if options.only in (None, scenario.__name__):
            with tempfile.TemporaryDirectory(prefix='doorstep-flip-') as root:
                bench = Bench(options, root)
                bench.table = table
                try:
                    scenario(bench)
                except (AssertionError, KeyError, OSError, http.client.HTTPException) as error:
                    bench.failures.append(f'{scenario.__name__} broke off: {type(error).__name__}: {error}')
                finally:
                    bench.close()
                answers += bench.answers
                failures += bench.failures
                print(f'{scenario.__name__}: {time.monotonic() - started:.0f} s, answers {bench.answers}, '
                      f'not judged while damage was not found {bench.excused}, failures {len(bench.failures)}', flush=True)
    print(table.text())
    print(f'{answers} answers of clients; {len(failures)} failures in {time.monotonic() - started:.0f} s')
    for failure in failures:
        print('FAILED:', failure)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
