#!/usr/bin/python3
"""The corpus of the measurements: postings over the sixteen cities of Anhui, drawn by Zipf's law.

    corpus.py --postings N --out FILE --communities-out FILE [--processes N]

The same for the same arguments, on every machine and however many processes write it: it is drawn in blocks, each from a seed
of its own. Nothing in it is meant to be read. What matters is that few words are very common and many are rare, that
descriptions have the usual length, and that some places are dense and some nearly empty.
"""

import argparse
import bisect
import csv
import datetime
import itertools
import json
import math
import multiprocessing
import pathlib
import random
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
OCCUPATIONS = ROOT / "schema/examples/sample/occupations.tsv"
COMMUNITIES = ROOT / "schema/data/communities.csv"
LEXICON = ROOT / "schema/data/lexicon.tsv"
NOW = datetime.datetime.fromisoformat("2026-11-22T12:00:00+08:00")

SEED = 1
BLOCK = 5_000
# Mean length of a description, in characters.
DESCRIPTION_LENGTH = 150
SCATTER_M = 400
# How far a community of another city is moved from where Hefei's pattern has it.
CITY_JITTER_M = 250
METRES_A_DEGREE = 111_195
# Of log-normal density: a tenth of the communities has more than a third of the postings.
DENSITY_SIGMA = 1.0
COPY_SHARE = 0.05
MIXED_TITLE_SHARE = 0.12
MACHINE_SHARE = 0.10
MACHINES = 20_000
# Titles as the sample has them, the commonest; the others put a word before them.
BASE_TITLES = 281

# name, first four digits of its codes, centre (WGS-84), weight among the cities
CITIES = [
    ("合肥", "3401", 31.830, 117.250, 15), ("芜湖", "3402", 31.353, 118.433, 9), ("蚌埠", "3403", 32.917, 117.389, 6),
    ("淮南", "3404", 32.626, 117.000, 5), ("马鞍山", "3405", 31.670, 118.507, 5), ("淮北", "3406", 33.956, 116.798, 4),
    ("铜陵", "3407", 30.945, 117.812, 3), ("安庆", "3408", 30.543, 117.064, 5), ("黄山", "3410", 29.715, 118.338, 3),
    ("滁州", "3411", 32.302, 118.317, 6), ("阜阳", "3412", 32.890, 115.814, 7), ("宿州", "3413", 33.646, 116.964, 5),
    ("六安", "3415", 31.735, 116.523, 5), ("亳州", "3416", 33.845, 115.779, 4), ("池州", "3417", 30.665, 117.491, 2),
    ("宣城", "3418", 30.941, 118.759, 4)]
HEFEI = CITIES[0]

TITLE_LEADS = ["夜班", "白班", "医院", "酒店", "学校", "小区", "写字楼", "超市", "商场", "工厂", "车间", "仓库", "门店", "连锁",
               "社区", "物业", "储备", "资深", "初级", "高级"]
# Firms' names are made of these, so that there are thousands of them and each is rare.
SYLLABLES = "安百诚德恒华惠佳嘉金康乐联美明宁启仁瑞润盛顺泰万伟祥馨鑫雅益永裕远悦振正智众卓皖徽庐滨"
FIRMS = ["服务有限公司", "物业有限公司", "餐饮管理有限公司", "商贸有限公司", "科技有限公司", "物流有限公司", "制造有限公司"]
KINDS = ["民营企业"] * 6 + ["个体工商户"] * 3 + ["国有企业", "外资企业", "劳模企业", "公益性岗位"]
EDUCATION = ["学历不限"] * 5 + ["初中", "高中", "中专", "大专", "大专", "本科"]
EXPERIENCE = ["不限"] * 4 + ["1年以上", "1-3年", "3-5年"]
EMPLOYMENT = ["全职"] * 7 + ["兼职", "临时", "短期"]
WELFARE = ["五险", "五险一金", "包吃", "包住", "双休", "带薪年假", "班车接送", "全勤奖", "节日福利", "高温补贴"]
SOURCES = ["社区网格", "街道就业驿站", "企业直报", "区人力资源市场"]
GROUPS = ["退役军人", "高校毕业生", "妇女", "残疾人", "4050人员", "农民工"]


