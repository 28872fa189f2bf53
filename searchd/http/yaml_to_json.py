#!/usr/bin/python3
"""Writes a YAML file as JSON: yaml_to_json.py INPUT OUTPUT. Keys keep their order."""

import json
import sys

import yaml


def main() -> None:
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    with open(target, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, separators=(",", ":"))


main()
