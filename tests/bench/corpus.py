"""The corpus of the measurements: postings drawn by Zipf's law from the sample's table of occupations.

The same for the same arguments, on every machine. Nothing in it is meant to be read: what matters is that few words are
very common and many are rare, that descriptions have the usual length, and that some places are dense and some empty.
"""

import bisect
import csv
import datetime
import itertools
import json
import math
import pathlib
import random

ROOT = pathlib.Path(__file__).resolve().parents[2]
OCCUPATIONS = ROOT / "schema/examples/sample/occupations.tsv"
COMMUNITIES = ROOT / "schema/data/communities.csv"
NOW = datetime.datetime.fromisoformat("2026-11-22T12:00:00+08:00")

# The city counts 370 communities.
COMMUNITY_COUNT = 370
# Mean length of a description, in characters.
DESCRIPTION_LENGTH = 150
# Of log-normal density: a tenth of the communities has more than a third of the postings.
DENSITY_SIGMA = 1.0
SCATTER_M = 400
METRES_A_DEGREE = 111_195
MIXED_TITLE_SHARE = 0.15
# Firms' names are made of these, so that there are thousands of them and each is rare.
SYLLABLES = "安百诚德恒华惠佳嘉金康乐联美明宁启仁瑞润盛顺泰万伟祥馨鑫雅益永裕远悦振正智众卓皖徽庐滨"
KINDS = ["民营企业"] * 6 + ["个体工商户"] * 3 + ["国有企业", "外资企业", "劳模企业", "公益性岗位"]
EDUCATION = ["学历不限"] * 5 + ["初中", "高中", "中专", "大专", "大专", "本科"]
EXPERIENCE = ["不限"] * 4 + ["1年以上", "1-3年", "3-5年"]
WELFARE = ["五险", "五险一金", "包吃", "包住", "双休", "带薪年假", "班车接送", "全勤奖", "节日福利", "高温补贴"]
SOURCES = ["社区网格", "街道就业驿站", "企业直报", "区人力资源市场"]


class Zipf:
    """Draws from a list: the n-th item with weight 1/n."""

    def __init__(self, items):
        self.items = items
        self._sums = list(itertools.accumulate(1 / rank for rank in range(1, len(items) + 1)))

    def draw(self, rng):
        return self.items[bisect.bisect(self._sums, rng.random() * self._sums[-1])]


def read_occupations():
    with OCCUPATIONS.open(encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    titles = [title for row in rows for title in row[1].split("|")]
    phrases = [phrase for row in rows for column in (2, 3) for phrase in row[column].split("|")]
    return titles, phrases


def read_communities():
    with COMMUNITIES.open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], float(row["lat_wgs84"]), float(row["lng_wgs84"])) for row in csv.DictReader(file)]
    return rows[:COMMUNITY_COUNT]


class Corpus:
    def __init__(self, seed=1):
        self.rng = random.Random(seed)
        titles, phrases = read_occupations()
        for items in (titles, phrases):
            self.rng.shuffle(items)
        self.titles = titles  # the commonest first
        self._title = Zipf(titles)
        self._phrase = Zipf(phrases)
        self.communities = read_communities()
        self._density = [self.rng.lognormvariate(0, DENSITY_SIGMA) for _ in self.communities]

    def _description(self):
        parts, length = [], 0
        wanted = self.rng.gauss(DESCRIPTION_LENGTH, DESCRIPTION_LENGTH / 3)
        while length < wanted:
            parts.append(self._phrase.draw(self.rng))
            length += len(parts[-1]) + 1
        return "，".join(parts) + "。"

    def _firm(self):
        name = "".join(self.rng.choice(SYLLABLES) for _ in range(2))
        return f"合肥{name}{self.rng.choice(['服务', '物业', '餐饮', '商贸', '科技', '物流', '制造'])}有限公司"

    def _place(self, lat, lng):
        return (round(lat + self.rng.gauss(0, SCATTER_M) / METRES_A_DEGREE, 6),
                round(lng + self.rng.gauss(0, SCATTER_M) / METRES_A_DEGREE / math.cos(math.radians(lat)), 6))

    def posting(self, number):
        rng = self.rng
        code, lat, lng = rng.choices(self.communities, self._density)[0]
        lat, lng = self._place(lat, lng)
        title = self._title.draw(rng)
        if rng.random() < MIXED_TITLE_SHARE:
            title += "/" + self._title.draw(rng)
        pay = rng.randrange(2500, 9000, 100)
        return {
            "id": f"bench-{number:06}", "title": title, "company": self._firm(), "employer_type": rng.choice(KINDS),
            "community_id": code, "lat": lat, "lng": lng, "datum": "wgs84", "pay_text": f"{pay}-{pay + 1500}元/月",
            "education_text": rng.choice(EDUCATION), "experience_text": rng.choice(EXPERIENCE), "employment_type": "全职",
            "description": self._description(), "welfare": rng.sample(WELFARE, 3), "source": rng.choice(SOURCES),
            "posted_at": (NOW - datetime.timedelta(minutes=rng.randrange(50 * 24 * 60))).isoformat(),
        }

    def write(self, path, count):
        """Writes `count` postings; returns them, the descriptions left out."""
        kept = []
        with open(path, "w", encoding="utf-8") as file:
            for number in range(count):
                posting = self.posting(number)
                file.write(json.dumps(posting, ensure_ascii=False) + "\n")
                kept.append({key: posting[key] for key in ("id", "title", "community_id", "lat", "lng")})
        return kept
