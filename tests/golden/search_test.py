#!/usr/bin/python3
"""What the sample answers, kept: requests to the real programs, compared with golden/search.json.

    search_test.py --bin DIR [--update]

A difference is printed case by case. Where the change is wanted, --update writes the new answers; they are reviewed like
code. Beside the comparison every answer must hold what no change may break: see the functions named check_*.
"""

import argparse
import difflib
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
from daemon import Daemon, build_index  # noqa: E402

TODAY = "2026-11-22"
NOW = TODAY + "T12:00:00+08:00"
GOLDEN = ROOT / "tests/golden/search.json"
COMMUNITIES = ROOT / "schema/data/communities.csv"
SANLIAN = {"community_id": "340104001001"}
# The same centre as a Chinese map shows it.
SANLIAN_GCJ02 = {"lat": 31.8559, "lng": 117.2577, "datum": "gcj02"}
ALL_FACETS = "category,employer_type,employment_type,group,welfare,source,education,pay_unknown"

# Name -> parameters of GET /v1/postings. `explain` is added: the scores are checked, not kept.
SEARCHES = {
    "cleaners near home": {"q": "保洁", **SANLIAN, "facets": "category,employer_type,pay_unknown"},
    "the same, typed in traditional characters": {"q": "保潔", **SANLIAN},
    "cleaners, the next page": {"q": "保洁", **SANLIAN, "limit": 5},
    "browsing, measured from a point of a Chinese map": {**SANLIAN_GCJ02, "radius_m": 1500, "facets": ALL_FACETS},
    "nearest first": {**SANLIAN, "sort": "distance"},
    "newest first": {**SANLIAN, "sort": "newest"},
    "best paid first": {"q": "司机", **SANLIAN, "radius_m": 8000, "sort": "pay", "limit": 20},
    "what a school leaver may take": {**SANLIAN, "education": "高中", "experience_years": 0, "pay_min": 4000},
    "of two kinds of employer": {**SANLIAN, "employer_type": ["国有企业", "公益性岗位"], "radius_m": 5000},
    "part time, for women, this month": {**SANLIAN, "employment_type": ["兼职", "小时工"], "group": "妇女",
                                              "posted_within_days": 30, "radius_m": 20000},
    "guards": {"q": "保安", **SANLIAN, "limit": 50},
    "guaranteeing safety is no guard": {"q": "确保安全", **SANLIAN, "radius_m": 10000},
    "a word with signs": {"q": "c++", **SANLIAN, "radius_m": 10000},
    "too much asked at once": {"q": "社区 保洁 兼职 周末", **SANLIAN},
    "nothing of the kind": {"q": "量子力学", **SANLIAN},
    "copies are shown once": {"q": "咖啡师", **SANLIAN, "radius_m": 50000, "limit": 50},
    "copies, each by itself": {"q": "咖啡师", **SANLIAN, "radius_m": 50000, "limit": 50, "collapse": "false"},
    "to the letter": {"q": "电梯 打扫", **SANLIAN, "exact": "true"},
}
# What guards are called, and those who do a guard's work under another name.
GUARDING = ("保安", "安保", "门卫", "巡逻", "秩序", "护卫")
# Name -> (path, parameters) of what is no search.
PAGES = {
    "a posting by its id": ("/v1/postings/{first}", {}),
    "an id that is not there": ("/v1/postings/nothing", {}),
    "communities of a street": ("/v1/communities", {"q": "三里庵"}),
    "communities around a point": ("/v1/communities", {"lat": 31.8579, "lng": 117.2522, "datum": "wgs84", "limit": 3}),
    "a misspelt parameter": ("/v1/postings", {"raduis_m": 3000, **SANLIAN}),
    "coordinates without a datum": ("/v1/postings", {"lat": 31.8579, "lng": 117.2522}),
}


def hit_line(hit):
    pay = hit.get("pay", {})
    parts = [hit["id"], hit["title"], f"{hit['distance_m']:.0f} m", f"{pay.get('monthly_min', '')}-{pay.get('monthly_max', '')}",
             " ".join(why["code"] for why in hit["why"])]
    copies = [source["id"] for source in hit["sources"] if source["id"] != hit["id"]]
    return " | ".join(parts + (["also " + " ".join(copies)] if copies else []))


