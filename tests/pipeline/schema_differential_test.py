#!/usr/bin/python3
"""The typed reader accepts exactly what schema/posting.schema.json accepts, and names the same fields.

Mutates the example postings with a fixed seed, asks both `read_postings` (the reader) and python3-jsonschema
(Draft7Validator), and prints every kind of difference it finds. Left out, because the schema cannot say it or Python's
parser is laxer than RFC 8259: duplicate keys, lone surrogates, NaN, numbers beyond a double, nesting over 16 levels.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import time

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20261122
RANDOM_DOCUMENTS = 18000
FIRST_DIFFERENCES = 20

# Optional texts by their limit; the reader's table has the same figures, the schema a third time.
TEXT_LIMITS = {
    "company": 2000, "employer_type": 100, "category": 100, "address": 500, "pay_text": 200, "experience_text": 100,
    "education_text": 100, "employment_type": 50, "description": 20000, "contact_name": 100, "contact_phone": 100,
    "source": 100,
}
LISTS = ("welfare", "tags", "groups")
DATES = ("posted_at", "valid_until")
COORDINATES = ("lat", "lng", "datum")

# JSON as it is written, not values: 3.0, 3 and 3e0 are three texts.
NUMBERS = """0 -0 -0.0 0.0 1 -1 2 3 3.0 2.9999999999999996 3.0000000000000004 2.999999999999999999999 1e2 1E2 1e+2 100.0
    1.5 53.99999 54 54.0 54.00000000000001 54.00000000000000001 5.4e1 55 72.99999999999999 73 73.0 7.3e1 117.26 135.99999
    136 1.36e2 136.00000000000003 137 180 -31.8 31.85 99999 100000 100000.0 1e5 100000.5 100001 1e-400 1e-7 0.1e1 12e-1
    120e-1 1e300 -1e300 9223372036854775807 9223372036854775808 18446744073709551616 -9223372036854775809
    123456789012345678901234567890""".split()
SHAPES = ["null", "true", "false", '""', '" "', "[]", "{}", "[null]", '[""]', '["a"]', '[["a"]]', '[{"a":"b"}]', "[1]",
          "[true]", '{"a":1}', '{"a":{"b":["c"]}}', '"0"', '"1"', '"31.85"', '"null"', "[" * 14 + "]" * 14]
STRINGS = ["a", "保洁员", "\n", "a\n", "\r\n", "\t", "\u3000", "\u00a0", "\u0085", "\u200b", "\ufeff", "\u2028", "\u00ad",
           "\u180e", "\u2060", "\u206f", "\u2070", "\u0000", "a\u0000b", "\u0000\u0000", "a\u0000\n", "\u0001", "\u001f",
           "\u007f", "\u0080", "\u1680", "\u202e", "\u205f", "\u2027", "e\u0301", "\uffff", "\U0010ffff",
           "\U00020BB7", "\U00020BB7\U00020BB7 ", "\U0001f477\u200d\u2640\ufe0f"]
IDS = ["编" * 60, "编" * 61, "a" * 59 + "编", "a" * 60 + "编", "编号 1", "\U00020BB7" * 60, "岗位\u200b1", "a", "a b", " a", "a ", "a\n", "\na", "!", "~", "\x7f", "é", "编号", "１２", "a" * 127, "a" * 128, "a" * 129,
       "a" * 300, "é" * 128, "a" * 128 + "\n", "\"\\", "a\tb", "a/b?c#d%00", "..", "\x1f", "\x20"]
COMMUNITIES = ["340102001001", "34010200100", "3401020010011", "340102001001\n", "\n340102001001", " 340102001001",
               "340102001001 ", "３４０１０２００１００１", "٣٤٠١٠٢٠٠١٠٠١", "34010200100a", "-34010200100", "3401020010.1",
               "34010200100\u0000", "000000000000", "340102001001340102001001", "\n"]
DATUMS = ["wgs84", "gcj02", "bd09", "WGS84", "wgs84 ", "wgs84\n", "gcj", "cgcs2000", " ", "bd09ll"]
DEEP_VALUES = SHAPES[:12] + ['"\\u0000"', '{"\\u0000":1}', '["a\\u0000"]']
STRANGE_NAMES = ["unknown", "Id", "titel", "extra field", "坐标", "nul\u0000key"]
STRUCTURAL = ["[]", "[1]", "null", "true", "0", "1.5", '"x"', '""', "{}", '[{"id":"a","title":"b"}]', " {} "]


def quoted(text, rng=None):
    return json.dumps(text, ensure_ascii=bool(rng and rng.random() < 0.5))


def lengths_around(limit, rng):
    for chars in (limit - 1, limit, limit + 1):
        for unit in ("a", "岗", "\U00020BB7", "e\u0301"):
            yield quoted((unit * chars)[:chars], rng)


def odd_date(rng):
    """A date or date-time, mostly near right, sometimes with one thing wrong."""
    year = rng.choice([1969, 1970, 1972, 1999, 2000, 2024, 2026, 2028, 2096, 2099, 2100, rng.randint(1960, 2110)])
    date = f"{year:04}-{rng.choice([0, 1, 2, 2, 2, 4, 6, 9, 11, 12, 13, rng.randint(1, 12)]):02}-" \
           f"{rng.choice([0, 1, 28, 29, 29, 30, 31, 32, rng.randint(1, 28)]):02}"
    if rng.random() < 0.3:
        return spoil(date, rng)
    time_of_day = f"{rng.choice([0, 8, 19, 20, 23, 24, rng.randint(0, 23)]):02}:{rng.choice([0, 30, 59, 60]):02}"
    if rng.random() < 0.7:
        time_of_day += f":{rng.choice([0, 5, 59, 60, 61]):02}"
        if rng.random() < 0.4:
            time_of_day += rng.choice([".", ",", ".."]) if rng.random() < 0.1 else "."
            time_of_day += "1234567890"[:rng.randint(0, 10)]
    zone = rng.choice(["Z", "z", "+08:00", "-08:00", "+00:00", "-00:00", "+23:59", "+24:00", "+08:60", "+0800", "+08", "",
                       " +08:00", "+8:00", "−08:00", "[Asia/Shanghai]"])
    return spoil(date + rng.choice(["T", "T", "T", "t", " ", "", "  ", "_"]) + time_of_day + zone, rng)


def spoil(text, rng):
    if rng.random() < 0.8 or not text:
        return text
    at = rng.randrange(len(text))
    kind = rng.randrange(6)
    if kind == 0:
        return text[:at] + text[at + 1:]
    if kind == 1:
        return text[:at] + rng.choice("0123456789-+:.TZ \n/年") + text[at:]
    if kind == 2:
        return text[:at] + rng.choice("0123456789-+:.TZ \n/") + text[at + 1:]
    if kind == 3:
        return text + rng.choice(["\n", " ", "\u0000", "\r"])
    if kind == 4:
        return rng.choice(["\n", " ", "+"]) + text
    return "".join(chr(ord(c) - 48 + 0xFF10) if c.isdigit() and rng.random() < 0.3 else c for c in text)


def some_list(rng):
    items = [quoted("包吃", rng)] * rng.choice([0, 1, 2, 49, 50, 51, 64, 65, 200])
    for _ in range(rng.randint(0, 2)):
        items.insert(rng.randint(0, len(items)),
                     rng.choice([*SHAPES, *NUMBERS[:8], quoted(rng.choice(STRINGS), rng), *lengths_around(500, rng)]))
    return "[" + ",".join(items) + "]"


def value_for(name, rng):
    if rng.random() < 0.25:
        return rng.choice([rng.choice(NUMBERS), rng.choice(SHAPES), quoted(rng.choice(STRINGS), rng)])
    if name == "id":
        return quoted(rng.choice(IDS), rng)
    if name == "title":
        return rng.choice([quoted("".join(rng.choices(STRINGS, k=rng.randint(1, 4))), rng), *lengths_around(500, rng)])
    if name in TEXT_LIMITS:
        return rng.choice(list(lengths_around(TEXT_LIMITS[name], rng)))
    if name in LISTS:
        return some_list(rng)
    if name in DATES:
        return quoted(odd_date(rng), rng)
    if name == "community_id":
        return quoted(rng.choice(COMMUNITIES), rng)
    if name == "datum":
        return quoted(rng.choice(DATUMS[:3] if rng.random() < 0.6 else DATUMS), rng)
    return rng.choice(NUMBERS)


def exhaustive_values(name, rng):
    yield from NUMBERS
    yield from SHAPES
    for text in STRINGS + IDS + COMMUNITIES + DATUMS:
        yield quoted(text, rng)
    if name in TEXT_LIMITS:
        yield from lengths_around(TEXT_LIMITS[name], rng)
    if name == "title":
        yield from lengths_around(500, rng)


def text_of(document):
    return "{" + ",".join(f"{key}:{value}" for key, value in document) + "}"


def with_field(document, name, value):
    key = quoted(name)
    return [pair for pair in document if pair[0] != key] + [(key, value)]


def without_field(document, name):
    return [pair for pair in document if pair[0] != quoted(name)]


def every_day():
    """Each number that could be taken for a day: 1968 to 2101, months 0 to 13, days 27 to 32 of the short ones."""
    for year in (1969, 1970, 1971, 1972, 1999, 2000, 2023, 2024, 2096, 2098, 2099, 2100):
        for month in range(14):
            for day in (0, 1, 28, 29, 30, 31, 32):
                yield f"{year}-{month:02}-{day:02}"
    for year in range(1968, 2102):
        yield f"{year}-02-29"


def documents(properties, bases, rng):
    """(kind, text) of every document to compare."""
    minimal = [(quoted("id"), quoted("x1")), (quoted("title"), quoted("保洁员"))]
    for text in STRUCTURAL:
        yield "structure", text
    for name in properties:
        yield "absent", text_of(without_field(bases[0], name))
        for value in exhaustive_values(name, rng):
            yield "one field, every value", text_of(with_field(minimal, name, value))
    for date in every_day():
        yield "dates", text_of(with_field(minimal, "posted_at", quoted(date)))
        yield "dates", text_of(with_field(minimal, "valid_until", quoted(date + "T08:00+08:00")))
    choices = [None, "null", '""', "31.85", "117.26", "200", '"31.85"', "true", '"wgs84"', '"bd09"', '"x"']
    for lat in choices:
        for lng in choices:
            for datum in choices:
                document = list(minimal)
                for name, value in zip(COORDINATES, (lat, lng, datum)):
                    document += [] if value is None else [(quoted(name), value)]
                yield "coordinates", text_of(document)
    for _ in range(RANDOM_DOCUMENTS):
        yield "random", text_of(mutated(rng.choice(bases), properties, rng))


def mutated(document, properties, rng):
    for _ in range(rng.randint(1, 4)):
        name = rng.choice(properties if rng.random() < 0.9 else STRANGE_NAMES)
        roll = rng.random()
        if roll < 0.12:
            document = without_field(document, name)
        elif "\u0000" in name:
            document = with_field(document, name, "1")
        elif roll < 0.2:
            document = with_field(document, name, '{"k":%s}' % rng.choice(DEEP_VALUES))
        else:
            document = with_field(document, name, value_for(name, rng))
    if rng.random() < 0.3:
        document = rng.sample(document, len(document))
    return document


def fields_of(error):
    if error.absolute_path:
        return {error.absolute_path[0]}
    if error.validator == "required":
        return set(error.validator_value) - set(error.instance)
    return {"-"}


def verdict(validator, text):
    fields = set()
    for error in validator.iter_errors(json.loads(text)):
        fields |= fields_of(error)
    return fields


def readings(binary, texts):
    data = "".join(text + "\n" for text in texts).encode("utf-8")
    result = subprocess.run([binary], input=data, stdout=subprocess.PIPE, check=True)
    lines = result.stdout.decode("utf-8").splitlines()
    if len(lines) != len(texts):
        sys.exit(f"{binary} answered {len(lines)} lines for {len(texts)} documents")
    return [set(line.split("\t")[1].split(",")) if "\t" in line else set() for line in lines]


def check_schema(schema):
    jsonschema.Draft7Validator.check_schema(schema)
    for name, rule in schema["properties"].items():
        if not re.search("[\u4e00-\u9fff]", rule.get("description", "")):
            sys.exit(f"posting.schema.json: {name} has no Chinese description")
    for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(schema)):
        # These mean other characters in Python than in ECMA 262.
        if re.search(r"\\[dwsbDWSB]", json.loads(pattern)):
            sys.exit(f"posting.schema.json: {pattern} does not mean the same everywhere")


def load_lines(path):
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


def check_examples(validator, binary):
    good = load_lines(ROOT / "schema/examples/postings.jsonl")
    bad = load_lines(ROOT / "schema/examples/postings_refused.jsonl")
    for text, fields in zip(good + bad, readings(binary, good + bad)):
        if bool(verdict(validator, text)) != (text in bad) or bool(fields) != (text in bad):
            sys.exit(f"an example is on the wrong list: {text}")
    return [[(quoted(name), json.dumps(value, ensure_ascii=False)) for name, value in json.loads(text).items()]
            for text in good], len(good) + len(bad)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read-postings", required=True, help="the read_postings binary")
    args = parser.parse_args()
    started = time.monotonic()
    schema = json.loads((ROOT / "schema/posting.schema.json").read_text(encoding="utf-8"))
    check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    bases, examples = check_examples(validator, args.read_postings)

    cases = list(documents(list(schema["properties"]), bases, random.Random(SEED)))
    counts = collections.Counter()
    differences = []
    for (kind, text), read in zip(cases, readings(args.read_postings, [text for _, text in cases])):
        expected = verdict(validator, text)
        counts[kind] += 1
        counts["refused" if expected else "accepted"] += 1
        if expected != read:
            differences.append((kind, text, expected, read))

    for kind, text, expected, read in differences[:FIRST_DIFFERENCES]:
        print(f"{kind}: schema {sorted(expected) or 'accepts'}, reader {sorted(read) or 'accepts'}: {text[:300]}")
    kinds = ", ".join(f"{kind} {count}" for kind, count in counts.items() if kind not in ("accepted", "refused"))
    print(f"{len(cases)} documents ({kinds}) and {examples} examples: {counts['accepted']} accepted, "
          f"{counts['refused']} refused, {len(differences)} differences, {time.monotonic() - started:.1f} s")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