def zipf(count):
    """Cumulative weights: the n-th of so many with weight 1/n."""
    return list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))


def table(path):
    with path.open(encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]


class Vocabulary:
    """What postings are made of, the commonest first."""

    def __init__(self):
        rng = random.Random(SEED)
        rows = table(OCCUPATIONS)
        base = sorted({title for row in rows for title in row[1].split("|")})[:BASE_TITLES]
        rng.shuffle(base)
        led = [lead + title for title in base for lead in TITLE_LEADS]
        rng.shuffle(led)
        self.titles = base + led
        self.phrases = sorted({phrase for row in rows for column in (2, 3) for phrase in row[column].split("|")})
        rng.shuffle(self.phrases)
        # Words of work, most of them said by few: the tail of the vocabulary.
        self.words = sorted({row[1] for row in table(LEXICON) if len(row) > 1})
        rng.shuffle(self.words)
        self.machines = [f"{rng.choice('bcdfghjkmnprst')}{rng.choice('aeiou')}{rng.choice('klmnrstxz')}{number:04}"
                         for number in rng.sample(range(10_000, 99_999), MACHINES)]
        self.firms = [a + b for a in SYLLABLES for b in SYLLABLES]


def read_hefei():
    with COMMUNITIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[:370]


def moved(lat, lng, north_m, east_m):
    return (lat + north_m / METRES_A_DEGREE, lng + east_m / METRES_A_DEGREE / math.cos(math.radians(lat)))


def communities():
    """Hefei's communities as they are, and around every other city's centre a jittered copy; with their weights."""
    rng = random.Random(SEED)
    hefei, rows, weights = read_hefei(), [], []
    density = [rng.lognormvariate(0, DENSITY_SIGMA) for _ in hefei]
    for city in CITIES:
        for row, weight in zip(hefei, density):
            lat, lng = float(row["lat_wgs84"]), float(row["lng_wgs84"])
            if city is not HEFEI:
                lat, lng = moved(city[2] + lat - HEFEI[2], city[3] + lng - HEFEI[3], rng.gauss(0, CITY_JITTER_M),
                                 rng.gauss(0, CITY_JITTER_M))
            rows.append({**row, "code": city[1] + row["code"][4:], "lat_wgs84": f"{lat:.5f}", "lng_wgs84": f"{lng:.5f}"})
            weights.append(weight * city[4])
    return rows, weights