def projection_of_search(answer):
    kept = {"total": f"{answer['total']['relation']} {answer['total']['value']}",
            "hits": [hit_line(hit) for hit in answer["hits"]]}
    if answer["relaxed"]:
        kept["relaxed"] = [step["code"] for step in answer["relaxed"]]
    if "facets" in answer:
        kept["facets"] = {name: counts if isinstance(counts, int) else " ".join(f"{k}={v}" for k, v in counts.items())
                          for name, counts in answer["facets"].items()}
    return kept


def projection_of_page(status, body):
    if "communities" in body:
        return {"status": status, "communities": [
            f"{c['community_id']} {c['name']}" + (f" | {c['distance_m']:.0f} m" if "distance_m" in c else "")
            for c in body["communities"]]}
    if "errors" in body:
        return {"status": status, "errors": [f"{e['parameter']}: {e['code']}: {e['detail']}" for e in body["errors"]]}
    return {"status": status, **{key: value for key, value in body.items() if key != "type"}}


class Checks:
    """Collects what is wrong, so that one run says everything."""

    def __init__(self):
        self.failures = []

    def that(self, holds, name, message):
        if not holds:
            self.failures.append(f"{name}: {message}")


def pay_known(hit):
    pay = hit.get("pay", {})
    return pay.get("monthly_max", pay.get("monthly_min"))


def sort_key(hit, sort):
    """Smaller is better, as the order of the answer promises."""
    if sort == "distance":
        return hit["distance_m"]
    if sort == "newest":
        return [-ord(character) for character in hit.get("posted_at", "")]
    if sort == "pay":
        return (pay_known(hit) is None, -(pay_known(hit) or 0))
    return -hit["score"]


def check_answer(checks, name, parameters, answer, sample):
    """Inside the circle, best first, each with its reasons, none that has lapsed, counts that fit."""
    hits = answer["hits"]
    radius = parameters.get("radius_m", 3000)
    keys = [sort_key(hit, parameters.get("sort", "relevance")) for hit in hits]
    checks.that(all(hit["distance_m"] <= radius for hit in hits), name, "a hit lies outside the circle")
    checks.that(keys == sorted(keys), name, "the hits are not best first")
    checks.that(all(hit["why"] and all(why["text"] for why in hit["why"]) for hit in hits), name, "a hit without a why")
    checks.that(all(sample[hit["id"]].get("valid_until", TODAY)[:10] >= TODAY for hit in hits), name, "a lapsed hit")
    checks.that(len(hits) == min(answer["total"]["value"], parameters.get("limit", 10)), name, "hits do not fit the total")
    for facet, counts in answer.get("facets", {}).items():
        checks.that(isinstance(counts, int) or all(0 < count <= answer["total"]["value"] for count in counts.values()),
                    name, f"facet {facet} counts more than the total")


# What says as much as the filter's own word.
MEANS = {"妇女": ("妇女", "女性", "女士", "女工", "宝妈", "妈妈"), "兼职": ("兼职",), "小时工": ("小时工", "钟点")}


def check_filters(checks, name, parameters, answer, sample):
    """A filter holds for every hit; the repeated one is an alternative."""
    def says(posting, wanted):
        headline = "\n".join([posting["title"], *posting.get("tags", []), *posting.get("groups", [])])
        return any(word in headline for word in MEANS[wanted])

    for hit in answer["hits"]:
        if "employer_type" in parameters:
            checks.that(set(hit["employer_type"]) & set(parameters["employer_type"]), name, f"{hit['id']}: employer")
        if "employment_type" in parameters:
            wanted = parameters["employment_type"]
            checks.that(hit["employment_type"] in wanted if "employment_type" in hit else
                        any(says(sample[hit["id"]], one) for one in wanted), name, f"{hit['id']}: employment")
        if "group" in parameters:
            checks.that(says(sample[hit["id"]], parameters["group"]), name, f"{hit['id']}: group")
        if "pay_min" in parameters:
            checks.that((pay_known(hit) or 0) >= parameters["pay_min"], name, f"{hit['id']}: pay")


