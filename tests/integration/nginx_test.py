#!/usr/bin/python3
"""searchd behind nginx as searchd/nginx/doorstep.conf sets it up: nginx_test.py --bin DIR [--measure] [--sanitized]

Real programs on loopback. Of the file only addresses and the log folder are replaced. Clients come from different addresses of
127.0.0.0/8, so that a limit per client meets the one it is meant for.
"""
import argparse
import contextlib
import email
import http.client
import json
import os
import pathlib
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
import zlib

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'support'))
from daemon import Daemon, build_index  # noqa: E402
from nginx import CONF, NGINX, PATIENCE_S, Nginx, peak_mb, wait_for  # noqa: E402

OPTIONS = argparse.Namespace(bin='', index='', measure=False, sanitized=False)
NOW = '2026-11-22T12:00:00+08:00'
SANLIAN = '340104004001'
SEARCH = f'/v1/postings?community_id={SANLIAN}'
NOBODY = f'/v1/postings?community_id={SANLIAN}&q=' + urllib.parse.quote('保洁')
# What attacks may add to a peak. One that got through adds hundreds.
GROWTH_MB = 48
ORIGIN = 'https://doorstep.example.cn'
# They say how this connection goes on, or who speaks and when.
OF_ONE_HOP = {'connection', 'keep-alive', 'transfer-encoding', 'server', 'date', 'accept-ranges'}


class Answer:
    def __init__(self, text):
        self.text = text
        head, _, self.body = text.partition(b'\r\n\r\n')
        first, _, rest = head.partition(b'\r\n')
        self.status = int(first[9:12]) if first.startswith(b'HTTP/1.1 ') else 0
        self.headers = email.message_from_bytes(rest)

    def end_to_end(self):
        return sorted((name.lower(), value) for name, value in self.headers.items() if name.lower() not in OF_ONE_HOP)


def connect(port, source='127.0.0.1'):
    peer = socket.create_connection(('127.0.0.1', port), PATIENCE_S, source_address=(source, 0))
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return peer


def read_all(peer):
    received = b''
    with contextlib.suppress(ConnectionResetError):
        while piece := peer.recv(65536):
            received += piece
    return received


def ask(port, *pieces, source='127.0.0.1'):
    """Sends the pieces; what comes back until the other end closes. Who has heard enough may reset while we still
    send: that ends the sending, not the reading."""
    with contextlib.closing(connect(port, source)) as peer:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                peer.sendall(piece)
        return Answer(read_all(peer))


def get(port, target, headers=(), method='GET', source='127.0.0.1'):
    lines = [f'{method} {target} HTTP/1.1', 'Host: localhost', 'Connection: close', *headers, '', '']
    return ask(port, '\r\n'.join(lines).encode(), source=source)


def head(first, *headers):
    return '\r\n'.join([first + ' HTTP/1.1', 'Host: localhost', 'Connection: close', *headers, '', '']).encode()


def gzip_bomb(megabytes):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b''.join([packer.compress(block) for _ in range(megabytes)] + [packer.flush()])


class Behind(unittest.TestCase):
    """One searchd and one nginx for the tests of a class."""
    extra = ()

    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.start_daemon('127.0.0.1:0')
        cls.addClassCleanup(lambda: cls.daemon.stop())
        wait_for('searchd', lambda: get(cls.daemon.port, '/readyz').status == 200)
        cls.nginx = Nginx(cls.daemon.port)
        cls.addClassCleanup(cls.nginx.stop)

    @classmethod
    def start_daemon(cls, listen):
        return Daemon(OPTIONS.bin, OPTIONS.index, now=NOW, extra=['--behind-proxy', *cls.extra], listen=listen)

    def ask(self, *pieces, **more):
        return ask(self.nginx.port, *pieces, **more)

    def get(self, target, *headers, **more):
        return get(self.nginx.port, target, headers, **more)

    def check_problem(self, answer, code, *, retry_after=False):
        kind = KINDS[code]
        self.assertEqual(answer.status, kind['status'], answer.text[:300])
        self.assertEqual(json.loads(answer.body), {'type': '/openapi.json#/x-errors/' + code, **kind})
        self.assertEqual(answer.headers['Content-Type'], 'application/problem+json')
        self.assertEqual(answer.headers['Retry-After'], '1' if retry_after else None)
        self.assertEqual(answer.headers['X-Content-Type-Options'], 'nosniff')
        self.assertEqual(answer.text.count(b'HTTP/1.1 '), 1)


