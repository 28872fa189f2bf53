#!/usr/bin/python3
"""Prints what ctest's JUnit file says: a line for each skipped test with its reason, then
`N passed, N failed, N skipped`. Exits 1 if a test failed or none ran."""

import sys
import xml.etree.ElementTree as ElementTree


def outcome(case):
    """A test whose program is missing is `notrun` like a skipped one; only ctest's SKIP_ codes are skips."""
    status = case.get("status")
    if status == "run":
        return "passed"
    skipped = case.find("skipped")
    if status == "disabled" or (skipped is not None and skipped.get("message", "").startswith("SKIP_")):
        return "skipped"
    return "failed"


def reason(case):
    output = (case.findtext("system-out") or "").strip().splitlines()
    return output[-1].strip() if output else "no reason given"


def main(path):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    try:
        cases = ElementTree.parse(path).getroot().iter("testcase")
    except (OSError, ElementTree.ParseError):
        cases = []
    for case in cases:
        kind = outcome(case)
        counts[kind] += 1
        if kind == "skipped":
            print(f"{case.get('name')}: {reason(case)}")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 0 if counts["failed"] == 0 and counts["passed"] + counts["skipped"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
