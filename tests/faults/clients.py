"""Clients that search without pause and look at every answer, and what a daemon says of its index."""
import contextlib
import http.client
import json
import re
import threading
import urllib.parse

from numbered_index import HOME, JOBS, NUMBER

BROWSE = {'limit': '50', **HOME}
TARGETS = [BROWSE, *({'q': job, 'limit': '20', 'facets': 'category', **HOME} for job in JOBS[:3]),
           {'q': JOBS[3], 'sort': 'newest', 'limit': '5', **HOME}, {'q': '公司', 'exact': 'true', 'limit': '10', **HOME}]


def target_of(parameters):
    return '/v1/postings?' + urllib.parse.urlencode(parameters)


class Wrong(Exception):
    """An answer that is not right; the text says how."""


class Clients:
    """Threads with one keep-alive connection each. Whatever is wrong is kept, not raised: see problems()."""

    def __init__(self, daemon, count, postings_of, may_go_back=False):
        self.address = (daemon.host, daemon.port)
        self.postings_of = postings_of
        self.may_go_back = may_go_back
        # While a generation in service is damaged and that is not yet found, what it says may be wrong; only a crash, a
        # 500 and a lost answer are not.
        self.lenient = False
        self.lock = threading.Lock()
        self.generation_of, self.number_of = {}, {}
        self.answers, self.excused, self.mixed, self.wrong = 0, 0, 0, []
        self.ending = threading.Event()
        self.threads = [threading.Thread(target=self._run, args=(i,)) for i in range(count)]
        for thread in self.threads:
            thread.start()

    def _run(self, first):
        connection, latest, turn = None, 0, first
        while not self.ending.is_set():
            turn += 1
            asked = TARGETS[turn % len(TARGETS)]
            excused = self.lenient
            try:
                connection, status, body = self._ask(connection, target_of(asked))
                latest = self._check(asked, status, body, latest)
            except (Wrong, ValueError, KeyError, OSError, http.client.HTTPException) as error:
                lost = not isinstance(error, (Wrong, ValueError, KeyError))
                with self.lock:
                    if (excused or self.lenient) and not lost and status != 500:
                        self.excused += 1
                    else:
                        self.wrong.append(f'{type(error).__name__}: {error}')
                connection = None
                if lost and self.ending.wait(0.05):
                    break
            with self.lock:
                self.answers += 1

    def _ask(self, connection, target):
        """An answer; a connection that was kept and that the daemon has ended is opened once more."""
        for attempt in (1, 2):
            fresh = connection is None
            connection = connection or http.client.HTTPConnection(*self.address, timeout=30)
            try:
                connection.request('GET', target)
                response = connection.getresponse()
                return connection, response.status, response.read()
            except (http.client.HTTPException, ConnectionError):
                connection.close()
                connection = None
                if fresh or attempt == 2:
                    raise
        return None

    def _check(self, asked, status, body, latest):
        text = body.decode()
        if status != 200:
            raise Wrong(f'{status}: {text[:300]}')
        answer = json.loads(text)
        numbers = {int(number) for number in NUMBER.findall(text)}
        generation = answer['index']['generation']
        if len(numbers) != 1:
            with self.lock:
                self.mixed += len(numbers) > 1
            raise Wrong(f'numbers {sorted(numbers)} in one answer of {generation}')
        number = numbers.pop()
        total = answer['total']['value']
        if asked is BROWSE and total != self.postings_of(number):
            raise Wrong(f'{total} postings of build {number}')
        with self.lock:
            known = (self.generation_of.setdefault(number, generation), self.number_of.setdefault(generation, number))
        if known != (generation, number):
            with self.lock:
                self.mixed += 1
            raise Wrong(f'build {number} from {generation}, before {known}')
        if number < latest and not self.may_go_back:
            raise Wrong(f'build {number} after {latest}')
        return number

    def problems(self):
        with self.lock:
            return list(self.wrong)

    def seen(self):
        with self.lock:
            return set(self.generation_of)

    def stop(self):
        self.ending.set()
        for thread in self.threads:
            thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def number_in_service(daemon):
    """The build that answers now, asked over the tester's own connection."""
    status, answer = daemon.get('/v1/postings', limit='1', **HOME)
    if status != 200:
        raise AssertionError(f'{status}: {answer}')
    return int(NUMBER.search(json.dumps(answer, ensure_ascii=False)).group(1))


def metrics(daemon):
    """Name -> value, summed over labels."""
    host, port = daemon.admin_address.rsplit(':', 1)
    with contextlib.closing(http.client.HTTPConnection(host, int(port), timeout=30)) as connection:
        connection.request('GET', '/metrics')
        response = connection.getresponse()
        text = response.read().decode()
    if response.status != 200:
        raise AssertionError(f'/metrics: {response.status}')
    values = {}
    for name, value in re.findall(r'^([a-z_0-9]+)(?:\{[^}\n]*\})? (\S+)', text, re.MULTILINE):
        values[name] = values.get(name, 0.0) + float(value)
    return values
