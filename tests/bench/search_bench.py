#!/usr/bin/python3
"""What indexing and searching cost, at 50,000 postings.

    search_bench.py --bin DIR --out DIR [--postings N]

Building: documents a CPU-second, peak memory, bytes a posting; beside them what only reading costs: the same lines, all
under one id, so that every line is read, checked and normalised, and one posting indexed. Searching: wall time (p50, p99)
of one keep-alive client at the densest place, 3 km, and CPU time of the daemon a query; beside them the same client asking
/livez, which is what HTTP costs. Times of a busy machine say little; the ratios come from one run. Prints a table, writes
search.json and search.svg, judges nothing.
"""

import argparse
import collections
import html
import json
import math
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from corpus import COMMUNITIES, METRES_A_DEGREE, NOW, Corpus  # noqa: E402
from daemon import Daemon  # noqa: E402

POSTINGS = 50_000
RADIUS_M = 3000
WARM_UP = 100
REQUESTS = 1000
# Each request of a class is one of so many, so that no cache answers them all.
VARIANTS = 50
# A rare word: so many postings of the circle have it in their title.
RARE = range(2, 9)


# --- building

def build(bin_dir, postings, index):
    """Indexes a file; returns (CPU seconds, peak memory in MB) of the indexer."""
    command = [f"{bin_dir}/indexer", "build", "--now", NOW.isoformat(), "--input", postings,
               "--communities", str(COMMUNITIES), "--out", index]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def index_bytes(index):
    sizes = collections.Counter()
    for path in pathlib.Path(index).rglob("*"):
        if path.is_file() and path.stat().st_size:
            sizes[path.name] += path.stat().st_size
    return sizes


def under_one_id(source, target):
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as file:
        for line in lines:
            file.write(re.sub(r'"id": "[^"]*"', '"id": "bench-000000"', line, count=1))


def measure_build(bin_dir, postings, index, count):
    under_one_id(postings, f"{postings}.one")
    reading, _ = build(bin_dir, f"{postings}.one", f"{index}.one")
    cpu, peak = build(bin_dir, postings, index)
    sizes = index_bytes(index)
    return {
        "postings": count, "input_bytes_per_posting": os.path.getsize(postings) / count,
        "documents_per_cpu_second": count / cpu, "peak_memory_mb": peak,
        "read_only_documents_per_cpu_second": count / reading, "times_read_only": cpu / reading,
        "index_bytes_per_posting": sum(sizes.values()) / count,
        "index_bytes_per_posting_by_file": {name: size / count for name, size in sizes.most_common()},
    }


# --- searching

class Client:
    """One keep-alive connection and no more work than it takes to see the answer's end."""

    def __init__(self, host, port):
        self._address = (host, port)
        self._socket = None

    def get(self, target):
        """The bytes of the answer's body; connects again where the daemon has ended the connection."""
        for _ in range(2):
            try:
                return self._ask(target)
            except ConnectionError:
                self._socket = None
        raise ConnectionError(f"no answer to {target}")

    def _ask(self, target):
        if self._socket is None:
            self._socket = socket.create_connection(self._address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        received = self._more(b"")
        while b"\r\n\r\n" not in received:
            received = self._more(received)
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head).group(1))
        while len(body) < length:
            body = self._more(body)
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{target}: {head.splitlines()[0].decode()} {body[:300].decode()}")
        if re.search(rb"(?i)\r\nconnection: *close", head):
            self._socket.close()
            self._socket = None
        return body

    def _more(self, received):
        piece = self._socket.recv(1 << 16)
        if not piece:
            raise ConnectionResetError
        return received + piece


