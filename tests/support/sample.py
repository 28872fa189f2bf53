"""The bundled sample as an index, made the way `./dev run` makes it, on the day on which the tests' clocks stand."""

import json
import pathlib
import subprocess
import sys

from daemon import build_index

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMUNITIES = ROOT / "schema/data/communities.csv"
TODAY = "2026-11-22"
NOW = TODAY + "T12:00:00+08:00"
# 梅山路社区, in the middle of 三里庵街道: one of the densest places of the sample.
DENSE = "340104001001"


def index_sample(bin_dir, folder):
    """Builds `folder`/index; returns the postings that are in it, by id."""
    folder = pathlib.Path(folder)
    source = folder / "sample.jsonl"
    subprocess.run([sys.executable, "-B", ROOT / "schema/examples/sample/generate.py", "--today", TODAY,
                    "--communities", COMMUNITIES, "--out", source], check=True)
    build_index(bin_dir, str(source), str(COMMUNITIES), str(folder / "index"), NOW, expect=(0,))
    with source.open(encoding="utf-8") as file:
        return {posting["id"]: posting for posting in map(json.loads, file)}
