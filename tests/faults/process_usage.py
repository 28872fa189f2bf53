"""What a running process holds."""
import os
import pathlib


class Usage:
    """Descriptors, memory, and generations by what it has open or mapped."""

    def __init__(self, pid):
        proc = pathlib.Path('/proc') / str(pid)
        links = []
        for entry in (proc / 'fd').iterdir():
            try:
                links.append(os.readlink(entry))
            except FileNotFoundError:
                pass
        self.descriptors = len(links)
        status = (proc / 'status').read_text()
        self.rss_mb = int(status.split('VmRSS:')[1].split()[0]) / 1024
        maps = [line.split(None, 5)[5] for line in (proc / 'maps').read_text().splitlines() if 'gen-' in line]
        self.generations = {part for path in links + maps for part in path.split('/') if part.startswith('gen-')}
