"""What is done to the files of a generation, and the table of what was found."""
import collections
import hashlib
import json
import os

FLIPS = ('first', 'last')
# Not a single bit, but what a disk or a person does as well.
OTHERS = ('cut', 'gone')
# More than searchd compares with its checksums before it serves a generation.
LARGE_BYTES = 72 << 20


class Damage:
    """One change of one file; `where` is 'first', 'last' or 'random' for a flipped bit, 'cut' short, 'gone'."""

    def __init__(self, name, where, random):
        self.name, self.where, self.random = name, where, random
        self.done = ''

    def apply(self, generation):
        path = generation / self.name
        size = path.stat().st_size
        if self.where == 'gone':
            path.unlink()
            self.done = f'{self.name} gone'
        elif self.where == 'cut':
            # The last byte of a manifest is the end of its line, which says nothing.
            os.truncate(path, size - 2)
            self.done = f'{self.name} cut to {size - 2} bytes'
        else:
            offset = {'first': 0, 'last': size - 1}.get(self.where)
            self.flip(path, self.random.randrange(size) if offset is None else offset, self.random.randrange(8))

    def flip(self, path, offset, bit):
        self.done = f'{self.name} bit {bit} of byte {offset}'
        with open(path, 'r+b') as file:
            file.seek(offset)
            byte = file.read(1)[0] ^ 1 << bit
            file.seek(offset)
            file.write(bytes([byte]))


def files_of(generation):
    """Every file of a generation but the readers' lock, which holds nothing: relative name -> bytes."""
    files = {str(path.relative_to(generation)): path.stat().st_size for path in sorted(generation.rglob('*')) if path.is_file()}
    files.pop('LOCK')
    return files


def damages(generation, randoms, random, others=OTHERS):
    """Every file in turn, at its first and last byte and at so many random ones; then otherwise."""
    for name, size in files_of(generation).items():
        for where in (*FLIPS, *['random'] * randoms) if size else ():
            yield Damage(name, where, random)
        for where in others:
            if size or where == 'gone':
                yield Damage(name, where, random)


def alter_manifest(generation, **changes):
    """Changes members of a manifest and makes its checksum right again."""
    path = generation / 'manifest.json'
    manifest = json.loads(path.read_text(encoding='utf-8'))
    del manifest['sha256']
    manifest.update(changes)
    text = json.dumps(manifest, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
    manifest['sha256'] = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(json.dumps(manifest, sort_keys=True, indent=2, ensure_ascii=False) + '\n', encoding='utf-8')


def make_large(generation):
    """Adds a file of zeros, larger than what is compared before it serves and compared before all others."""
    path = generation / 'base' / 'padding'
    with open(path, 'wb') as file:
        file.truncate(LARGE_BYTES)
    digest = hashlib.sha256(bytes(LARGE_BYTES)).hexdigest()
    files = json.loads((generation / 'manifest.json').read_text(encoding='utf-8'))['files']
    alter_manifest(generation, files=[{'path': 'base/padding', 'bytes': LARGE_BYTES, 'sha256': digest}, *files])


class Table:
    """File × scenario: how many were tried and how many found."""

    def __init__(self):
        self.tried, self.found = collections.Counter(), collections.Counter()

    def add(self, scenario, name, found):
        self.tried[name, scenario] += 1
        self.found[name, scenario] += found

    def text(self):
        scenarios = list(dict.fromkeys(scenario for _, scenario in self.tried))
        lines = [f'{"found of tried":22}' + ''.join(f'{scenario:>16}' for scenario in scenarios)]
        for name in dict.fromkeys(name for name, _ in self.tried):
            cells = [f'{self.found[name, s]} of {self.tried[name, s]}' if self.tried[name, s] else '' for s in scenarios]
            lines.append(f'{name:22}' + ''.join(f'{cell:>16}' for cell in cells))
        lines.append(f'{"all":22}{sum(self.found.values())} of {sum(self.tried.values())}')
        return '\n'.join(lines)