def text_of(posting):
    lists = [item for field in ("tags", "welfare", "groups") for item in posting.get(field, [])]
    return "\n".join([posting["title"], posting.get("company", ""), posting.get("description", ""), *lists])


def check_meanings(checks, answers, sample):
    """What one answer owes to another."""
    ids = {name: [hit["id"] for hit in answer["hits"]] for name, answer in answers.items()}
    checks.that(ids["cleaners near home"] == ids["the same, typed in traditional characters"], "保潔", "is not 保洁")
    checks.that(len(ids["cleaners near home"]) == 10, "保洁", "the README's example has no ten cleaners")
    for name in ids["guards"]:
        said = text_of(sample[name]).replace("确保安", "")
        checks.that(any(word in said for word in GUARDING), "guards", f"{name} only guarantees safety")
    checks.that(not answers["nothing of the kind"]["hits"], "量子力学", "finds something")
    checks.that(answers["too much asked at once"]["relaxed"], "too much asked at once", "does not say that it was relaxed")
    once, each = answers["copies are shown once"], answers["copies, each by itself"]
    shown = sum(len(hit["sources"]) for hit in once["hits"])
    checks.that(shown == each["total"]["value"] > once["total"]["value"], "copies", f"{shown} sources in {once['total']['value']} "
                f"vacancies, {each['total']['value']} postings")


def check_pages(checks, daemon, answers):
    """The pages of a search, put together, are the search."""
    parameters = dict(SEARCHES["cleaners, the next page"], explain="true")
    first = answers["cleaners, the next page"]
    second = daemon.search(**parameters, cursor=first["next_cursor"])
    both = [hit["id"] for hit in first["hits"] + second["hits"]]
    checks.that(both == [hit["id"] for hit in answers["cleaners near home"]["hits"]], "pages", "5 + 5 are not the first ten")


def ask_all(daemon, checks, sample):
    answers = {name: daemon.search(**parameters, explain="true") for name, parameters in SEARCHES.items()}
    for name, parameters in SEARCHES.items():
        check_answer(checks, name, parameters, answers[name], sample)
        check_filters(checks, name, parameters, answers[name], sample)
    check_meanings(checks, answers, sample)
    check_pages(checks, daemon, answers)
    kept = {name: projection_of_search(answer) for name, answer in answers.items()}
    first = answers["cleaners near home"]["hits"][0]["id"]
    for name, (path, parameters) in PAGES.items():
        kept[name] = projection_of_page(*daemon.get(path.format(first=first), **parameters))
    return kept


def written(kept):
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def compare(checks, kept):
    golden = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    for name in {**golden, **kept}:
        before, after = (written(side.get(name)).splitlines() for side in (golden, kept))
        if before != after:
            print(f"--- {name}: golden (-) and now (+)")
            print("\n".join(list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]))
            checks.that(False, name, "the answer changed")


def run(options, folder, checks):
    postings = folder / "sample.jsonl"
    subprocess.run([sys.executable, "-B", ROOT / "schema/examples/sample/generate.py", "--today", TODAY,
                    "--communities", COMMUNITIES, "--out", postings], check=True)
    with postings.open(encoding="utf-8") as file:
        sample = {posting["id"]: posting for posting in map(json.loads, file)}
    build_index(options.bin, str(postings), str(COMMUNITIES), str(folder / "index"), NOW, expect=(0,))
    with Daemon(options.bin, str(folder / "index"), NOW) as daemon:
        kept = ask_all(daemon, checks, sample)
    if options.update:
        GOLDEN.write_text(written(kept), encoding="utf-8")
    compare(checks, kept)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True)
    parser.add_argument("--update", action="store_true", help="write the answers as they are now to golden/search.json")
    options = parser.parse_args()
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        run(options, pathlib.Path(folder), checks)
    for failure in checks.failures:
        print("FAILED:", failure)
    print(f"{len(SEARCHES) + len(PAGES)} requests, {len(checks.failures)} failures")
    sys.exit(1 if checks.failures else 0)


if __name__ == "__main__":
    main()
