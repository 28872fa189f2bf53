"""Runs the two real programs: an index built from postings, a daemon serving it, one keep-alive client."""
import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.parse

SANITIZER = re.compile('Sanitizer|: runtime error: ')


def refuse_reports(told):
    """A sanitizer's report need not end the program that it is about, nor show in a test's answers."""
    if SANITIZER.search(told):
        raise AssertionError('a sanitizer reports:\n' + told[:6000])


def build_index(bin_dir, postings, communities, out, now, report=None, expect=(0, 1)):
    """Indexes the file `postings`; returns the summary that the indexer prints as JSON."""
    command = [os.path.join(bin_dir, 'indexer'), 'build', '--now', now, '--input', postings,
               '--communities', communities, '--out', out]
    if report:
        command += ['--report', report]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in expect:
        raise AssertionError(f'indexer exited with {done.returncode}:\n{done.stderr.decode()[-3000:]}')
    return json.loads(done.stdout), done.stderr.decode()


class Daemon:
    """searchd on a free port of 127.0.0.1; ends its own process and no other."""

    def __init__(self, bin_dir, index, now=None, extra=(), listen='127.0.0.1:0'):
        command = [os.path.join(bin_dir, 'searchd'), '--index', index, '--listen', listen,
                   '--admin-listen', '127.0.0.1:0', *extra]
        if now:
            command += ['--now', now]
        self.log = tempfile.NamedTemporaryFile('w+', suffix='.log', delete=False)
        # A file, not a pipe: what nobody reads must not stop the daemon.
        self.errors = tempfile.TemporaryFile('w+', encoding='utf-8')
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.errors)
        self.last_words = ''
        listening = self._listening()
        self.address = listening['address']
        self.admin_address = listening['admin_address']
        self.host, port = self.address.rsplit(':', 1)
        self.port = int(port)
        self.connection = None

    def _listening(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            said = self.events('listening')
            if said:
                return said[0]
            if self.process.poll() is not None:
                raise AssertionError('searchd did not start: ' + self.told())
            time.sleep(0.01)
        raise AssertionError('searchd does not say where it listens')

    def told(self):
        """All that it wrote to stderr so far; also after it has ended."""
        if self.errors.closed:
            return self.last_words
        size = os.fstat(self.errors.fileno()).st_size
        return os.pread(self.errors.fileno(), size, 0).decode(errors='replace')

    def events(self, name):
        """The lines on stdout whose event is `name`, so far."""
        with open(self.log.name, encoding='utf-8') as log:
            return [json.loads(line) for line in log if f'"event":"{name}"' in line and line.endswith('\n')]

    def sighup(self):
        self.process.send_signal(signal.SIGHUP)

    def get(self, path, **parameters):
        """(status, parsed body). A list is a repeated parameter."""
        target = path
        if parameters:
            target += '?' + urllib.parse.urlencode(parameters, doseq=True)
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
            try:
                self.connection.request('GET', target)
                response = self.connection.getresponse()
                return response.status, json.loads(response.read())
            except (http.client.HTTPException, ConnectionError):
                # The daemon ends a connection after so many requests, or when it needs the thread.
                self.connection = None
                if attempt == 2:
                    raise
        return None

    def search(self, **parameters):
        status, body = self.get('/v1/postings', **parameters)
        if status != 200:
            raise AssertionError(f'{status} for {parameters}: {body}')
        return body

    def stop(self):
        if self.connection is not None:
            self.connection.close()
        self.process.terminate()
        code = self.process.wait(20)
        self.last_words = self.told()
        self.errors.close()
        self.log.close()
        os.unlink(self.log.name)
        refuse_reports(self.last_words)
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.errors.closed:
            self.stop()
