#!/usr/bin/python3
"""What indexing and searching cost, up to a million postings, beside a hand-written engine doing the same work.

    search_bench.py --bin DIR --out DIR [--postings N] [--quick] [--work DIR]

Both daemons serve the same index and are asked the same questions in turn, so that a busy machine disturbs both. Times say
little, ratios are what counts. Every question is first asked of both, and the run fails if an answer differs; beyond that it
judges nothing. Prints a table, writes search.json and curves (*.svg).
"""

import argparse
import collections
import itertools
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from charts import charts  # noqa: E402
from corpus import NOW, write_communities, write_postings  # noqa: E402
from measuring import Comparison  # noqa: E402
from questions import RADII_M, at, find_places, questions  # noqa: E402
from report import SWITCH_TIMES, table  # noqa: E402
from servers import Server, finished_load, load, target_of  # noqa: E402

POSTINGS = 1_000_000
SIZES = [10_000, 30_000, 100_000, 300_000, 1_000_000]
CLIENTS = [1, 2, 4, 8, 16, 32, 64]
LOAD_CLIENTS = 16
# What a switch of generation is watched under: so much of the throughput. With half of it a queue was what was measured, whenever
# the machine had something else to do.
SWITCH_LOAD_SHARE = 0.25
SWITCH_EVERY_S = 6
# The floor looks for words as they stand: searchd is asked to do the same, so that both answer one question.
WORDS_ONLY = {"DOORSTEP_SEARCHD_SEARCH_WITHOUT": "understanding,mix"}
FIRST_POINT = (31.8673, 117.2734)
MEMORY_BASE, MEMORY_A_POSTING = 150e6, 64


def say(words):
    print(words, file=sys.stderr, flush=True)


class Bench:
    def __init__(self, options, work):
        self.bin, self.work = options.bin, pathlib.Path(work)
        self.requests, self.few = (100, 100) if options.quick else (600, 300)
        self.load_s, self.switches = (1, 2) if options.quick else (2, 5)
        self.postings = options.postings
        self.communities = str(self.work / "communities.csv")
        self.compared = 0

    # --- building

    def corpus(self):
        write_communities(self.communities)
        write_postings(str(self.work / "corpus.jsonl"), self.postings)

    def first_lines(self, count):
        """A smaller corpus is the beginning of the largest one."""
        if count == self.postings:
            return self.work / "corpus.jsonl"
        path = self.work / "first.jsonl"
        with open(self.work / "corpus.jsonl", encoding="utf-8") as source, open(path, "w", encoding="utf-8") as target:
            target.writelines(itertools.islice(source, count))
        return path

    def build(self, count):
        index, source = self.work / f"index-{count}", self.first_lines(count)
        child = subprocess.Popen(
            [f"{self.bin}/indexer", "build", "--now", NOW.isoformat(), "--input", source, "--communities",
             self.communities,
             "--out", index], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begin = time.monotonic()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1):
            raise SystemExit(f"indexer ended with {child.returncode}")
        cpu = usage.ru_utime + usage.ru_stime
        sizes = collections.Counter()
        for path in index.rglob("*"):
            if path.is_file():
                sizes[path.name] += path.stat().st_size
        return index, {"documents_per_cpu_second": count / cpu, "wall_s": time.monotonic() - begin,
                       "peak_memory_mb": usage.ru_maxrss / 1024, "input_bytes_per_posting": source.stat().st_size / count,
                       "bytes_per_posting": sum(sizes.values()) / count,
                       "bytes_per_posting_by_file": {name: size / count for name, size in sizes.most_common() if size}}

    # --- searching

    def serve(self, program, index, settings=None):
        return Server(f"{self.bin}/{program}", str(index), NOW.isoformat(), target_of(at(FIRST_POINT, "保洁")),
                      {**WORDS_ONLY, **(settings or {})})

    def classes(self, searchd, floor, places, requests):
        comparison, measured = Comparison(searchd, floor, requests), {}
        for place, anchor in places.items():
            measured[place] = {}
            for name, queries in questions(searchd, anchor).items():
                say(f"  {place}: {name}")
                measured[place][name] = comparison.measure(queries)
        self.compared += comparison.compared
        return measured

    def radius(self, searchd, floor, anchor):
        comparison, measured = Comparison(searchd, floor, self.few), {}
        for metres in RADII_M:
            say(f"  {metres} m")
            asked = questions(searchd, anchor, metres, only="curve")
            measured[metres] = {name: comparison.measure(queries) for name, queries in asked.items()}
        self.compared += comparison.compared
        return measured

    def lists_read_anew(self, floor, index, anchor):
        """What the words cost of which nothing is kept, as for the first who asks for them there."""
        with self.serve("searchd", index, {"DOORSTEP_SEARCHD_SEARCH_KEEP_LIST_MB": "0"}) as searchd:
            comparison = Comparison(searchd, floor, self.few)
            asked = {name: queries for name, queries in questions(searchd, anchor).items() if "word" in name}
            measured = {name: comparison.measure(queries) for name, queries in asked.items()}
        self.compared += comparison.compared
        return measured

    def loaded(self, server, targets, connections):
        return finished_load(load(f"{self.bin}/load_client", server.port, targets, connections, self.load_s))

    def clients(self, searchd, floor, targets):
        measured = {}
        for number in CLIENTS:
            say(f"  {number} clients")
            measured[number] = {}
            for name, server in (("searchd", searchd), ("floor", floor)):
                seen = self.loaded(server, targets, number)
                measured[number][name] = {key: seen[key] for key in ("throughput", "p50_us", "p99_us", "by_status", "failures")}
        return measured

    # --- a switch of generation

    def switch(self, searchd, index, targets, throughput):
        """Publishes the generation in service and a copy of it in turn while clients ask."""
        names = [(index / "CURRENT").read_text(encoding="ascii").strip()]
        names.append(f"{names[0][:-8]}{int(names[0][-8:], 16) ^ 1:08x}")
        shutil.copytree(index / names[0], index / names[1])
        os.sync()  # what is written out later would be measured, too
        rate = SWITCH_LOAD_SHARE * throughput
        running = load(f"{self.bin}/load_client", searchd.port, targets, LOAD_CLIENTS,
                       SWITCH_EVERY_S * (self.switches + 1), rate)
        begin = time.monotonic()
        published = []
        for turn in range(1, self.switches + 1):
            # In the middle of a second of the timeline.
            time.sleep(max(0.0, begin + turn * SWITCH_EVERY_S + 0.5 - time.monotonic()))
            (index / "CURRENT.new").write_text(names[turn % 2] + "\n", encoding="ascii")
            os.replace(index / "CURRENT.new", index / "CURRENT")
            published.append(time.monotonic() - begin)
        seen = finished_load(running)
        if searchd.search(at(FIRST_POINT, limit=1))["index"]["generation"] != names[self.switches % 2]:
            raise SystemExit("the new generation was not taken up")
        return told_of_switches(seen, published, rate)

    def one_size(self, count):
        say(f"{count:,} postings: building")
        index, built = self.build(count)
        say(f"{count:,} postings: opening both")
        with self.serve("searchd", index) as searchd, self.serve("floor_searchd", index) as floor:
            places = find_places(searchd)
            largest = count == self.postings
            asked = places if largest else {"dense": places["dense"]}
            row = {"build": built, "first_answer_s": searchd.first_answer_s, "places": places,
                   "classes": self.classes(searchd, floor, asked, self.requests if largest else self.few)}
            row["memory"] = {**searchd.memory(), "target_bytes": MEMORY_BASE + MEMORY_A_POSTING * count}
            row["floor_memory"] = floor.memory()
            if largest:
                row.update(self.largest(searchd, floor, index, places["dense"]))
        shutil.rmtree(index)
        return row

    def largest(self, searchd, floor, index, anchor):
        mixed = [target_of(query) for queries in zip(*questions(searchd, anchor).values()) for query in queries]
        curves = {"radius": self.radius(searchd, floor, anchor), "clients": self.clients(searchd, floor, mixed),
                  "lists_read_anew": self.lists_read_anew(floor, index, anchor)}
        curves["memory_after_load"] = searchd.memory()
        say("  a new generation under load")
        curves["switch"] = self.switch(searchd, index, mixed, curves["clients"][LOAD_CLIENTS]["searchd"]["throughput"])
        return curves


