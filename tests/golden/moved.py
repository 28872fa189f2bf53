#!/usr/bin/python3
"""Which golden queries a change has moved: moved.py --bin DIR [--against DIR] [--last FILE]

Asks every query of golden/wishes.tsv and golden/valid_queries.tsv over the sample and keeps the first five answers of each in
--last. Printed are those whose first five are others than in the run before or, with --against, than those of another build
now, which leaves --last as it was. It judges nothing.
"""

import argparse
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from daemon import Daemon  # noqa: E402
from sample import DENSE, NOW, ROOT, index_sample  # noqa: E402
from valid_queries_test import read_queries  # noqa: E402
from wishes import read_wishes  # noqa: E402

DEPTH = 5


def golden_queries():
    return list(dict.fromkeys([wish.query for wish in read_wishes()] + [query for query, _ in read_queries()]))


def answers_of(bin_dir):
    """Query -> [[id, title], …] of its first answers by the programs of that folder."""
    with tempfile.TemporaryDirectory(prefix="doorstep-test-") as folder:
        index_sample(bin_dir, folder)
        with Daemon(bin_dir, f"{folder}/index", NOW) as daemon:
            return {query: [[hit["id"], hit["title"]] for hit in daemon.search(q=query, community_id=DENSE, limit=DEPTH)["hits"]]
                    for query in golden_queries()}


def titles(answer):
    return " | ".join(title for _, title in answer) or "nothing"


def tell(before, after):
    """The queries that both were asked and answer otherwise, - before and + after."""
    both = [query for query in after if query in before]
    moved = [query for query in both if before[query] != after[query]]
    for query in moved:
        print(f"{query}\n  - {titles(before[query])}\n  + {titles(after[query])}")
    new = len(after) - len(both)
    print(f"{len(moved)} of {len(both)} golden queries moved" + (f", {new} are new" if new else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="where the programs are")
    parser.add_argument("--against", help="where the programs before the change are")
    parser.add_argument("--last", type=pathlib.Path, default=ROOT / "build/golden/last.json", help="the answers of the run before")
    options = parser.parse_args()
    after = answers_of(options.bin)
    if options.against:
        tell(answers_of(options.against), after)
        return
    if options.last.exists():
        tell(json.loads(options.last.read_text(encoding="utf-8")), after)
    else:
        print(f"{len(after)} golden queries asked; the next run tells which have moved")
    options.last.parent.mkdir(parents=True, exist_ok=True)
    options.last.write_text(json.dumps(after, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
