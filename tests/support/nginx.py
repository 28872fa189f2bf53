"""Runs Debian's nginx with searchd/nginx/doorstep.conf, of which only addresses and the log folder are replaced."""
import contextlib
import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONF = (ROOT / 'searchd/nginx/doorstep.conf').read_text(encoding='utf-8')
NGINX = shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin')
# Longer than anything takes on a busy machine; only what hangs reaches it.
PATIENCE_S = 30
# What doorstep.conf is included in.
OUTER = """{user}worker_processes 1;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/doorstep.conf;
}}
"""


def free_port():
    with contextlib.closing(socket.create_server(('127.0.0.1', 0))) as probe:
        return probe.getsockname()[1]


def wait_for(what, condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError('waited in vain for ' + what)
        time.sleep(0.02)


def peak_mb(pid):
    status = pathlib.Path(f'/proc/{pid}/status').read_text(encoding='ascii')
    return int(re.search(r'VmHWM:\s+(\d+) kB', status).group(1)) / 1024


class Nginx:
    """Debian's nginx as the current user, in its own folder; ends its own process and no other."""

    def __init__(self, upstream_port):
        self.folder = tempfile.mkdtemp(prefix='doorstep-nginx-')
        self.port = free_port()
        self.conf = os.path.join(self.folder, 'nginx.conf')
        user = f'user {pwd.getpwuid(os.geteuid()).pw_name};\n' if os.geteuid() == 0 else ''  # anybody else has no choice, and is warned
        pathlib.Path(self.conf).write_text(OUTER.format(folder=self.folder, user=user), encoding='utf-8')
        ours = CONF
        for old, new in (('listen 80 ', f'listen 127.0.0.1:{self.port} '),
                         ('server 127.0.0.1:8080 ', f'server 127.0.0.1:{upstream_port} '),
                         ('/var/log/nginx/', self.folder + '/')):
            assert old in ours, old
            ours = ours.replace(old, new)
        pathlib.Path(self.folder, 'doorstep.conf').write_text(ours, encoding='utf-8')
        self.process = subprocess.Popen(self.command(), stderr=subprocess.DEVNULL)
        wait_for('nginx', self._accepts)

    def command(self, *more):
        return [NGINX, '-p', self.folder, '-c', self.conf, '-e', os.path.join(self.folder, 'error.log'), *more]

    def _accepts(self):
        if self.process.poll() is not None:
            raise AssertionError('nginx ended: ' + self.errors())
        with contextlib.suppress(OSError), contextlib.closing(socket.create_connection(('127.0.0.1', self.port), 1)):
            return True
        return False

    def errors(self):
        return pathlib.Path(self.folder, 'error.log').read_text(encoding='utf-8')

    def logged(self):
        return pathlib.Path(self.folder, 'doorstep.log').read_text(encoding='utf-8')

    def worker(self):
        children = pathlib.Path(f'/proc/{self.process.pid}/task/{self.process.pid}/children')
        return int(children.read_text(encoding='ascii').split()[0])

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        shutil.rmtree(self.folder)