def cpu_ns(pid):
    """CPU time of all threads of a process so far."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/schedstat", encoding="ascii") as file:
            total += int(file.read().split()[0])
    return total


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def measure(client, pid, targets):
    for target in targets[:WARM_UP]:
        client.get(target)
    times, totals = [], []
    before = cpu_ns(pid)
    for number in range(REQUESTS):
        begin = time.perf_counter_ns()
        body = client.get(targets[number % len(targets)])
        times.append((time.perf_counter_ns() - begin) / 1000)
        totals.append(body)
    result = {"p50_us": percentile(times, 0.5), "p99_us": percentile(times, 0.99),
              "server_cpu_us": (cpu_ns(pid) - before) / 1000 / REQUESTS}
    if b'"total"' in totals[0]:
        found = sorted(json.loads(body)["total"]["value"] for body in totals[:len(targets)])
        result["median_total"] = found[len(found) // 2]
    return result


def metres(a, b):
    north = (a[0] - b[0]) * METRES_A_DEGREE
    return math.hypot(north, (a[1] - b[1]) * METRES_A_DEGREE * math.cos(math.radians(a[0])))


def densest(corpus, postings):
    """The community with the most postings inside its circle, and those."""
    def inside(community):
        return [p for p in postings if metres((p["lat"], p["lng"]), community[1:]) <= RADIUS_M]
    crowd = collections.Counter(p["community_id"] for p in postings)
    near = {c[0]: sum(crowd[d[0]] for d in corpus.communities if metres(c[1:], d[1:]) <= RADIUS_M) for c in corpus.communities}
    centre = max(corpus.communities, key=lambda community: near[community[0]])
    return centre, inside(centre)


def query_classes(corpus, there):
    """Name -> queries. What is common and what is rare is counted in the circle."""
    counts = collections.Counter(part for posting in there for part in posting["title"].split("/"))
    common = [title for title, _ in counts.most_common(5)]
    rare = [title for title, count in counts.items() if count in RARE] or [counts.most_common()[-1][0]]
    third = ["五险", "负责", "双休"]
    return {"browse": [""], "common word": common, "rare word": rare,
            "three words": [f"{title} {word} 登记" for title in common for word in third]}


def targets_of(queries, centre, rng):
    """Requests around the centre, each from a doorstep of its own."""
    targets = []
    for number in range(VARIANTS):
        query = {"q": queries[number % len(queries)], "lat": round(centre[1] + rng.uniform(-.002, .002), 5),
                 "lng": round(centre[2] + rng.uniform(-.002, .002), 5), "datum": "wgs84", "radius_m": RADIUS_M,
                 "facets": "category,employer_type"}
        targets.append("/v1/postings?" + urllib.parse.urlencode(query))
    return targets


def measure_search(bin_dir, index, corpus, postings):
    centre, there = densest(corpus, postings)
    results = {"inside_the_circle": len(there), "classes": {}}
    with Daemon(bin_dir, index, NOW.isoformat()) as daemon:
        client, pid = Client(daemon.host, daemon.port), daemon.process.pid
        floor = results["livez"] = measure(client, pid, ["/livez"])
        for name, queries in query_classes(corpus, there).items():
            row = measure(client, pid, targets_of(queries, centre, random.Random(1)))
            row["times_livez"] = row["p50_us"] / floor["p50_us"]
            results["classes"][name] = row
    return results


# --- showing

def table(built, search):
    lines = [f"building {built['postings']:,} postings ({built['input_bytes_per_posting']:.0f} bytes each)",
             f"  documents a CPU-second   {built['documents_per_cpu_second']:8,.0f}",
             f"  only reading them        {built['read_only_documents_per_cpu_second']:8,.0f}   "
             f"(building costs {built['times_read_only']:.1f} times as much)",
             f"  peak memory, MB          {built['peak_memory_mb']:8.0f}",
             f"  index bytes a posting    {built['index_bytes_per_posting']:8,.0f}"]
    lines += [f"    {name:<22} {size:8,.0f}" for name, size in built["index_bytes_per_posting_by_file"].items() if size >= 1]
    lines += [f"searching, {search['inside_the_circle']:,} postings inside the circle of {RADIUS_M} m",
              f"  {'':<14}{'p50 µs':>9}{'p99 µs':>9}{'CPU µs':>9}{'× /livez':>10}{'found':>8}"]
    for name, row in {"/livez": search["livez"], **search["classes"]}.items():
        lines.append(f"  {name:<14}{row['p50_us']:>9,.0f}{row['p99_us']:>9,.0f}{row['server_cpu_us']:>9,.0f}"
                     f"{row.get('times_livez', 1):>10.1f}{row.get('median_total', ''):>8}")
    return "\n".join(lines)


def chart(search):
    """p50 as a bar, p99 as the line behind it."""
    rows = {"/livez": search["livez"], **search["classes"]}
    longest = max(row["p99_us"] for row in rows.values())
    parts = []
    for number, (name, row) in enumerate(rows.items()):
        y, p50, p99 = 34 + 30 * number, 480 * row["p50_us"] / longest, 480 * row["p99_us"] / longest
        parts.append(f'<text x="104" y="{y + 13}" text-anchor="end">{html.escape(name)}</text>'
                     f'<rect x="112" y="{y + 7}" width="{p99:.1f}" height="4" fill="#9bb"/>'
                     f'<rect x="112" y="{y}" width="{p50:.1f}" height="18" fill="#377"/>'
                     f'<text x="{118 + p99:.1f}" y="{y + 13}">{row["p50_us"]:,.0f} / {row["p99_us"]:,.0f}</text>')
    height = 44 + 30 * len(rows)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" font-family="sans-serif" font-size="12">'
            f'<rect width="720" height="{height}" fill="#fff"/>'
            f'<text x="112" y="20">p50 / p99, µs, one client, {RADIUS_M} m</text>{"".join(parts)}</svg>\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--postings", type=int, default=POSTINGS)
    options = parser.parse_args()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file, index = f"{folder}/corpus.jsonl", f"{folder}/index"
        corpus = Corpus()
        postings = corpus.write(file, options.postings)
        built = measure_build(options.bin, file, index, options.postings)
        search = measure_search(options.bin, index, corpus, postings)
    print(table(built, search))
    (out / "search.json").write_text(json.dumps({"build": built, "search": search}, indent=1) + "\n", encoding="utf-8")
    (out / "search.svg").write_text(chart(search), encoding="utf-8")


if __name__ == "__main__":
    main()
