#!/usr/bin/python3
"""Turns the shared real postings into the input format of `indexer build`, one JSON object a line.

    real_postings.py --communities FILE --now TIME --out FILE

They were scraped in other cities years ago, so place and date are made up, the same for the same row: a community by
hash of the id, `posted_at` up to 50 days before --now. Everything else is passed on as it was found, dirt included:
what is wrong with it is for the indexer to say. The postings have no licence, so they are never written into the tree.
"""

import argparse
import csv
import datetime
import gzip
import hashlib
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from shared import ROOT, require_shared  # noqa: E402

DAYS = 50
FIELDS = {
    "title": "title", "company": "company", "company_type": "employer_type", "category": "category",
    "address": "address", "salary": "pay_text", "experience": "experience_text", "education": "education_text",
    "description": "description", "tags": "tags", "source": "source",
}
# 五险一金，年终奖 · 五险|年假 · ['股票期权', '五险一金']
_BETWEEN_BENEFITS = re.compile(r"[，,、|;；\s'\"\[\]]+")
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9.+_-]+")


def hash_of(text):
    """The same number on every machine and in every year, unlike hash()."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def id_of(row):
    """source-file-row in ASCII; a file name that had to be rewritten carries its hash, so that two never meet."""
    file = _NOT_IN_AN_ID.sub("_", row["src_path"])
    if file != row["src_path"]:
        file += f"-{hash_of(row['src_path']) % 16**6:06x}"
    return f"{row['source']}-{file}-{row['src_row']}"


def benefits(text):
    return [item for item in _BETWEEN_BENEFITS.split(text) if item]


def posting_of(row, codes, now):
    posting = {"id": id_of(row)}
    posting.update({FIELDS[key]: value for key, value in row.items() if key in FIELDS})
    if "welfare" in row:
        posting["welfare"] = benefits(row["welfare"])
    number = hash_of(posting["id"])
    posting["community_id"] = codes[number % len(codes)]
    posting["posted_at"] = (now - datetime.timedelta(days=number // len(codes) % DAYS)).isoformat()
    return posting


def rows(shared):
    for path in sorted((shared / "data/postings").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def community_codes(path):
    with open(path, encoding="utf-8", newline="") as file:
        return sorted(row["code"] for row in csv.DictReader(file))


def convert(shared, communities, now, out):
    """Writes the postings to the path `out`, row by row; returns how many."""
    if ROOT in pathlib.Path(out).resolve().parents:
        raise ValueError(f"{out} lies in the tree, where these postings must not be")
    codes = community_codes(communities)
    count = 0
    with open(out, "w", encoding="utf-8") as file:
        for row in rows(shared):
            file.write(json.dumps(posting_of(row, codes, now), ensure_ascii=False) + "\n")
            count += 1
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--communities", required=True)
    parser.add_argument("--now", required=True, type=datetime.datetime.fromisoformat)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    try:
        print(convert(require_shared(), options.communities, options.now, options.out))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