def write_communities(path):
    rows, _ = communities()
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class Writer:
    """Draws blocks of postings. Each process has one."""

    def __init__(self):
        self.vocabulary = vocabulary = Vocabulary()
        self.title_sums = zipf(len(vocabulary.titles))
        self.phrase_sums = zipf(len(vocabulary.phrases))
        self.word_sums = zipf(len(vocabulary.words))
        self.machine_sums = zipf(len(vocabulary.machines))
        rows, weights = communities()
        self.communities = [(row["code"], float(row["lat_wgs84"]), float(row["lng_wgs84"])) for row in rows]
        self.community_sums = list(itertools.accumulate(weights))

    def _description(self, rng, phrases, words):
        wanted = rng.gauss(DESCRIPTION_LENGTH, DESCRIPTION_LENGTH / 3)
        parts, length = [f"会{next(words)}"], 6
        while length < wanted:
            phrase = next(phrases)
            parts.append(phrase)
            length += len(phrase) + 1
        if rng.random() < MACHINE_SHARE:
            machine = self.vocabulary.machines[bisect.bisect(self.machine_sums, rng.random() * self.machine_sums[-1])]
            parts.append(f"能操作{machine}")
        return "，".join(parts) + "。"

    @staticmethod
    def _pay(rng):
        if rng.random() < 0.1:
            return "面议"
        if rng.random() < 0.15:
            return f"{rng.randrange(100, 320, 10)}元/天"
        low = rng.randrange(2300, 9000, 100)
        return f"{low}-{low + rng.randrange(500, 3000, 500)}元/月"

    @staticmethod
    def _dates(rng):
        posted = NOW - datetime.timedelta(minutes=rng.randrange(50 * 24 * 60))
        dates = {"posted_at": posted.isoformat()}
        if rng.random() < 0.3:
            dates["valid_until"] = (posted + datetime.timedelta(days=rng.randrange(30, 90))).date().isoformat()
        return dates

    def _title(self, rng, titles):
        title = next(titles)
        return title + "/" + next(titles) if rng.random() < MIXED_TITLE_SHARE else title

    def block(self, number, count):
        rng = random.Random(f"{SEED}/{number}")
        draw = self.vocabulary

        def drawn(items, sums, many):
            return iter(rng.choices(items, cum_weights=sums, k=many))

        titles = drawn(draw.titles, self.title_sums, 2 * count)
        words = drawn(draw.words, self.word_sums, count)
        phrases = itertools.chain.from_iterable(
            rng.choices(draw.phrases, cum_weights=self.phrase_sums, k=1024) for _ in itertools.count())
        places = drawn(self.communities, self.community_sums, count)
        first, fresh, lines = number * BLOCK, [], []
        for at in range(count):
            if fresh and rng.random() < COPY_SHARE:
                posting = {**rng.choice(fresh), "source": rng.choice(SOURCES)}
            else:
                code, lat, lng = next(places)
                lat, lng = moved(lat, lng, rng.gauss(0, SCATTER_M), rng.gauss(0, SCATTER_M))
                posting = {
                    "id": "", "title": self._title(rng, titles), "company": rng.choice(draw.firms) + rng.choice(FIRMS),
                    "employer_type": rng.choice(KINDS), "community_id": code, "lat": round(lat, 6), "lng": round(lng, 6),
                    "datum": "wgs84", "pay_text": self._pay(rng), "education_text": rng.choice(EDUCATION),
                    "experience_text": rng.choice(EXPERIENCE), "employment_type": rng.choice(EMPLOYMENT),
                    "description": self._description(rng, phrases, words), "welfare": rng.sample(WELFARE, 3),
                    "source": rng.choice(SOURCES), **self._dates(rng)}
                if rng.random() < 0.1:
                    posting["groups"] = [rng.choice(GROUPS)]
                fresh.append(posting)
            posting = {**posting, "id": f"bench-{first + at:07}"}
            lines.append(json.dumps(posting, ensure_ascii=False))
        return "\n".join(lines) + "\n"


def _write_blocks(path, blocks):
    writer = Writer()
    with open(path, "w", encoding="utf-8") as file:
        for number, count in blocks:
            file.write(writer.block(number, count))


def write_postings(path, count, processes=2):
    """Blocks are shared out as runs, one file a process, so that joining them is copying."""
    blocks = [(number, min(BLOCK, count - number * BLOCK)) for number in range(math.ceil(count / BLOCK))]
    run = math.ceil(len(blocks) / processes)
    parts = [(f"{path}.part{at}", blocks[at:at + run]) for at in range(0, len(blocks), run)]
    with multiprocessing.Pool(processes) as pool:
        pool.starmap(_write_blocks, parts)
    with open(path, "wb") as whole:
        for part, _ in parts:
            with open(part, "rb") as file:
                shutil.copyfileobj(file, whole, 1 << 20)
            pathlib.Path(part).unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--communities-out", required=True)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    write_communities(options.communities_out)
    write_postings(options.out, options.postings, options.processes)


if __name__ == "__main__":
    main()
