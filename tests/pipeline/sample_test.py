#!/usr/bin/python3
"""The sample that ships is what its README promises, for any day it is made on."""

import csv
import datetime
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMUNITIES = ROOT / "schema/data/communities.csv"
TODAY = datetime.date(2026, 11, 22)
# 梅山路社区, in the middle of 三里庵街道: the anchor of the README's example.
ANCHOR = "340104001001"
A_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
A_SYNTHETIC_MOBILE = re.compile(r"1[3-9]\d[ -]?0000[ -]?\d{4}")
EMPLOYER_KINDS = {
    "民营": "民营", "个体": "个体", "国有": "国", "外资": "外", "台资": "台资", "劳模": "劳模", "机关事业": "事业",
    "社会组织": "社会组织", "公益性岗位": "公益",
}


def generate(**options):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "sample.jsonl"
        arguments = {"today": TODAY, "communities": COMMUNITIES, "out": out, **options}
        flags = [word for name, value in arguments.items() for word in (f"--{name}", str(value))]
        subprocess.run([sys.executable, "-B", ROOT / "schema/examples/sample/generate.py", *flags], check=True)
        return out.read_bytes()


def postings_of(text):
    return [json.loads(line) for line in text.decode().splitlines()]


def communities():
    with COMMUNITIES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def metres(lat1, lng1, lat2, lng2):
    half = math.radians(lat2 - lat1) / 2, math.radians(lng2 - lng1) / 2
    h = math.sin(half[0]) ** 2 + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(half[1]) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(h))


def is_live(posting):
    return posting.get("valid_until", "9999-12-31") >= TODAY.isoformat()


def without_identity(posting):
    return json.dumps({k: v for k, v in posting.items() if k not in ("id", "source", "community_id")}, sort_keys=True)


class Sample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = generate()
        cls.postings = postings_of(cls.text)
        cls.communities = communities()

    def test_is_the_same_for_the_same_arguments_and_another_for_another_seed(self):
        self.assertEqual(self.text, generate())
        self.assertNotEqual(self.text, generate(seed=2))

    def test_holds_2400_postings_or_as_many_as_asked_each_with_its_own_id(self):
        self.assertEqual(len(self.postings), 2400)
        self.assertEqual(len({p["id"] for p in self.postings}), 2400)
        self.assertEqual(len(postings_of(generate(n=150))), 150)

    def test_moves_with_today(self):
        later = postings_of(generate(today=TODAY + datetime.timedelta(days=100)))
        for before, after in zip(self.postings, later):
            shift = datetime.datetime.fromisoformat(after["posted_at"]) - datetime.datetime.fromisoformat(before["posted_at"])
            self.assertEqual(shift.days, 100)

    def test_was_posted_in_the_fifty_days_before_today_in_beijing_time(self):
        for posting in self.postings:
            posted = datetime.datetime.fromisoformat(posting["posted_at"])
            self.assertEqual(posted.utcoffset(), datetime.timedelta(hours=8))
            self.assertTrue(1 <= (TODAY - posted.date()).days <= 50, posting["id"])
            self.assertGreater(posting.get("valid_until", "9999"), posted.date().isoformat())

    def test_some_have_expired(self):
        share = sum(not is_live(p) for p in self.postings) / len(self.postings)
        self.assertTrue(0.06 <= share <= 0.10, share)

    def test_three_in_a_hundred_are_copies_under_another_id_source_and_community_and_no_others_share_a_description(self):
        groups = {}
        for posting in self.postings:
            groups.setdefault(without_identity(posting), []).append(posting)
        copies = [group for group in groups.values() if len(group) > 1]
        self.assertEqual(sum(len(group) - 1 for group in copies), 72)
        for group in copies:
            self.assertEqual(len({p["source"] for p in group}), len(group))
            self.assertEqual(len({p.get("community_id") for p in group}), len(group))
        self.assertEqual(len({p["description"] for p in self.postings}), len(groups))

    def test_every_kind_of_employer_is_there(self):
        kinds = {p.get("employer_type", "") for p in self.postings}
        for kind, word in EMPLOYER_KINDS.items():
            self.assertTrue(any(word in written for written in kinds), kind)

    def test_all_the_trades_of_a_city_are_there(self):
        self.assertGreaterEqual(len({p["description"] for p in self.postings}), 2000)
        for word in ("保洁", "保安", "服务员", "收银", "快递", "普工", "护理", "月嫂", "文员", "会计", "销售", "客服", "司机", "维修", "电焊",
                     "理发", "护士", "幼儿", "开发", "绿化", "网格员", "工会", "小时工", "生產"):
            self.assertTrue(any(word in p["title"] for p in self.postings), word)

    def test_places_come_in_every_precision_and_datum(self):
        total = len(self.postings)
        datums = [p["datum"] for p in self.postings if "datum" in p]
        for datum, share in (("wgs84", 0.55), ("gcj02", 0.35), ("bd09", 0.10)):
            self.assertAlmostEqual(datums.count(datum) / len(datums), share, delta=0.04)
        only_community = [p for p in self.postings if "lat" not in p and "community_id" in p]
        only_address = [p for p in self.postings if "lat" not in p and "community_id" not in p]
        self.assertAlmostEqual(len(only_community) / total, 0.15, delta=0.03)
        self.assertAlmostEqual(len(only_address) / total, 0.05, delta=0.02)
        self.assertTrue(all("社区" in p["address"] for p in only_address))
        self.assertLessEqual({p["community_id"] for p in self.postings if "community_id" in p}, set(self.communities))

    def test_a_point_lies_within_800_m_of_its_community(self):
        copies = {}
        for posting in self.postings:
            copies.setdefault(without_identity(posting), []).append(posting)
        for group in copies.values():
            posting = group[0]
            if len(group) == 1 and posting.get("datum") == "wgs84" and "community_id" in posting:
                home = self.communities[posting["community_id"]]
                self.assertLess(metres(posting["lat"], posting["lng"], float(home["lat_wgs84"]), float(home["lng_wgs84"])), 805)

    def test_a_dozen_live_cleaners_are_within_three_kilometres_of_sanlian_some_only_by_their_description(self):
        anchor = self.communities[ANCHOR]
        near = []
        for posting in self.postings:
            # The other datums lie up to 1.2 km off: a circle smaller by that much is safe for them.
            reach = 3000 if posting.get("datum") == "wgs84" else 1800
            if "lat" in posting and is_live(posting) and "保洁" in posting["title"] + posting["description"]:
                if metres(posting["lat"], posting["lng"], float(anchor["lat_wgs84"]), float(anchor["lng_wgs84"])) < reach:
                    near.append(posting)
        self.assertGreaterEqual(len(near), 12)
        self.assertGreaterEqual(sum("保洁" in p["title"] for p in near), 8)
        self.assertGreaterEqual(sum("保洁" not in p["title"] for p in near), 3)

    def test_every_telephone_number_is_invented_and_some_stand_in_descriptions(self):
        found = 0
        for posting in self.postings:
            self.assertRegex(posting["contact_phone"], r"^1[3-9]\d0000\d{4}$")
            for text in (posting["title"], posting["description"], posting.get("address", "")):
                for number in A_MOBILE.findall(text):
                    found += 1
                    self.assertRegex(number, A_SYNTHETIC_MOBILE)
                self.assertNotRegex(text, r"(?<!\d)0\d{2,3}[- ]?\d{7,8}|(?<!\d)\d{15}(\d{2}[\dXx])?(?!\d)")
        self.assertGreaterEqual(found, 50)


if __name__ == "__main__":
    unittest.main()