KINDS = yaml.safe_load((ROOT / 'schema/openapi.yaml').read_text(encoding='utf-8'))['x-errors']


class ConfigurationTest(Behind):
    def test_nginx_finds_nothing_to_complain_of(self):
        done = subprocess.run(self.nginx.command('-t'), stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([line for line in done.stderr.decode().splitlines()
                          if 'syntax is ok' not in line and 'test is successful' not in line], [])

    def test_every_problem_of_nginx_is_one_of_the_contract(self):
        told = re.findall(r"^  /\.problem/(\w+) '(\{.*\})';$", CONF, re.MULTILINE)
        self.assertEqual({code for code, _ in told}, set(re.findall(r'error_page .*/\.problem/(\w+);', CONF)))
        for code, text in told:
            self.assertEqual(json.loads(text), {'type': '/openapi.json#/x-errors/' + code, **KINDS[code]})

    def test_as_many_requests_go_on_as_searchd_has_threads(self):
        self.assertEqual(re.search(r'max_conns=(\d+)', CONF).group(1),
                         re.search(r'threads = (\d+);', (ROOT / 'searchd/config.h').read_text(encoding='utf-8')).group(1))

    def test_no_log_keeps_what_was_looked_for_or_by_whom(self):
        self.assertEqual(self.get(NOBODY).status, 200)
        wait_for('the log', lambda: '"status":200' in self.nginx.logged())
        for log in (self.nginx.logged(), self.nginx.errors()):
            for secret in ('%E4', SANLIAN, '127.0.0.1'):
                self.assertNotIn(secret, log)

    def test_what_is_not_for_clients_leads_nowhere(self):
        for target in ('/metrics', '/.problem/internal', '/.problem/'):
            self.check_problem(self.get(target), 'not_found')

    def test_another_host_is_refused(self):
        answer = self.ask(b'GET /livez HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
        self.check_problem(answer, 'bad_request')


class UnchangedTest(Behind):
    extra = ('--set', 'http.cors_origins=' + ORIGIN)

    def check_same(self, target, *headers, method='GET'):
        direct = get(self.daemon.port, target, headers, method)
        behind = self.get(target, *headers, method=method)
        self.assertEqual((direct.status, direct.end_to_end(), direct.body),
                         (behind.status, behind.end_to_end(), behind.body))
        return behind

    def test_answers_pass_unchanged(self):
        for target in (SEARCH, SEARCH + '&limit=50&explain=true&facets=category', NOBODY, '/v1/postings/ex-1', '/openapi.json',
                       '/livez', '/readyz', '/version', '/v1/communities?q=%E4%B8%89', '/v1/nothing', '/v1/postings',
                       SEARCH + '&radius_m=x', SEARCH + '&q=a%0d%0aInjected:%201', '/v1/postings/%2e%2e%2f'):
            self.check_same(target)

    def test_a_compressed_answer_passes_unchanged(self):
        answer = self.check_same('/openapi.json', 'Accept-Encoding: gzip')
        self.assertEqual(answer.headers['Content-Encoding'], 'gzip')
        self.assertEqual(json.loads(zlib.decompress(answer.body, 31))['openapi'], '3.1.0')

    def test_a_saved_answer_stays_good(self):
        tag = self.check_same(SEARCH).headers['ETag']
        self.assertIsNotNone(tag)
        self.assertEqual(self.check_same(SEARCH, 'If-None-Match: ' + tag).status, 304)

    def test_head_and_options_pass(self):
        self.assertEqual(self.check_same(SEARCH, method='HEAD').status, 200)
        answer = self.check_same(SEARCH, 'Origin: ' + ORIGIN, 'Access-Control-Request-Method: GET', method='OPTIONS')
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.headers['Access-Control-Allow-Origin'], ORIGIN)


class AttacksTest(Behind):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for _ in range(40):  # buffers and stacks that any use makes
            assert get(cls.nginx.port, '/openapi.json').status == 200
        cls.before = cls.peaks()

    @classmethod
    def peaks(cls):
        return {'searchd': peak_mb(cls.daemon.process.pid), 'nginx': peak_mb(cls.nginx.worker())}

    @classmethod
    def tearDownClass(cls):
        print('peak memory before and after all attacks, MB:', cls.before, cls.peaks(), flush=True)

    def tearDown(self):
        self.assertIsNone(self.daemon.process.poll(), 'searchd died')
        self.assertEqual(self.get('/livez').status, 200)
        for name, mb in self.peaks().items():
            if name == 'nginx' or not OPTIONS.sanitized:
                self.assertLess(mb - self.before[name], GROWTH_MB, name)

    def test_a_million_headers_are_refused(self):
        lines = b''.join(b'X%d: a\r\n' % i for i in range(1_000_000))
        answer = self.ask(b'GET /livez HTTP/1.1\r\nHost: localhost\r\n' + lines + b'\r\n')
        self.assertIn(answer.status, (431, 0))
        answer = self.ask(b'GET /livez HTTP/1.1\r\nHost: localhost\r\n' + lines[:33_000])
        self.check_problem(answer, 'headers_too_large')

    def test_a_line_of_260_megabytes_is_refused(self):
        for before in (b'GET /', b'GET /livez HTTP/1.1\r\nHost: localhost\r\nX: '):
            answer = self.ask(before, *[b'a' * (1 << 20)] * 260, b'\r\n\r\n')
            self.assertIn(answer.status, (414, 431, 400, 0))

    def test_a_long_address_is_told_to_be_one(self):
        self.check_problem(self.ask(b'GET /' + b'a' * 8200), 'uri_too_long')

    def test_thousands_of_ranges_are_not_served(self):
        answer = self.get('/openapi.json', 'Range: bytes=' + '0-,' * 2000 + '0-')
        self.assertEqual(answer.status, 200)
        self.assertEqual(json.loads(answer.body)['openapi'], '3.1.0')

    def test_four_hundred_megabytes_in_chunks_are_not_read(self):
        chunk = b'10000\r\n' + b'a' * 65536 + b'\r\n'
        answer = self.ask(head('POST /v1/postings', 'Transfer-Encoding: chunked'), *[chunk] * 6400, b'0\r\n\r\n')
        self.assertIn(answer.status, (411, 0))
        self.check_problem(self.ask(head('POST /v1/postings', 'Transfer-Encoding: chunked'), b'0\r\n\r\n'), 'length_required')
        self.check_problem(self.ask(head('POST /v1/postings', 'Transfer-Encoding: gzip, chunked')), 'length_required')

    def test_a_gzip_bomb_is_not_unpacked(self):
        bomb = gzip_bomb(500)
        for method in ('GET', 'POST'):
            answer = self.ask(head(method + ' /v1/postings', 'Content-Encoding: gzip', f'Content-Length: {len(bomb)}'), bomb)
            self.assertIn(answer.status, (415, 400, 0))
            answer = self.ask(head(method + ' /v1/postings', 'Content-Encoding: gzip', 'Content-Length: 9'), b'123456789')
            self.check_problem(answer, 'unsupported_encoding')

    def test_a_body_on_a_get_is_refused_and_not_a_second_request(self):
        hidden = b'GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n'
        for method in ('GET', 'HEAD', 'OPTIONS', 'DELETE'):
            answer = self.ask(head(method + ' /livez', f'Content-Length: {len(hidden)}'), hidden)
            if method == 'HEAD':
                self.assertEqual(answer.status, 400)
            else:
                self.check_problem(answer, 'body_not_allowed')

    def test_a_body_too_large_for_anything_is_refused(self):
        answer = self.ask(head('POST /v1/postings', 'Content-Length: 100000'), b'a' * 100_000)
        self.check_problem(answer, 'body_not_allowed')

    def test_a_small_post_is_for_searchd_to_judge(self):
        self.assertEqual(self.ask(head('POST /v1/postings', 'Content-Length: 3'), b'abc').status, 405)

    def test_a_request_whose_end_is_doubtful_is_refused(self):
        second = b'5\r\nabcde\r\n0\r\n\r\nGET /version HTTP/1.1\r\nHost: localhost\r\n\r\n'
        for framing in (('Content-Length: 3', 'Content-Length: 3'), ('Content-Length: 3', 'Content-Length: 5'),
                        ('Content-Length: 5', 'Transfer-Encoding: chunked'), ('Content-Length: -1',),
                        ('Content-Length: ' + '9' * 30,)):
            answer = self.ask(head('POST /v1/postings', *framing), second)
            self.check_problem(answer, 'bad_request')

    def test_line_breaks_in_headers_go_nowhere(self):
        for header in ('X-A: a%0d%0aInjected: 1', 'Accept-Encoding: a%0d%0aInjected: 1', 'Origin: a%0d%0aInjected: 1'):
            answer = self.get('/livez?x=%0d%0aInjected:%201', header)
            self.assertNotIn('Injected', answer.headers)
            self.assertEqual(answer.status, 400)  # no such parameter
        self.check_problem(self.get('/livez', 'A: b\0c'), 'bad_request')

    def test_a_header_cannot_pretend_another_address(self):
        self.assertEqual(self.get('/livez', 'REMOTE_ADDR: 6.6.6.6', 'X-Real-IP: 6.6.6.6', 'Forwarded: for=6.6.6.6').status, 200)

    def test_an_unknown_method_does_not_pass(self):
        self.check_problem(self.get('/livez', method='TRACE'), 'method_not_allowed')


class SlowClients:
    """Many who send heads, or take answers, byte by byte once a second; who is cut off comes again. Runs in a thread."""

    def __init__(self, port, heads, readers):
        self.port = port
        self.cut = self.served = 0
        self._stop = threading.Event()
        self._peers = [self._connect(i, i >= heads) for i in range(heads + readers)]
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _connect(self, number, reads):
        peer = socket.socket()
        if reads:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        peer.bind((f'127.1.{number // 250}.{number % 250 + 1}', 0))
        peer.connect(('127.0.0.1', self.port))
        if reads:
            peer.sendall(b'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n' * 4)
        else:
            peer.sendall(b'GET /livez HTTP/1.1\r\n')
        peer.setblocking(False)
        return peer, number, reads

    def _run(self):
        while not self._stop.wait(1):
            self._peers = [self._turn(*entry) for entry in self._peers]

    def _turn(self, peer, number, reads):
        try:
            if reads:
                self.served += len(peer.recv(1))
                return peer, number, reads
            peer.send(b'X')
            with contextlib.suppress(BlockingIOError):
                if not peer.recv(1000):
                    raise ConnectionResetError
        except BlockingIOError:
            pass
        except ConnectionError:
            self.cut += 1
            peer.close()
            return self._connect(number, reads)
        return peer, number, reads

    def stop(self):
        self._stop.set()
        self._thread.join()
        for peer, _, _ in self._peers:
            peer.close()


class SlowClientsTest(Behind):
    def good_clients(self):
        peers = [connect(self.nginx.port, f'127.2.0.{i + 1}') for i in range(100)]
        for peer in peers:
            self.addCleanup(peer.close)
        return peers

    def measure(self, peers, at_least, until=lambda: True):
        """Milliseconds of each request, one after the other, in turn over keep-alive connections of different clients:
        so many that none asks more than it may."""
        took = []
        deadline = time.monotonic() + PATIENCE_S
        while len(took) < at_least or not until():
            self.assertLess(time.monotonic(), deadline)
            peer = peers[len(took) % len(peers)]
            begun = time.monotonic()
            peer.sendall(f'GET {NOBODY} HTTP/1.1\r\nHost: localhost\r\n\r\n'.encode())
            response = http.client.HTTPResponse(peer)
            response.begin()
            response.read()
            took.append((time.monotonic() - begun) * 1000)
            self.assertEqual(response.status, 200)
        return sorted(took)

    def test_three_hundred_slow_clients_do_not_slow_a_good_one(self):
        quiet = self.measure(self.good_clients(), 200)
        before = peak_mb(self.nginx.worker())
        slow = SlowClients(self.nginx.port, heads=300, readers=100)
        try:
            # All have been cut off once: heads after 5 s, whoever reads nothing or hardly anything too.
            took = self.measure(self.good_clients(), 500, until=lambda: slow.cut >= 300)
        finally:
            slow.stop()
        p99 = took[len(took) * 99 // 100]
        print(f'good client: p99 {quiet[len(quiet) * 99 // 100]:.1f} ms alone, {p99:.1f} ms of {len(took)} requests beside 400 slow '
              f'ones ({slow.cut} cut off); nginx peak +{peak_mb(self.nginx.worker()) - before:.1f} MB', flush=True)
        if OPTIONS.measure and not OPTIONS.sanitized:
            self.assertLessEqual(p99, 100)
        self.assertGreater(slow.served, 0)


class LimitsTest(Behind):
    def test_too_many_requests_of_one_client_are_told_to_wait(self):
        with tempfile.NamedTemporaryFile('w', suffix='.targets') as targets:
            targets.write('/livez\n')
            targets.flush()
            done = subprocess.run([os.path.join(OPTIONS.bin, 'load_client'), '--address', f'127.0.0.1:{self.nginx.port}', '--targets',
                                   targets.name, '--requests', '1000', '--connections', '4'], stdout=subprocess.PIPE, check=True)
        told = json.loads(done.stdout)
        self.assertEqual(set(told['by_status']), {'200', '429'}, told)
        self.assertEqual((told['failures'], told['retry_after_missing']), ({}, 0))
        # The burst, and what was due meanwhile.
        self.assertGreaterEqual(told['by_status']['200'], 100)
        self.assertLessEqual(told['by_status']['200'], 101 + 50 * (told['seconds'] + 1))
        # A place in the burst comes free every 20 ms: of many sent at once some are refused.
        peers = [connect(self.nginx.port) for _ in range(50)]
        for peer in peers:
            self.addCleanup(peer.close)
            peer.sendall(head('GET /livez'))
        refused = [answer for answer in (Answer(read_all(peer)) for peer in peers) if answer.status == 429]
        self.assertGreater(len(refused), 0)
        self.check_problem(refused[0], 'rate_limited', retry_after=True)
        self.assertEqual(self.get('/livez', source='127.0.0.2').status, 200)

    def test_too_many_requests_under_way_of_one_client_are_told_to_wait(self):
        """A body that does not come keeps a request under way."""
        peers = [connect(self.nginx.port, '127.0.0.3') for _ in range(70)]
        try:
            for peer in peers:
                peer.sendall(head('POST /v1/postings', 'Content-Length: 9'))
            with selectors.DefaultSelector() as selector:
                for peer in peers:
                    selector.register(peer, selectors.EVENT_READ)
                answered = set()
                while len(answered) < 6:
                    ready = selector.select(PATIENCE_S)
                    self.assertTrue(ready)
                    answered |= {key.fileobj for key, _ in ready}
            self.assertEqual(len(answered), 6)
            for peer in answered:
                self.check_problem(Answer(read_all(peer)), 'rate_limited', retry_after=True)
        finally:
            for peer in peers:
                peer.close()


class ForwardedForTest(Behind):
    extra = ('--set', 'http.rate_limit_requests=5', '--set', 'http.rate_limit_window_s=60')

    def test_a_forged_address_does_not_escape_the_limit_of_searchd(self):
        statuses = [self.get(SEARCH, f'X-Forwarded-For: 10.0.0.{i}', f'x-forwarded-for: 10.0.1.{i}').status for i in range(7)]
        self.assertEqual(statuses, [200] * 5 + [429] * 2)
        # nginx's own word of the client is heard: another one has its own count.
        self.assertEqual(self.get(SEARCH, 'X-Forwarded-For: 127.0.0.1', source='127.0.0.9').status, 200)


class RecoveryTest(Behind):
    def test_without_searchd_clients_are_told_to_come_back_and_it_recovers(self):
        self.assertEqual(self.get(SEARCH).status, 200)
        self.daemon.process.kill()
        self.daemon.process.wait()
        for _ in range(5):
            self.check_problem(self.get(SEARCH), 'unavailable', retry_after=True)
        address = self.daemon.address
        self.daemon.stop()
        type(self).daemon = self.start_daemon(address)
        wait_for('recovery', lambda: self.get(SEARCH).status == 200)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True)
    parser.add_argument('--measure', action='store_true', help='judge times, too: wants the machine for itself')
    parser.add_argument('--sanitized', action='store_true')
    options, rest = parser.parse_known_args()
    if NGINX is None:
        print('nginx is not installed')
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        OPTIONS.bin, OPTIONS.measure, OPTIONS.sanitized = options.bin, options.measure, options.sanitized
        OPTIONS.index = os.path.join(folder, 'index')
        build_index(options.bin, str(ROOT / 'schema/examples/postings.jsonl'), str(ROOT / 'schema/data/communities.csv'), OPTIONS.index, NOW)
        unittest.main(argv=[sys.argv[0], *rest])


if __name__ == '__main__':
    main()