def told_of_switches(seen, published, rate):
    """Each switch beside the seconds before it: `seconds_over` of those from it to the next had a p99 over SWITCH_TIMES what it was."""
    p99 = {second["second"]: second["p99_us"] for second in seen["timeline"] if second["requests"] > 0}
    switches = []
    for at_s in published:
        second = int(at_s)
        before = statistics.median(p99[earlier] for earlier in range(second - SWITCH_EVERY_S // 2, second))
        after = [p99[later] for later in range(second, second + SWITCH_EVERY_S - 1) if later < max(p99)]
        switches.append({"published_at_s": at_s, "p99_before_us": before, "p99_us": p99[second], "p99_worst_us": max(after),
                         "times": p99[second] / before, "seconds_over": sum(value > SWITCH_TIMES * before for value in after)})
    return {"rate": rate, "failures": sum(seen["failures"].values()), "by_status": seen["by_status"], "switches": switches,
            "timeline": seen["timeline"]}


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
    return {"cpus": os.cpu_count(), "model": model, "load_before": os.getloadavg()[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="where the programs are")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="where the results go")
    parser.add_argument("--postings", type=int, help="of the largest corpus")
    parser.add_argument("--quick", action="store_true", help="100,000 postings, fewer requests")
    parser.add_argument("--work", help="where corpora and indexes go while it runs, 5 GB at a million (default: --out)")
    options = parser.parse_args()
    options.postings = options.postings or (100_000 if options.quick else POSTINGS)
    # As Ctrl-C: the daemons end and the folders go.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options.out.mkdir(parents=True, exist_ok=True)
    results = {"postings": options.postings, "machine": machine()}
    with tempfile.TemporaryDirectory(dir=options.work or options.out, prefix="work-") as work:
        bench = Bench(options, work)
        say("drawing the corpus")
        bench.corpus()
        sizes = [size for size in SIZES if size < options.postings] + [options.postings]
        results["sizes"] = {size: bench.one_size(size) for size in sizes}
        largest = results["sizes"][options.postings]
        for curve in ("radius", "clients", "lists_read_anew", "switch"):
            results[curve] = largest.pop(curve)
        results["answers_compared"] = bench.compared
    (options.out / "search.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, svg in charts(results).items():
        (options.out / name).write_text(svg, encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
