"""What is asked: two places and the classes of queries, found by asking.

Which words are common and which are rare is not known beforehand but counted inside the circle, by candidates that are asked
before anything is measured.
"""

import itertools
import random

from corpus import Vocabulary, communities

RADIUS_M = 3000
RADII_M = [500, 1000, 2000, 3000, 5000, 10_000, 20_000]
ANCHORS = 50
JITTER_DEG = 0.002
QUERIES_A_CLASS = 5
# Of what browsing finds: a common word has about so much of it.
COMMON_SHARE = 0.25
# How many hits a rare word has.
RARE = range(1, 9)
# A sparse place has about so much of the densest one, and at least so many postings.
SPARSE_SHARE, SPARSE_LEAST = 0.01, 20
COMMON_WORDS = ("负责 五险 双休 打扫 登记 客户 设备 整理 配合 检查 保洁 收银 销售 司机 保安 厨师 仓库 护理 会计 客服 维修 操作 安全 服务 "
                "协助 清洗 优先 记录 老人 电话 卫生 门店 货架 车辆 监控 学校 医院 酒店 超市 夜班").split()
TRIES = 400
FACETS = "category,employer_type,education"


def at(anchor, query="", radius_m=RADIUS_M, **more):
    fields = {"lat": f"{anchor[0]:.5f}", "lng": f"{anchor[1]:.5f}", "datum": "wgs84", "radius_m": radius_m, **more}
    return {"q": query, **fields} if query else fields


def total(server, anchor, query="", **more):
    return server.search(at(anchor, query, **more))["total"]["value"]


def find_places(server):
    """The densest community of the largest city, and one of the smallest cities where there is little."""
    rows, _ = communities()
    points = [(float(row["lat_wgs84"]), float(row["lng_wgs84"])) for row in rows]
    by_total = {point: total(server, point, limit=1) for point in points[:370] + points[14 * 370:]}
    dense = max(by_total, key=by_total.get)
    wanted = max(SPARSE_LEAST, SPARSE_SHARE * by_total[dense])
    sparse = min(by_total, key=lambda point: abs(by_total[point] - wanted))
    return {"dense": dense, "sparse": sparse}


class Classes:
    """The queries of each class at one place."""

    def __init__(self, server, anchor):
        self._server, self._anchor = server, anchor
        self._rng = random.Random(1)
        self._vocabulary = Vocabulary()
        self.postings = total(server, anchor)
        self._totals = {word: total(server, anchor, word) for word in COMMON_WORDS}

    def common(self):
        by_nearness = sorted(COMMON_WORDS, key=lambda word: abs(self._totals[word] - COMMON_SHARE * self.postings))
        return by_nearness[:QUERIES_A_CLASS]

    def _first(self, candidates, fits):
        found = []
        for query in itertools.islice(candidates, TRIES):
            if query not in found and fits(self._server.search(at(self._anchor, query))):
                found.append(query)
            if len(found) == QUERIES_A_CLASS:
                break
        return found

    def rare(self):
        return self._first(reversed(self._vocabulary.words),
                           lambda answer: answer["total"]["value"] in RARE and not answer.get("relaxed"))

    def _three_words(self, lead):
        while True:
            yield " ".join([self._rng.choice(lead), *self._rng.sample(COMMON_WORDS[:12], 2)])

    def all_of_three(self):
        return self._first(self._three_words(COMMON_WORDS[:16]),
                           lambda answer: answer["total"]["value"] >= 10 and not answer.get("relaxed"))

    def few_of_three(self):
        """Those that only a few have all of: so what lies beyond the circle is looked for, too."""
        return self._first(self._three_words(COMMON_WORDS[:16]), lambda answer: 0 < answer["total"]["value"] < 10)

    def filters(self, query):
        """Wishes that many of the query's hits fulfil."""
        answer = self._server.search(at(self._anchor, query, facets="category"))
        categories = list(answer["facets"]["category"]) or [""]
        return {"pay_min": 4000, "category": categories[0], "education": "大专"}


def questions(server, anchor, radius_m=RADIUS_M, only=None):
    """Class -> requests, one for each of fifty doorsteps around the place. Classes that the place has no query for are left out."""
    classes = Classes(server, anchor)
    common = classes.common()
    queries = {"browse": [("", {})], "common word": [(word, {}) for word in common]}
    if only is None:
        queries["rare word"] = [(word, {}) for word in classes.rare()]
        queries["three words, all"] = [(words, {}) for words in classes.all_of_three()]
        queries["three words, few"] = [(words, {}) for words in classes.few_of_three()]
        queries["with filters"] = [(word, classes.filters(word)) for word in common]
        queries["with facets"] = [(word, {"facets": FACETS}) for word in common]
        queries["browse, facets"] = [("", {"facets": FACETS})]
    rng = random.Random(2)
    doorsteps = [tuple(angle + rng.uniform(-JITTER_DEG, JITTER_DEG) for angle in anchor) for _ in range(ANCHORS)]
    return {name: [at(doorstep, choices[number % len(choices)][0], radius_m, **choices[number % len(choices)][1])
                   for number, doorstep in enumerate(doorsteps)]
            for name, choices in queries.items() if choices}
