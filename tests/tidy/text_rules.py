"""Words and shapes that must not stand in the tree's files."""

import csv
import io
import json
import re

import yaml

from source_tree import code_only

# These files hold the patterns themselves.
_THE_RULES = "tests/tidy/"
_NOT_OUR_WORDS = {"LICENSE"}

_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\bfor now\b|\bnot (yet )?implemented\b", re.IGNORECASE)
_MACHINE = re.compile(
    r"(?<![\w.}/$])/(work|tmp|root|home|opt|mnt)/\w"
    r"|\bregistry\.[\w-]+\.|\bpypi\b|npmjs|goproxy|artifactory|nexus\.|\bmirrors?\.[\w-]+"
    r"|https?://(?!127\.0\.0\.1|0\.0\.0\.0)\d+\.\d+\.\d+\.\d+", re.IGNORECASE)
_BANNED_CODE = [
    (re.compile(r"\bstd::w?regex\b|#\s*include\s*<regex>"), "std::regex overflows the stack on user text"),
    (re.compile(r"\busing\s+namespace\s+std\s*;"), "name what is used of std"),
    (re.compile(r"\b(tolower|toupper|isspace|isalpha|isdigit|isalnum|ispunct|isupper|islower)\s*\("), "ASCII only, and undefined for bytes above 127"),
]
_SLEEP = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.:])sleep\s*\(")
_WALL_CLOCK = re.compile(r"\bsystem_clock::now\b|\bgettimeofday\b|\bCLOCK_REALTIME\b|\bstd::time\s*\(|(?<![\w:.>])time\s*\(\s*(nullptr|NULL|0)\s*\)")
_MAY_READ_THE_CLOCK = {"schema/base/clock.cc", "indexer/main.cc", "searchd/main.cc"}


def _searched(tree, paths, pattern, what, prepare=lambda text: text):
    problems = []
    for path in paths:
        if str(path).startswith(_THE_RULES) or path.name in _NOT_OUR_WORDS:
            continue
        for number, line in enumerate(prepare(tree.text(path)).splitlines(), 1):
            match = pattern.search(line)
            if match:
                problems.append(f"{path}:{number}: {match.group().strip()}: {what}")
    return problems


def nothing_unfinished(tree):
    """What is not done is not in the tree."""
    return _searched(tree, tree.texts(), _UNFINISHED, "finish it or leave it out")


def no_machine_names(tree):
    """Nothing names a machine it was written on or a host packages come from."""
    return _searched(tree, tree.texts(), _MACHINE, "names a machine")


def banned_code(tree):
    """Calls that are wrong on UTF-8 or on hostile text."""
    return [problem for pattern, what in _BANNED_CODE
            for problem in _searched(tree, tree.cpp(), pattern, what, code_only)]


def no_sleeps_in_tests(tree):
    """A test waits for what it waits for, not for a time."""
    return _searched(tree, tree.cpp("tests"), _SLEEP, "wait for the event", code_only)


def wall_clock(tree):
    """Time enters as a Clock: only its source file and the mains read the wall clock."""
    paths = [p for p in tree.cpp("schema", "indexer", "searchd") if str(p) not in _MAY_READ_THE_CLOCK]
    return _searched(tree, paths, _WALL_CLOCK, "take a Clock", code_only)


def utf8(tree):
    """Every text is UTF-8 with plain line ends. Hostile bytes live in tests/fuzz/corpus or are made by the test."""
    problems = []
    for path in tree.texts():
        if str(path).startswith("tests/fuzz/corpus/") or "refused" in path.name:
            continue
        data = (tree.root / path).read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            problems.append(f"{path}: not UTF-8: {error.reason}")
        if b"\r\n" in data:
            problems.append(f"{path}: CRLF line ends")
    return problems


def _check_lines_of_json(text):
    for line in text.splitlines():
        json.loads(line)


def _check_csv(text):
    widths = {len(row) for row in csv.reader(io.StringIO(text), strict=True)}
    if len(widths) != 1:
        raise ValueError(f"rows of {sorted(widths)} columns")


def _check_tsv(text):
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#") and "\t" not in line:
            raise ValueError(f"line {number}: no tab")


_CHECKS = {".json": json.loads, ".jsonl": _check_lines_of_json, ".csv": _check_csv, ".tsv": _check_tsv,
           ".yaml": yaml.safe_load, ".yml": yaml.safe_load}


def data_files_parse(tree):
    """A data file that its own reader refuses is a defect of the tree (those named `refused` are meant to be)."""
    problems = []
    for path in tree.paths:
        if path.suffix in _CHECKS and "refused" not in path.name and not str(path).startswith("tests/fuzz/corpus/"):
            try:
                _CHECKS[path.suffix](tree.text(path))
            except (ValueError, csv.Error, yaml.YAMLError) as error:
                problems.append(f"{path}: {error}")
    return problems
