"""Which way includes point, and where a library's headers may stand (the design's third section)."""

import fnmatch
import re

_SCHEMA = {"schema/base", "schema/domain", "schema/text", "schema/geo", "schema/index", "schema/json", "schema/store"}
_ENGINE = _SCHEMA | {"searchd/index", "searchd/search"}

# Room -> the rooms it may include; a room may always include itself.
ALLOWED = {
    "schema/base": set(),
    "schema/domain": {"schema/base"},
    "schema/text": {"schema/base", "schema/domain"},
    "schema/geo": {"schema/base", "schema/domain"},
    # The writer steps through UTF-8 with the text room's cursor.
    "schema/json": {"schema/base", "schema/domain", "schema/text"},
    "schema/store": {"schema/base", "schema/domain"},
    "schema/index": {"schema/base", "schema/domain", "schema/text", "schema/geo"},
    "indexer": _SCHEMA,
    "searchd/index": _SCHEMA,
    "searchd/search": _ENGINE,
    "searchd/report": _ENGINE,
    "searchd/ops": _ENGINE,
    "searchd/http": _ENGINE | {"searchd/report", "searchd/ops"},
    "searchd": _ENGINE | {"searchd/report", "searchd/ops", "searchd/http"},
}

# Header (by pattern) -> the files that may include it. Tests may include what they test with.
CONFINED = [
    ("httplib.h", ["searchd/http/*"]),
    ("nlohmann/*", ["schema/json/*.cc", "schema/index/generation*.cc", "schema/base/log*.cc", "searchd/http/*.cc",
                    "searchd/config*.cc", "indexer/*reader*.cc", "indexer/*report*.cc"]),
    # The main catches its errors, which are no std::exceptions.
    ("xapian.h", ["schema/index/*", "searchd/search/*", "searchd/index/*", "indexer/*writer*", "indexer/main.cc"]),
    ("unicode/*", ["schema/text/*", "indexer/*csv*"]),
    ("sqlite3.h", ["schema/store/*"]),
    ("libpq-fe.h", ["schema/store/*"]),
    ("s2/*", ["schema/geo/*.cc"]),
    ("opencc/*", ["schema/text/*.cc"]),
    ("spdlog/*", ["schema/base/*"]),
    ("CLI/*", ["indexer/options*.cc", "indexer/main.cc", "searchd/config*.cc", "searchd/main.cc"]),
    ("toml++/*", ["searchd/config*.cc"]),
    ("prometheus/*", ["searchd/ops/*.cc"]),
    ("libdeflate.h", ["searchd/http/*.cc"]),
    ("catch2/*", []),
    ("GeographicLib/*", []),
    # pkg-config puts OpenCC's own folder on the path: what else is bare and ends so is OpenCC's.
    ("*.hpp", ["schema/text/*.cc"]),
]

_INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def room_of(path):
    """schema/text/folder.cc -> schema/text; indexer is flat; searchd/app.cc -> searchd."""
    parts = str(path).split("/")
    if parts[0] in ("schema", "searchd") and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0]


def _includes(tree, path):
    for number, line in tree.lines(path):
        match = _INCLUDE.match(line)
        if match:
            yield number, match.group(1), match.group(2)


def include_direction(tree):
    """Includes point one way; none leads into the tests, or across between indexer and searchd."""
    problems = []
    for path in tree.cpp("schema", "indexer", "searchd"):
        room = room_of(path)
        for number, own, _ in _includes(tree, path):
            if own is None:
                continue
            if "/" not in own or own.startswith("."):
                problems.append(f"{path}:{number}: include from the root of the tree: {own}")
            elif room_of(own) != room and room_of(own) not in ALLOWED.get(room, set()):
                problems.append(f"{path}:{number}: {room} must not include {own}")
    return problems


def library_confinement(tree):
    """A library's headers stand only in the rooms that wrap it."""
    problems = []
    for path in tree.cpp("schema", "indexer", "searchd"):
        for number, own, library in _includes(tree, path):
            header = library or own
            pattern, places = next(((p, w) for p, w in CONFINED if fnmatch.fnmatchcase(header, p)), (None, None))
            if pattern and not any(fnmatch.fnmatchcase(str(path), place) for place in places):
                problems.append(f"{path}:{number}: <{header}> belongs to {', '.join(places) or 'tests'}")
    return problems
