"""The shared kit as the bench uses it: postings with known answers, and a judge who asks an engine and scores what comes."""

import csv
import gzip
import json
import subprocess
import sys

NOW = "2026-11-22T12:00:00+08:00"
TODAY = NOW[:10]
REAL_SHARE = 0.1
WHERE = "lat={lat}&lng={lng}&datum=wgs84"
SEARCH = "/v1/postings?q={q}&" + WHERE + "&radius_m={radius_m}&limit=10"
SUGGEST = "/v1/suggest?q={q}&" + WHERE


class Kit:
    """`shared`: the folder of the shared data; `work`: where the corpus goes, which is never kept."""

    def __init__(self, shared, work):
        self._shared, self._kit, self._work = shared, shared / "quality", work
        self.corpus = work / "dev.jsonl"

    @staticmethod
    def is_in(shared):
        return (shared / "quality/judge.py").is_file()

    def queries(self):
        """(kind, query), without those that are asked of suggestions only."""
        with open(self._kit / "dev_queries.tsv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return [(row["kind"], row["query"]) for row in rows if row["kind"] != "prefix"]

    def generate(self, postings, seed, real):
        """Writes the corpus, and beside it the truth that only the judge may read."""
        command = [self._kit / "gen_postings.py", "--split", "dev", "--seed", seed, "--n", postings, "--today", TODAY,
                   "--out", self.corpus]
        if real:
            command += ["--real-share", REAL_SHARE, "--real", *self._unpacked()]
        self._run(command)

    def _unpacked(self):
        for path in sorted((self._shared / "data/postings").glob("*.jsonl.gz")):
            target = self._work / path.stem
            with gzip.open(path, "rb") as packed:
                target.write_bytes(packed.read())
            yield target

    def differing_codes(self, communities):
        """Codes of communities that only one of the kit and `communities` knows."""
        known = []
        for path in (self._kit / "data/communities.csv", communities):
            with open(path, encoding="utf-8", newline="") as file:
                known.append({row["code"] for row in csv.DictReader(file)})
        return known[0] ^ known[1]

    def judge(self, port, suggests, misses=None):
        """What the judge says of the engine at the port, as judge.py's JSON."""
        base = f"http://127.0.0.1:{port}"
        command = [self._kit / "judge.py", "--corpus", self.corpus, "--queries", self._kit / "dev_queries.tsv", "--now", NOW,
                   "--url-template", base + SEARCH, "--format", "json"]
        if suggests:
            command += ["--suggest-template", base + SUGGEST]
        if misses:
            command += ["--misses", misses]
        return json.loads(self._run(command))

    @staticmethod
    def _run(command):
        return subprocess.run([sys.executable, "-B", *map(str, command)], check=True, stdout=subprocess.PIPE).stdout
