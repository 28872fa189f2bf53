#!/usr/bin/python3
"""Copies of one vacancy are found across communities, and what only looks like one is left apart."""

import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True

from copies_corpus import corpus

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/golden/copies.tsv"
LEAST_PRECISION, LEAST_RECALL = 0.99, 0.97
# What a hand-written case does not say. `-` there takes a field away.
USUAL = {"title": "保洁员", "company": "合肥洁净物业有限公司", "contact_phone": "13800001234", "pay_text": "3000-3500元/月", "address": "梅山路1号",
         "description": "负责三栋楼的走廊、电梯间和垃圾房，早上六点到十点，做六休一，会用洗地机的优先，可以带教。"}


LISTS = {"tags", "groups"}  # one item a case says


def groups_of(postings):
    text = "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in postings)
    run = subprocess.run([options.group_copies], input=text, capture_output=True, text=True, check=True)
    groups = dict(line.rsplit("\t", 1) for line in run.stdout.splitlines())
    assert len(groups) == len(postings), "a posting was refused"
    return groups


def pairs(members):
    together = collections.defaultdict(list)
    for name, key in members:
        together[key].append(name)
    return {(a, b) for names in together.values() for i, a in enumerate(sorted(names)) for b in sorted(names)[i + 1:]}


def case_posting(name, cell):
    said = {**USUAL, **dict(part.split("=", 1) for part in cell.split("; ") if part)}
    said = {field: text.replace("\\n", "\n") for field, text in said.items() if text != "-"}
    return {"id": name, **{field: [text] if field in LISTS else text for field, text in said.items()}}


class Copies(unittest.TestCase):
    def judge(self, rows):
        made = {row["posting"]["id"]: row["made"] for row in rows}
        groups = groups_of([row["posting"] for row in rows])
        true = pairs((row["posting"]["id"], row["vacancy"]) for row in rows)
        found = pairs((name, group) for name, group in groups.items() if group != "0")
        wrong = collections.Counter(" / ".join(sorted({made[a].split(":")[0], made[b].split(":")[0]})) for a, b in found - true)
        missed = collections.Counter(made[name] for pair in true - found for name in pair if made[name] != "original")
        precision, recall = len(true & found) / len(found), len(true & found) / len(true)
        print(f"\n{len(rows)} postings, {len(true)} pairs of copies: precision {precision:.4f}, recall {recall:.4f}")
        if options.show:
            print("wrong", wrong.most_common(20), "\nmissed", missed.most_common(20))
            postings = {row["posting"]["id"]: row["posting"] for row in rows}
            for name, some in (("WRONG", found - true), ("MISSED", true - found)):
                for pair in sorted(some)[: options.show]:
                    print(name, *(json.dumps(postings[i], ensure_ascii=False) for i in pair), sep="\n  ")
        return precision, recall

    def test_of_reposts_and_look_alikes_the_right_ones_are_grouped(self):
        for seed in (1, 2):
            with self.subTest(seed=seed):
                precision, recall = self.judge(corpus(seed, options.vacancies))
                self.assertGreaterEqual(precision, LEAST_PRECISION)
                self.assertGreaterEqual(recall, LEAST_RECALL)

    def test_the_same_postings_give_the_same_groups(self):
        postings = [row["posting"] for row in corpus(3, 300)]
        self.assertEqual(groups_of(postings), groups_of(postings))

    def test_the_cases_written_by_hand(self):
        with CASES.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                with self.subTest(row["why"]):
                    groups = groups_of([case_posting("a", row["a"]), case_posting("b", row["b"])])
                    self.assertEqual(groups["a"] != "0", row["verdict"] == "copy", f'{row["a"]} | {row["b"]}')

    def test_a_chain_of_small_changes_ties_no_unlike_ones(self):
        words = "走廊 电梯 垃圾房 大堂 车库 天台 花坛 门厅 扶手 玻璃 地毯 水池 洗手间 会议室 茶水间 休息区".split()
        texts = ["负责" + "和".join(words[i:i + 8]) + "的日常清扫与消毒工作" for i in range(len(words) - 7)]
        groups = groups_of([{**USUAL, "id": f"t{i}", "description": text} for i, text in enumerate(texts)])
        self.assertNotEqual(groups["t0"], groups[f"t{len(texts) - 1}"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--group-copies", required=True)
    parser.add_argument("--vacancies", type=int, default=2500)
    parser.add_argument("--show", type=int, default=0, help="print so many of the wrong and of the missed pairs")
    options, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=1)
