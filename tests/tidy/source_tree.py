"""The files of a tree, as the rules look at them."""

import os
import pathlib
import re

# What is built, fetched or remembered, and what belongs to git.
NOT_OURS = {".git", "build", "run", ".cache", "node_modules", "__pycache__"}
BINARY = {".png", ".ico", ".woff2", ".xlsx", ".gz", ".bin", ".pdf"}
CPP = {".cc", ".h"}


class SourceTree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.paths = sorted(self._walk())

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in NOT_OURS]
            for name in names:
                if name not in NOT_OURS:  # in a second worktree .git is a file
                    yield (pathlib.Path(folder) / name).relative_to(self.root)

    def text(self, path):
        """What is not UTF-8 comes back with replacement characters: one rule looks for those."""
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def lines(self, path):
        return list(enumerate(self.text(path).splitlines(), 1))

    def cpp(self, *rooms):
        """C++ files, of all rooms or of the rooms named."""
        return [p for p in self.paths if p.suffix in CPP and (not rooms or p.parts[0] in rooms)]

    def texts(self):
        return [p for p in self.paths if p.suffix not in BINARY]


_NOT_CODE = re.compile(
    r'R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.DOTALL)


def code_only(text):
    """C++ without comments and with empty literals; every line keeps its number."""
    return _NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
