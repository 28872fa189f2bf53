#!/usr/bin/python3
"""Attacks with raw sockets on the real daemon: attacks_test.py --bin DIR [--sanitized]

Each must leave the same process alive, the next request answered and the peak of memory where it was.
"""

import argparse
import contextlib
import ctypes
import errno
import json
import os
import pathlib
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
from daemon import build_index, refuse_reports  # noqa: E402

# What one attack may add to the peak. A bomb that got through adds hundreds.
GROWTH_MB = 48
# Longer than any answer takes on a busy machine; only a hanging daemon reaches it.
PATIENCE_S = 20

OPTIONS = argparse.Namespace(searchd="", index="", sanitized=False)

HEAD = b" HTTP/1.1\r\nHost: x\r\n"
CLOSE = HEAD + b"Connection: close\r\n"


class Daemon:
    """One searchd on free ports, ended by end()."""

    def __init__(self, listen="127.0.0.1:0"):
        self._errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [OPTIONS.searchd, "--index", OPTIONS.index, "--listen", listen, "--admin-listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=self._errors)
        self.log = []
        self.complaint = ""
        self.port = None
        for line in self.process.stdout:
            event = json.loads(line)
            if event.get("event") == "listening":
                self.port = int(event["address"].rsplit(":", 1)[1])
                break
        # The pipe must be emptied, or the daemon would stop at a full one.
        self._reader = threading.Thread(target=self._read_log)
        self._reader.start()

    def _read_log(self):
        for line in self.process.stdout:
            self.log.append(line.decode("utf-8"))

    def wait_until_ready(self):
        if self.port is None:
            raise AssertionError(f"the daemon ended with {self.end()}: {self.complaint}")
        for _ in range(100):
            if self.status("/readyz") == 200:
                return
            # Loading, or still busy with an attack's leftovers: it asked for some patience.
            select.select([], [], [], 0.1)
        raise AssertionError("the daemon did not get ready")

    def connect(self):
        peer = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)
        peer.settimeout(PATIENCE_S)
        return peer

    def ask(self, *pieces):
        """Sends the pieces and returns what comes back until the daemon closes. A daemon that has heard enough may
        reset the connection while we still send: that ends the sending, not the reading."""
        with contextlib.closing(self.connect()) as peer:
            try:
                for piece in pieces:
                    peer.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass
            return read_all(peer)

    def status(self, path):
        return status_of(self.ask(b"GET " + path.encode() + CLOSE + b"\r\n"))

    def peak_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1)) / 1024

    def end(self):
        """The exit code, after asking it to stop if it ever listened."""
        if self.port is not None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._reader.join()
        self.process.stdout.close()
        self._errors.seek(0)
        told = self._errors.read().decode("utf-8", "replace")
        self._errors.close()
        refuse_reports(told)
        self.complaint = told + "".join(self.log)
        return code


def read_all(peer):
    received = b""
    try:
        while piece := peer.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    return received


