#!/usr/bin/python3
"""Everyday wishes are served by the first five answers: wishes_test.py --bin DIR

A wish counts where the circle holds something for it, which is looked up by browsing, not by its words. Its precision is the
share of right ones among five hits, or among as many as there are, where that is fewer. What falls short is printed.
"""

import argparse
import collections
import pathlib
import statistics
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from daemon import Daemon  # noqa: E402
from sample import DENSE, NOW, index_sample  # noqa: E402
from wishes import best_month, read_wishes  # noqa: E402

OPTIONS = argparse.Namespace(bin="")
WISHES = 150
DEPTH = 5
PRECISION = 0.75  # where little is near, what is like it follows the right ones, and counts as wrong here


class Wishes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="doorstep-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.postings = index_sample(OPTIONS.bin, folder.name)
        cls.daemon = Daemon(OPTIONS.bin, f"{folder.name}/index", NOW)
        cls.addClassCleanup(cls.daemon.__exit__)
        cls.around = cls.everything_around()

    @classmethod
    def everything_around(cls):
        """The hits of browsing, all pages."""
        hits, cursor = [], ""
        while True:
            page = cls.daemon.search(community_id=DENSE, sort="distance", limit=50, cursor=cursor)
            hits += page["hits"]
            cursor = page.get("next_cursor", "")
            if not cursor:
                return hits

    def serves(self, wish, hit):
        return wish.is_served_by(self.postings[hit["id"]], best_month(hit))

    def test_there_are_enough_wishes_and_each_is_for_something(self):
        wishes = read_wishes()
        self.assertGreaterEqual(len({wish.query for wish in wishes}), WISHES)
        for wish in wishes:
            with self.subTest(wish.query):
                self.assertTrue(any(wish.is_served_by(posting, 10**6) for posting in self.postings.values()), "nothing in the sample")

    def test_the_first_five_serve_the_wish(self):
        by_kind = collections.defaultdict(list)
        for wish in read_wishes():
            there = sum(self.serves(wish, hit) for hit in self.around)
            if not there:
                continue
            hits = self.daemon.search(q=wish.query, community_id=DENSE, limit=DEPTH)["hits"]
            served = [self.serves(wish, hit) for hit in hits]
            precision = sum(served) / min(DEPTH, there)
            by_kind[wish.kind].append(precision)
            if precision < 1:
                shown = " | ".join(f"{'+' if good else '-'} {hit['title']}" for good, hit in zip(served, hits)) or "nothing"
                print(f"{precision:.1f} of {there} {wish.kind}: {wish.query}: {shown}")
        for kind, precisions in by_kind.items():
            print(f"{kind:<16}{len(precisions):>4} wishes, precision at {DEPTH} {statistics.mean(precisions):.2f}")
        mean = statistics.mean(precision for precisions in by_kind.values() for precision in precisions)
        print(f"{'all':<16}{sum(map(len, by_kind.values())):>4} wishes, precision at {DEPTH} {mean:.3f}")
        self.assertGreaterEqual(mean, PRECISION)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
