"""The two daemons as a client sees them, and what the system says of them."""

import json
import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.parse

# Neither compares files with their checksums in the background while it is measured.
ENVIRONMENT = {"DOORSTEP_SEARCHD_INDEX_WATCH_SCRUB_SHARE": "0"}


class Client:
    """One keep-alive connection and no more work than it takes to see the answer's end."""

    def __init__(self, port):
        self._address = ("127.0.0.1", port)
        self._socket = None

    def get(self, target):
        """The bytes of the answer's body; connects again where the daemon has ended the connection."""
        for _ in range(2):
            try:
                return self._ask(target)
            except ConnectionError:
                self.close()
        raise ConnectionError(f"no answer to {target}")

    def close(self):
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _ask(self, target):
        if self._socket is None:
            self._socket = socket.create_connection(self._address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        received = self._more(b"")
        while b"\r\n\r\n" not in received:
            received = self._more(received)
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head).group(1))
        while len(body) < length:
            body = self._more(body)
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{target}: {head.splitlines()[0].decode()} {body[:300].decode()}")
        if re.search(rb"(?i)\r\nconnection: *close", head):
            self.close()
        return body

    def _more(self, received):
        piece = self._socket.recv(1 << 18)
        if not piece:
            raise ConnectionResetError
        return received + piece


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """searchd or floor_searchd over an index; ends its own process and no other."""

    def __init__(self, program, index, now, first_target, settings=None, config=None):
        """settings: of the environment, beside ENVIRONMENT; config: the path of a file of configuration."""
        self.port, self._admin = free_port(), free_port()
        self._log = tempfile.TemporaryFile()
        begin = time.perf_counter()
        self.process = subprocess.Popen(
            [program, "--index", index, "--now", now, "--listen", f"127.0.0.1:{self.port}",
             "--admin-listen", f"127.0.0.1:{self._admin}", *(["--config", config] if config else [])], stdout=self._log, stderr=self._log,
            env={**os.environ, **ENVIRONMENT, **(settings or {})})
        self.client = Client(self.port)
        self.first_answer_s = self._first_answer(first_target, begin)

    def _first_answer(self, target, begin):
        """Seconds from the start of the process to its first answer to a search."""
        while time.perf_counter() - begin < 600:
            try:
                self.client.get(target)
                return time.perf_counter() - begin
            except ConnectionError:
                self.client.close()
                if self.process.poll() is not None:
                    self._log.seek(0)
                    raise SystemExit(f"the daemon did not start: {self._log.read().decode()[-1000:]}")
                time.sleep(0.001)
        raise SystemExit("the daemon does not answer")

    def search(self, query):
        return json.loads(self.client.get(target_of(query)))

    def cpu_ns(self):
        """CPU time of all its threads so far."""
        total = 0
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{thread}/schedstat", encoding="ascii") as file:
                total += int(file.read().split()[0])
        return total

    def memory(self):
        """Resident bytes: its own, and those of mapped files."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as file:
            kilobytes = dict(re.findall(r"^(\w+): +(\d+) kB", file.read(), re.MULTILINE))
        own = int(kilobytes["Anonymous"]) * 1024
        return {"anonymous_bytes": own, "mapped_file_bytes": int(kilobytes["Rss"]) * 1024 - own}

    def stages_us(self):
        """Stage -> wall time so far in all searches."""
        client = Client(self._admin)
        text = client.get("/metrics").decode()
        client.close()
        seconds = re.findall(r'^doorstep_search_stage_seconds_sum\{[^}]*stage="(plan|match|rank|build)"[^}]*\} (\S+)$', text,
                             re.MULTILINE)
        return {stage: float(value) * 1e6 for stage, value in seconds}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        self._log.close()


def target_of(query):
    return "/v1/postings?" + urllib.parse.urlencode(query, doseq=True)


def load(client, port, targets, connections, seconds, rate=None):
    """Starts load_client; finished_load() has what it saw."""
    file = tempfile.NamedTemporaryFile("w", suffix=".targets")
    file.write("\n".join(targets) + "\n")
    file.flush()
    command = [client, "--address", f"127.0.0.1:{port}", "--targets", file.name, "--connections", str(connections),
               "--seconds", str(seconds)] + (["--rate", f"{rate:.0f}"] if rate else [])
    return subprocess.Popen(command, stdout=subprocess.PIPE), file


def finished_load(running):
    process, file = running
    told, _ = process.communicate()
    file.close()
    if process.returncode != 0:
        raise SystemExit(f"load_client ended with {process.returncode}")
    return json.loads(told)