def read_answer(peer):
    """One answer of a connection that stays open."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = peer.recv(65536)
        if not piece:
            return received
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
    while len(body) < length:
        body += peer.recv(65536)
    return head + b"\r\n\r\n" + body


def status_of(answer):
    """0: no answer at all."""
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0


def borrowed_socket(pid, peer_name):
    """A duplicate of the socket by which a child process talks to `peer_name`."""
    pidfd_getfd = 438
    system = ctypes.CDLL(None, use_errno=True)
    pidfd = os.pidfd_open(pid)
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            copy = system.syscall(pidfd_getfd, pidfd, int(name), 0)
            if copy < 0 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS):
                raise unittest.SkipTest("the kernel does not lend the sockets of child processes here")
            if copy < 0:
                continue
            try:
                found = socket.socket(fileno=copy)
            except OSError:
                os.close(copy)
                continue
            with contextlib.suppress(OSError):
                if found.getpeername() == peer_name:
                    return found
            found.close()
    finally:
        os.close(pidfd)
    raise AssertionError("the daemon has no such connection")


def gzip_bomb(megabytes):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b"".join([packer.compress(block) for _ in range(megabytes)] + [packer.flush()])


class AttacksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.daemon.wait_until_ready()
        # The first requests make every thread's stack and buffers: not an attack's doing.
        for _ in range(40):
            assert cls.daemon.status("/openapi.json") == 200

    @classmethod
    def tearDownClass(cls):
        code = cls.daemon.end()
        assert code == 0, code

    def setUp(self):
        self.pid = self.daemon.process.pid
        self.before_mb = self.daemon.peak_mb()

    def tearDown(self):
        self.assertIsNone(self.daemon.process.poll(), "the daemon died")
        self.assertEqual(self.daemon.process.pid, self.pid)
        self.daemon.wait_until_ready()
        if not OPTIONS.sanitized:
            self.assertLess(self.daemon.peak_mb() - self.before_mb, GROWTH_MB)

    def ask(self, *pieces):
        return self.daemon.ask(*pieces)

    def check_refused(self, answer, *statuses):
        """With 0 among the statuses no answer will do: the refusal of a body that does not end can be lost when the
        connection is reset under a client that is still sending."""
        self.assertIn(status_of(answer), statuses, answer[:200])
        self.assertLessEqual(answer.count(b"HTTP/1.1 "), 1, answer[:500])

    # Ranges

    def test_thousands_of_overlapping_ranges_are_not_served(self):
        for ranges in (b"0-0," * 1900 + b"0-0", b"0-," * 2500 + b"0-"):
            answer = self.ask(b"GET /openapi.json" + CLOSE + b"Range: bytes=" + ranges + b"\r\n\r\n")
            self.assertEqual(status_of(answer), 200)
            body = answer.partition(b"\r\n\r\n")[2]
            self.assertEqual(json.loads(body)["openapi"], "3.1.0")

    def test_a_range_of_thirty_digits_is_ignored(self):
        answer = self.ask(b"GET /openapi.json" + CLOSE + b"Range: bytes=" + b"9" * 30 + b"-1\r\n\r\n")
        self.assertEqual(status_of(answer), 200)

    # Bodies

    def test_four_hundred_megabytes_in_chunks_are_not_read(self):
        chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
        pieces = [b"POST /v1/postings" + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n"] + [chunk] * 6400
        self.check_refused(self.ask(*pieces, b"0\r\n\r\n"), 411, 0)

    def test_a_chunk_of_negative_size_is_not_read(self):
        answer = self.ask(b"POST /v1/postings" + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n",
                          b"a" * 100000 + b"\r\n0\r\n\r\n")
        self.check_refused(answer, 411)

    def test_a_gzip_bomb_is_not_unpacked(self):
        bomb = gzip_bomb(500)
        for method in (b"POST", b"GET"):
            answer = self.ask(method + b" /v1/postings" + CLOSE + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                              % len(bomb), bomb)
            self.check_refused(answer, 415, 0)

    def test_a_plain_post_is_not_allowed_and_told_what_is(self):
        for method in (b"POST", b"PUT", b"PATCH", b"DELETE", b"TRACE", b"BREW"):
            answer = self.ask(method + b" /v1/postings" + CLOSE + b"Content-Length: 3\r\n\r\nabc")
            self.check_refused(answer, 405)
            self.assertIn(b"\r\nAllow: GET, HEAD, OPTIONS\r\n", answer)

    def test_a_post_without_a_length_does_not_wait_for_a_body(self):
        self.check_refused(self.ask(b"POST /v1/postings" + HEAD + b"\r\nabc"), 405)

    def test_a_multipart_header_of_a_megabyte_is_not_parsed(self):
        body = (b'--B\r\nContent-Disposition: form-data; name="a"; filename="' + b"a" * 1000000
                + b'"\r\n\r\nx\r\n--B--\r\n')
        answer = self.ask(b"POST /v1/postings" + CLOSE + b"Content-Type: multipart/form-data; boundary=B\r\n"
                          b"Content-Length: %d\r\n\r\n" % len(body), body)
        self.check_refused(answer, 405, 0)

    # Where a request ends

    def test_a_request_in_the_body_of_a_get_is_not_answered(self):
        hidden = b"GET /version HTTP/1.1\r\nHost: y\r\nConnection: close\r\n\r\n"
        for framing in (b"Content-Length: %d\r\n" % len(hidden), b"Content-Length : %d\r\n" % len(hidden),
                        b"A: b\nContent-Length: %d\r\n" % len(hidden), b"Transfer-Encoding: chunked\r\n"):
            answer = self.ask(b"GET /livez" + HEAD + framing + b"\r\n" + hidden)
            self.check_refused(answer, 400, 411)
            self.assertNotIn(b"analyzer_version", answer)

    def test_two_content_lengths_are_refused(self):
        for other in (b"5", b"3"):
            answer = self.ask(b"POST /v1/postings" + HEAD + b"Content-Length: 3\r\nContent-Length: " + other
                              + b"\r\n\r\nabcde")
            self.check_refused(answer, 400)

    def test_content_length_with_transfer_encoding_is_refused(self):
        answer = self.ask(b"POST /v1/postings" + HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                          b"GET /version HTTP/1.1\r\nHost: y\r\nConnection: close\r\n\r\n")
        self.check_refused(answer, 400)

    def test_impossible_content_lengths_are_refused(self):
        for length, status in ((b"-1", 400), (b"9" * 30, 400), (b"abc", 400), (b"99999999999999", 405)):
            answer = self.ask(b"POST /v1/postings" + HEAD + b"Content-Length: " + length + b"\r\n\r\nabcde")
            self.check_refused(answer, status)

    # Paths and headers

    def test_long_paths_and_queries_are_refused(self):
        for size in (8000, 100000, 1000000):
            for before in (b"/", b"/v1/postings/", b"/v1/postings?q="):
                answer = self.ask(b"GET " + before, b"a" * size, CLOSE + b"\r\n")
                fits = before.endswith(b"=") and size == 8000
                self.check_refused(answer, *((400,) if fits else (414, 0) if size == 1000000 else (414,)))

    def test_eight_kilobytes_of_ids_are_only_a_wrong_address(self):
        self.assertEqual(self.daemon.status("/v1/postings/" + "1" * 2000), 404)
        self.assertEqual(self.daemon.status("/" + "a/" * 1000), 404)

    def test_headers_without_end_are_refused(self):
        for pieces in ([b"X: " + b"a" * 60000] * 20, [b"X%d: a\r\n" % i * 100 for i in range(5000)]):
            answer = self.ask(b"GET /livez" + HEAD, *pieces)
            self.check_refused(answer, 431, 0)

    def test_empty_lines_without_a_request_are_refused(self):
        """They count as nothing sent: forty clients that send no more could keep the daemon busy with skipping them."""
        peers = [self.daemon.connect() for _ in range(40)]
        try:
            for peer in peers:
                peer.sendall(b"\r\n" * 20000)
            statuses = set()
            for peer in peers:
                statuses.add(status_of(read_all(peer)))
                peer.close()
        finally:
            for peer in peers:
                peer.close()
        self.assertLessEqual(statuses, {400, 503})
        self.assertIn(400, statuses)

    def test_an_escaped_line_break_in_a_header_stays_escaped(self):
        answer = self.ask(b"GET /livez?x=a%0d%0aInjected:%201" + CLOSE + b"X-A: a%0d%0aInjected: 1\r\n"
                          b"User-Agent: a%0d%0aInjected: 1\r\nAccept: a%0d%0aInjected: 1\r\n\r\n")
        self.assertEqual(status_of(answer), 400)
        self.assertNotIn(b"\r\nInjected", answer)
        self.assertFalse([line for line in self.daemon.log if "Injected" in line])

    def test_real_line_breaks_in_a_header_are_refused(self):
        for junk in (b"A: b\rInjected: 1\r\n", b"A: b\nInjected: 1\r\n", b"A: b\r\n folded\r\n", b"A: b\0c\r\n"):
            self.check_refused(self.ask(b"GET /livez" + HEAD + junk + b"\r\n"), 400)

    def test_a_header_cannot_pretend_another_address(self):
        answer = self.ask(b"GET /livez" + CLOSE + b"REMOTE_ADDR: 6.6.6.6\r\nREMOTE_PORT: 1\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n")
        self.assertEqual(status_of(answer), 200)
        self.assertFalse([line for line in self.daemon.log if "6.6.6.6" in line])

    def test_headers_that_are_read_may_hold_anything_that_is_text(self):
        for name in (b"Accept-Encoding", b"If-None-Match", b"Origin", b"X-Forwarded-For"):
            for value in (b"a" * 20000, b"\xff" * 900, b'"' * 900, b"," * 900, b"gzip;q=" + b"9" * 900, b"W/" * 400, b""):
                line = name + b": " + value + b"\r\n"
                for lines in (line, line * (20000 // len(line))):
                    answer = self.ask(b"GET /version" + CLOSE + lines + b"\r\n")
                    self.assertEqual(status_of(answer), 200, line[:100])
                    self.assertEqual(json.loads(answer.partition(b"\r\n\r\n")[2])["name"], "doorstep")

    def test_no_file_is_reachable(self):
        for path in ("/../../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/etc/passwd",
                     "/index.html", "//etc/passwd", "/v1/postings/..%2f..%2f..%2fetc%2fpasswd"):
            self.assertEqual(self.daemon.status(path), 404, path)

    def test_nul_and_broken_escapes_are_bad_requests(self):
        for path in ("/livez%00.txt", "/v1/postings/%00", "/v1/postings?q=%00", "/livez%", "/livez%4", "/%zz",
                     "/v1/postings?q=%ff", "/v1/postings/%c0%ae"):
            self.assertEqual(self.daemon.status(path), 400, path)

    def test_a_raw_nul_in_the_request_line_is_a_bad_request(self):
        self.check_refused(self.ask(b"GET /livez\0.txt" + CLOSE + b"\r\n"), 400)

    def test_what_went_wrong_inside_is_not_told(self):
        answers = [self.ask(b"GET " + path + CLOSE + b"\r\n") for path in
                   (b"/v1/postings?community_id=1&cursor=%01%02", b"/v1/postings/" + b"%F0%A0%AE%B7" * 100,
                    b"/v1/postings?cursor=AAAA&community_id=340104001001&q=" + b"%22" * 60)]
        for answer in answers:
            self.assertIn(status_of(answer), (200, 400, 404))
            for word in (b"EXCEPTION", b"std::", b"Xapian", b"basic_string", b".cc", OPTIONS.index.encode()):
                self.assertNotIn(word, answer)

    # Sockets

    def test_a_second_daemon_cannot_share_the_port(self):
        second = Daemon(f"127.0.0.1:{self.daemon.port}")
        code = second.end()
        self.assertIsNone(second.port)
        self.assertNotEqual(code, 0)
        self.assertIn(f"127.0.0.1:{self.daemon.port}", second.complaint)

    def test_answers_are_not_held_back(self):
        """Without TCP_NODELAY an answer can wait 44 ms for the client's acknowledgement. A clock would show that only on
        an idle machine: the option is read off the daemon's own socket instead."""
        with contextlib.closing(self.daemon.connect()) as peer:
            for _ in range(200):
                peer.sendall(b"GET /openapi.json" + HEAD + b"\r\n")
                self.assertEqual(status_of(read_answer(peer)), 200)
            with borrowed_socket(self.daemon.process.pid, peer.getsockname()) as theirs:
                self.assertEqual(theirs.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), 1)

    def test_a_burst_of_five_hundred_connections_is_answered(self):
        peers = [self.daemon.connect() for _ in range(500)]
        try:
            for peer in peers:
                peer.sendall(b"GET /livez" + CLOSE + b"\r\n")
            statuses = [status_of(read_all(peer)) for peer in peers]
        finally:
            for peer in peers:
                peer.close()
        self.assertLessEqual(set(statuses), {200, 503})
        self.assertIn(200, statuses)

    def test_silent_connections_do_not_keep_others_out(self):
        peers = [self.daemon.connect() for _ in range(100)]
        try:
            for _ in range(20):
                self.assertEqual(self.daemon.status("/livez"), 200)
        finally:
            for peer in peers:
                peer.close()

    def test_idle_connections_do_not_keep_others_out(self):
        peers = [self.daemon.connect() for _ in range(64)]
        try:
            for peer in peers:
                peer.sendall(b"GET /livez" + HEAD + b"\r\n")
                self.assertIn(status_of(read_answer(peer)), (200, 503))
            for _ in range(20):
                self.assertEqual(self.daemon.status("/livez"), 200)
        finally:
            for peer in peers:
                peer.close()

    def test_clients_that_reset_are_no_trouble(self):
        for _ in range(200):
            peer = self.daemon.connect()
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            peer.sendall(b"GET /openapi.json" + HEAD + b"\r\n" * 2)
            peer.close()

    def test_overload_is_answered_with_come_back_later(self):
        """Heads that do not end hold every thread; what then comes finds the line full or waits too long in it."""
        holders = []
        try:
            for _ in range(32):
                holder = self.daemon.connect()
                holder.sendall(b"GET /livez HTTP/1.1\r\nX: ")
                holders.append(holder)
            peers = []
            for _ in range(200):
                peer = self.daemon.connect()
                peer.sendall(b"GET /livez" + CLOSE + b"\r\n")
                peers.append(peer)
            answers = [read_all(peer) for peer in peers]
        finally:
            for peer in holders + peers:
                peer.close()
        statuses = [status_of(answer) for answer in answers]
        self.assertLessEqual(set(statuses), {200, 503})
        refused = [answer for answer in answers if status_of(answer) == 503]
        self.assertGreater(len(refused), 0)
        for answer in refused:
            self.assertIn(b"\r\nRetry-After: ", answer)


class EndTest(unittest.TestCase):
    def test_sigterm_ends_cleanly_with_connections_open(self):
        daemon = Daemon()
        daemon.wait_until_ready()
        with contextlib.closing(daemon.connect()) as idle, contextlib.closing(daemon.connect()):
            idle.sendall(b"GET /livez" + HEAD + b"\r\n")
            self.assertEqual(status_of(read_answer(idle)), 200)
            self.assertEqual(daemon.end(), 0)
            self.assertEqual(read_all(idle), b"")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--sanitized", action="store_true", help="the memory of the daemon is not its own")
    options, rest = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        OPTIONS.sanitized = options.sanitized
        OPTIONS.searchd = os.path.join(options.bin, "searchd")
        OPTIONS.index = os.path.join(folder, "index")
        build_index(options.bin, str(ROOT / "schema/examples/postings.jsonl"), str(ROOT / "schema/data/communities.csv"),
                    OPTIONS.index, "2026-11-22T12:00:00+08:00")
        unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
