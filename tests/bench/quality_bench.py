#!/usr/bin/python3
"""How well openings are found: the shared kit's postings, indexed and served by the real programs, and its judge's verdict.

    quality_bench.py --bin DIR --out DIR [--postings N] [--seed S] [--no-real] [--ablation] [--also KEY=VALUE …]

Prints a table: score by kind of query with its 95 % interval and target, faults against their limits, suggestions; then what
the query side costs, beside a searchd that is without all its parts. --ablation judges again without each part in turn, and
with each key of --also set. Writes quality.json, quality.md, quality.svg and quality_misses.tsv. Needs the shared data; the
corpus is not kept.
"""

import argparse
import contextlib
import http.client
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import urllib.parse

sys.dont_write_bytecode = True
sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent), str(pathlib.Path(__file__).resolve().parents[1] / "support")]
from charts import score_chart  # noqa: E402
from daemon import build_index  # noqa: E402
from measuring import BLOCKS, Measured  # noqa: E402
from quality_kit import NOW, WHERE, Kit  # noqa: E402
from quality_report import score_rows, table  # noqa: E402
from servers import Server, target_of  # noqa: E402
from shared import ROOT, shared_dir  # noqa: E402

POSTINGS = 20_000
COMMUNITIES = ROOT / "schema/data/communities.csv"
FIRST_QUESTION = {"q": "保洁", "lat": 31.8579, "lng": 117.2522, "datum": "wgs84"}
# What searchd understands, mends and weighs, by the names that the key search.without takes.
PARTS = ["concepts", "narrower", "understanding", "correction", "relaxation", "phrase", "trade", "mix", "copies"]
# So often is each query asked in a block; with a mean of some hundred microseconds a block is a part of a second.
ROUNDS = 2


def say(words):
    print(words, file=sys.stderr, flush=True)


def without(parts):
    return f"search.without = {json.dumps(parts)}\n"


