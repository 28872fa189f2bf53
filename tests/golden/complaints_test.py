#!/usr/bin/python3
"""What other engines are blamed for on Chinese does not happen here: complaints_test.py --bin DIR

Each row of golden/complaints.tsv is asked of the real programs over an index of the table's own texts.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from daemon import Daemon, build_index  # noqa: E402

OPTIONS = argparse.Namespace(bin="")
NOW = "2026-11-22T12:00:00+08:00"
HOME = "340104001001"
FIELDS = ("title", "company", "description")
# A title that no query of the table is about, for what stands in another field.
PLAIN_TITLE = "零活"


def read_rows():
    with open(ROOT / "tests/golden/complaints.tsv", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]


def postings_of(rows):
    """(field, text) -> posting; each its own vacancy."""
    texts = dict.fromkeys((field, text) for _, field, text, _ in rows)
    return {(field, text): {"id": f"p{number}", "title": PLAIN_TITLE, "community_id": HOME, "posted_at": "2026-11-20", field: text}
            for number, (field, text) in enumerate(texts)}


class Complaints(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = read_rows()
        cls.postings = postings_of(cls.rows)
        folder = tempfile.TemporaryDirectory(prefix="doorstep-test-")
        cls.addClassCleanup(folder.cleanup)
        source = pathlib.Path(folder.name) / "postings.jsonl"
        source.write_text("\n".join(json.dumps(p, ensure_ascii=False) for p in cls.postings.values()), encoding="utf-8")
        build_index(OPTIONS.bin, str(source), str(ROOT / "schema/data/communities.csv"), f"{folder.name}/index", NOW, expect=(0,))
        cls.daemon = Daemon(OPTIONS.bin, f"{folder.name}/index", NOW)
        cls.addClassCleanup(cls.daemon.__exit__)

    def found(self, query):
        answer = self.daemon.search(q=query, community_id=HOME, limit=50, collapse="false")
        return {hit["id"] for hit in answer["hits"]}

    def test_the_table_is_whole_and_fits_one_page(self):
        for row in self.rows:
            self.assertEqual(len(row), 4, row)
            self.assertIn(row[1], FIELDS)
            self.assertIn(row[3], ("yes", "no"))
        self.assertLessEqual(len(self.postings), 50)

    def test_every_row_is_answered_as_the_table_says(self):
        for query, field, text, found in self.rows:
            with self.subTest(query=query, field=field, text=text, wanted=found):
                self.assertEqual(self.postings[field, text]["id"] in self.found(query), found == "yes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
