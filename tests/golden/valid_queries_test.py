#!/usr/bin/python3
"""What people really type is left as it is typed, and what is mistyped is not: valid_queries_test.py --bin DIR"""

import argparse
import collections
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from daemon import Daemon  # noqa: E402
from sample import DENSE, NOW, index_sample  # noqa: E402

OPTIONS = argparse.Namespace(bin="")
QUERIES = 1000
# Of the thousand: a corrected one is a person who is told that they cannot write.
CORRECTED_AT_MOST = 10
# By ear, by a wrong character, in pinyin.
MISTYPED = "保捷 清结工 baojie 服物员 快弟员 驾使员 保按员 收因员 厨施 fuwuyuan siji hugong".split()


def read_queries():
    with open(ROOT / "tests/golden/valid_queries.tsv", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]


class Typed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="doorstep-test-")
        cls.addClassCleanup(folder.cleanup)
        index_sample(OPTIONS.bin, folder.name)
        cls.daemon = Daemon(OPTIONS.bin, f"{folder.name}/index", NOW)
        cls.addClassCleanup(cls.daemon.__exit__)

    def corrected(self, query):
        """What the answer says it was corrected to; empty where it was asked as typed."""
        return self.daemon.search(q=query, community_id=DENSE).get("corrected") or ""

    def test_a_thousand_valid_queries_are_not_corrected_away(self):
        rows = read_queries()
        self.assertEqual(len({query for query, _ in rows}), QUERIES)
        corrected = [(kind, query, told) for query, kind in rows if (told := self.corrected(query))]
        for kind, query, told in corrected:
            print(f"{kind}: {query} -> {told}")
        print(f"{len(corrected)} of {len(rows)} corrected: {dict(collections.Counter(kind for kind, _, _ in corrected))}")
        self.assertLessEqual(len(corrected), CORRECTED_AT_MOST)

    def test_what_is_mistyped_is_corrected_and_told(self):
        for query in MISTYPED:
            with self.subTest(query):
                self.assertTrue(self.corrected(query))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