class Bench:
    def __init__(self, options, work):
        self._options, self._work = options, work
        self._kit = Kit(shared_dir(), work)
        self._index = work / "index"

    def build(self):
        """How many of the postings are real ones."""
        if strangers := self._kit.differing_codes(COMMUNITIES):
            raise SystemExit(f"communities that only one of us and the kit knows: {sorted(strangers)}")
        say("drawing the postings")
        self._kit.generate(self._options.postings, self._options.seed, self._options.real)
        say("building the index")
        build_index(self._options.bin, str(self._kit.corpus), str(COMMUNITIES), str(self._index), NOW)
        with open(f"{self._kit.corpus}.truth", encoding="utf-8") as file:
            return sum(json.loads(line)["real"] for line in file)

    @contextlib.contextmanager
    def serve(self, settings=""):
        """A daemon with these lines of configuration."""
        with tempfile.NamedTemporaryFile("w", dir=self._work, suffix=".toml", encoding="utf-8") as config:
            config.write(settings)
            config.flush()
            with Server(f"{self._options.bin}/searchd", str(self._index), NOW, target_of(FIRST_QUESTION), config=config.name) as server:
                yield server

    def takes(self, settings):
        """Whether this searchd knows such a configuration."""
        with tempfile.NamedTemporaryFile("w", dir=self._work, suffix=".toml", encoding="utf-8") as config:
            config.write(settings)
            config.flush()
            done = subprocess.run([f"{self._options.bin}/searchd", "--index", self._index, "--config", config.name, "--check-config"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return done.returncode == 0

    def judge(self, name, settings="", misses=None):
        say(f"judging {name}")
        with self.serve(settings) as server:
            place = "lat={lat}&lng={lng}&datum={datum}".format(**FIRST_QUESTION)
            return self._kit.judge(server.port, is_answered(server, f"/v1/suggest?q=bao&{place}"), misses)

    def ablation(self, parts):
        """Name -> what is judged without the part, or with the key of --also."""
        changed = {part: without([part]) for part in parts}
        changed.update({one: "{} = {}\n".format(*one.split("=", 1)) for one in self._options.also})
        refused = [name for name, settings in changed.items() if not self.takes(settings)]
        if refused:
            raise SystemExit(f"searchd refuses {', '.join(refused)}")
        return {"runs": {name: self.judge(f"without {name}" if name in parts else name, settings)
                         for name, settings in changed.items()}}

    def speed(self, places, parts):
        """The development queries, asked in turn of a searchd with everything and of one without the parts."""
        say("measuring what the query side costs")
        sides = {"with": ""} | ({"without": without(parts)} if parts else {})
        with contextlib.ExitStack() as stack:
            servers = {name: stack.enter_context(self.serve(settings)) for name, settings in sides.items()}
            rows = measured_by_kind(servers, self._targets(servers, places))
            memory = {name: server.memory() for name, server in servers.items()}
        return {"kinds": rows, "sides": {name: {**one, "resident_bytes": sum(one.values())} for name, one in memory.items()}}

    def _targets(self, servers, places):
        """Kind -> the requests that every one of the servers answers: a refused one costs nothing to compare."""
        by_kind = {}
        for kind, query in self._kit.queries():
            for lat, lng in places.values():
                target = f"/v1/postings?q={urllib.parse.quote(query, safe='')}&{WHERE.format(lat=lat, lng=lng)}&radius_m=3000&limit=10"
                if all(is_answered(server, target) for server in servers.values()):
                    by_kind.setdefault(kind, []).append(target)
        return by_kind


def is_answered(server, target):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request("GET", target)
        return connection.getresponse().status == 200


def measured_by_kind(servers, by_kind):
    by_kind = {**by_kind, "all": [target for targets in by_kind.values() for target in targets]}
    rows = {}
    for kind, targets in by_kind.items():
        sides = {name: Measured(server) for name, server in servers.items()}
        for _ in range(BLOCKS):
            for side in sides.values():
                side.block(targets * ROUNDS)
        rows[kind] = {"queries": len(targets), **{name: side.told() for name, side in sides.items()}}
    return rows


def run(options, work):
    bench = Bench(options, work)
    results = {"postings": options.postings, "seed": options.seed, "real_postings": bench.build()}
    parts = [part for part in PARTS if bench.takes(without([part]))]
    results["unknown_parts"] = [part for part in PARTS if part not in parts]
    results["judged"] = bench.judge("with everything", misses=options.out / "quality_misses.tsv")
    if options.ablation or options.also:
        results["ablation"] = bench.ablation(parts if options.ablation else [])
    results["speed"] = bench.speed(results["judged"]["places"], parts)
    return results


def drawn(judged):
    return score_chart("How well openings are found, by kind of query", "score; line: 95 % interval; mark: target",
                       [(kind, row["score"], row["ci"], target) for kind, row, target, _ in score_rows(judged)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="where the programs are")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="where the results go")
    parser.add_argument("--postings", type=int, default=POSTINGS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", action=argparse.BooleanOptionalAction, default=True, help="one in ten is a real posting")
    parser.add_argument("--ablation", action="store_true", help="judge again without each part in turn")
    parser.add_argument("--also", metavar="KEY=VALUE", action="append", default=[],
                        help="judge again with this key of searchd's configuration, such as ranking.trade=0.0")
    options = parser.parse_args()
    if not Kit.is_in(shared_dir()):
        print(f"the shared data is not there: {shared_dir()}/quality (DOORSTEP_SHARED)", file=sys.stderr)
        sys.exit(2)
    # As Ctrl-C: the daemons end and the folders go.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.out, prefix="work-") as work:
        results = run(options, pathlib.Path(work))
    (options.out / "quality.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (options.out / "quality.md").write_text(table(results) + "\n", encoding="utf-8")
    (options.out / "quality.svg").write_text(drawn(results["judged"]), encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
