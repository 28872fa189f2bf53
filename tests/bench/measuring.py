"""How long two daemons take for the same questions, asked in turn within one run."""

import json
import math
import time

from servers import target_of

BLOCKS = 6
STAGES = ("plan", "match", "rank", "build")


def percentile(values, share):
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def answers_differ(mine, floors, query):
    """What differs between two answers, or None. A cursor holds a score to its last bit and is not compared."""
    a, b = json.loads(mine), json.loads(floors)
    for answer in (a, b):
        answer.pop("next_cursor", None)
    for key in sorted(a.keys() | b.keys()):
        if a.get(key) != b.get(key):
            told = [[hit["id"] for hit in answer["hits"]] if key == "hits" else answer.get(key) for answer in (a, b)]
            return f"{query}: {key}: {str(told[0])[:600]} and of the floor {str(told[1])[:600]}"
    return None


class Comparison:
    """searchd beside the floor. Every question that is measured is first asked of both, and the answers must be equal."""

    def __init__(self, searchd, floor, requests):
        self.searchd, self.floor = searchd, floor
        self._requests = requests
        self.compared = 0

    def _check(self, queries):
        found = []
        for query in queries:
            target = target_of(query)
            mine, floors = self.searchd.client.get(target), self.floor.client.get(target)
            difference = answers_differ(mine, floors, query)
            if difference:
                raise SystemExit(f"the two do not agree: {difference}")
            found.append(json.loads(mine)["total"]["value"])
            self.compared += 1
        return percentile(found, 0.5)

    def measure(self, queries):
        median_total = self._check(queries)
        targets = [target_of(query) for query in queries]
        measured = {name: Measured(server) for name, server in (("searchd", self.searchd), ("floor", self.floor))}
        a_block = max(len(targets), self._requests // BLOCKS)
        for _ in range(BLOCKS):
            for one in measured.values():
                one.block([targets[number % len(targets)] for number in range(a_block)])
        row = {"median_total": median_total, **{name: one.told() for name, one in measured.items()}}
        for key in ("p50_us", "p99_us", "cpu_us", "search_us"):
            row[f"times_floor_{key}"] = row["searchd"][key] / row["floor"][key]
        return row


class Measured:
    def __init__(self, server):
        self._server = server
        self._times, self._cpu_ns, self._stages_us = [], 0, dict.fromkeys(STAGES, 0.0)

    def block(self, targets):
        stages, cpu = self._server.stages_us(), self._server.cpu_ns()
        for target in targets:
            begin = time.perf_counter_ns()
            self._server.client.get(target)
            self._times.append((time.perf_counter_ns() - begin) / 1000)
        self._cpu_ns += self._server.cpu_ns() - cpu
        after = self._server.stages_us()
        for stage in STAGES:
            self._stages_us[stage] += after[stage] - stages[stage]

    def told(self):
        count = len(self._times)
        stages = {stage: spent / count for stage, spent in self._stages_us.items()}
        return {"p50_us": percentile(self._times, 0.5), "p99_us": percentile(self._times, 0.99),
                "cpu_us": self._cpu_ns / 1000 / count, "search_us": sum(stages.values()), "stages_us": stages}
