#!/usr/bin/python3
"""Writes the sample: openings of an invented day in Hefei, the same for the same arguments.

Everything is in our own words; companies, people and telephone numbers (1xx0000xxxx) are invented. Dates stand
relative to --today, so that the sample is as fresh as the day it is made. Among them are what a real feed has:
expired notices, copies under another id, addresses without coordinates, three datums, pay in any notation.
"""

import argparse
import collections
import csv
import dataclasses
import datetime
import json
import math
import pathlib
import random
import re

from datum import convert
from pay import pay_text

HERE = pathlib.Path(__file__).resolve().parent
BEIJING = datetime.timezone(datetime.timedelta(hours=8))

EXPIRED_SHARE = 0.08
COPY_SHARE = 0.03
ADDRESS_ONLY_SHARE = 0.05
COMMUNITY_ONLY_SHARE = 0.15
# Notices with a number left in the description: the mask has something to hide.
PHONE_IN_TEXT_SHARE = 0.06
SCATTER_M = 800
# Posted between 1 and 50 days ago: a notice without an end lapses after 60.
OLDEST_DAYS = 50
DATUMS = ["wgs84"] * 11 + ["gcj02"] * 7 + ["bd09"] * 2
# The street the README's example asks for has no community of its own name.
CLEANERS_STREET = "三里庵街道"
CLEANERS = 16

OWNERSHIP = [("民营企业", 30), ("民营公司", 12), ("民营", 4), ("个体", 9), ("个体工商户", 5), ("国企", 7), ("国有企业", 5),
             ("外资企业", 4), ("外企", 2), ("事业单位", 3), ("社会组织", 3), ("劳模企业", 5), (None, 6)]
PUBLIC_TRADES = {"社区": [("社区公益岗", 50), ("公益性岗位", 25), ("社会组织", 15), ("事业单位", 10)],
                 "工会": [("社会组织", 35), ("事业单位", 20), ("机关事业单位", 20), ("社区公益岗", 25)],
                 "残疾人": [("社会组织", 40), ("民营企业", 40), ("公益性岗位", 20)]}
FORMS = {"half": "小时工", "flex": "兼职", "project": "临时"}


@dataclasses.dataclass(frozen=True)
class Occupation:
    trade: str
    titles: list
    duties: list
    asks: list
    pay: tuple
    units: str
    education: str
    hours: list
    firms: list


def rows(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def read_occupations():
    occupations = []
    for trade, titles, duties, asks, pay, units, education, hours, firms in rows("occupations.tsv"):
        low, high = pay.split("-")
        occupations.append(Occupation(trade, titles.split("|"), duties.split("|"), asks.split("|"), (int(low), int(high)),
                                      units, education, hours.split("|"), firms.split("|")))
    return occupations


def read_phrases():
    return {key: alternatives.split("|") for key, alternatives in rows("phrases.tsv")}


def short_name(name):
    return re.sub(r"(社区)?(居委会|居民委员会|委员会)$|社区$", "", name) or name


class Sample:
    """Draws postings from one random stream; what it has drawn decides nothing but uniqueness."""

    def __init__(self, rng, today, communities):
        self.rng = rng
        self.today = today
        self.communities = communities
        self.occupations = read_occupations()
        self.phrases = read_phrases()
        self.descriptions = set()
        self.clear_addresses = self._communities_with_a_clear_name()
        # Half of the openings are where most people live: the inner city has the small codes.
        self.inner = [c for c in communities if c["code"] < "340112"]

    def pick(self, key):
        return self.rng.choice(self.phrases[key])

    def some(self, values, low, high):
        """Between low and high of the values, in their order."""
        count = min(len(values), self.rng.randint(low, high))
        return [values[i] for i in sorted(self.rng.sample(range(len(values)), count))]

    def weighted(self, pairs):
        return self.rng.choices([value for value, _ in pairs], [weight for _, weight in pairs])[0]

    def _communities_with_a_clear_name(self):
        """Those that an address can name without naming another one as well."""
        shorts = [short_name(c["name"]) for c in self.communities]
        clear = []
        for community, short in zip(self.communities, shorts):
            address = f"合肥市{community['district']}{community['street']}{short}社区"
            if sum(other in address for other in shorts) == 1 and "社区" in community["name"]:
                clear.append(community)
        return clear

    # -- the employer

    def employer_type(self, occupation):
        if occupation.titles[0] == "生產作業員" or (occupation.trade == "制造" and self.rng.random() < 0.1):
            return "台资企业"
        return self.weighted(PUBLIC_TRADES.get(occupation.trade, OWNERSHIP))

    def company(self, occupation, employer_type, community):
        kind = self.rng.choice(occupation.firms)
        if occupation.trade == "社区" or kind.endswith("居委会"):
            return f"{short_name(community['name'])}{'社区居委会' if kind.startswith('社区') else kind}"
        if occupation.trade == "工会":
            return f"{community['district']}{kind}"
        brand = self.pick("brand_taiwan" if employer_type == "台资企业" else "brand_a") + self.pick("brand_b")
        if employer_type in ("个体", "个体工商户"):
            return f"{community['district']}{brand}{kind}{self.rng.choice(['店', '部', '服务部', '经营部'])}"
        place = self.pick("place_word")
        if employer_type in ("国企", "国有企业"):
            return f"{place}{brand}{kind}集团有限公司"
        if kind.endswith(("院", "园", "部", "中心", "店")):
            return f"{place}{brand}{kind}"
        return f"{place}{brand}{kind}有限{self.rng.choice(['公司', '公司', '责任公司'])}"

    # -- the words

    def title(self, base, near, headcount):
        lead = self.pick("title_lead") if self.rng.random() < 0.28 else ""
        tail = self.pick("title_tail") if self.rng.random() < 0.3 else ""
        return lead + base + tail.format(count=headcount, near=near)

    def listing(self, head, items, in_lines):
        if in_lines and self.rng.random() < 0.6:
            form = self.rng.choice(["{}、{}；", "{}. {}", "{}）{}", "- {1}"])
            return "\n".join([head] * bool(head) + [form.format(i, item) for i, item in enumerate(items, 1)])
        return head + self.rng.choice(["；", "，"]).join(items) + "。"

    def notes(self, occupation, employer_type):
        rng = self.rng
        notes = self.some(self.phrases["note_any"], 0, 2)
        if employer_type in ("社区公益岗", "公益性岗位"):
            notes.append(self.pick("note_public"))
        if employer_type == "劳模企业":
            notes.append(self.pick("note_honour"))
        if occupation.trade == "工会" or rng.random() < 0.07:
            notes.append(self.pick("note_union"))
        return notes

    def description(self, occupation, employer_type, facts):
        rng = self.rng
        in_lines = rng.random() < 0.7
        parts = [self.pick("open").format(**facts)]
        duties = self.some(occupation.duties, 3, 5)
        for must in facts["must_say"]:
            if not any(must in duty for duty in duties):
                duties.append(next(duty for duty in occupation.duties if must in duty))
        parts.append(self.listing(self.pick("duty_head"), duties, in_lines))
        if rng.random() < 0.85:
            parts.append(self.listing(self.pick("ask_head"), self.some(occupation.asks, 1, 3), in_lines))
        parts.append(self.pick("hours_lead") + self.pick("hours_" + rng.choice(occupation.hours)) + "。")
        if rng.random() < 0.35:
            parts.append(self.pick("benefit_line").format(list="、".join(self.some(self.phrases["benefit"], 2, 4))))
        parts += self.notes(occupation, employer_type)
        if rng.random() < PHONE_IN_TEXT_SHARE:
            parts.append(self.pick("call").format(phone=self.written_phone(facts["phone"]), person=facts["person"]))
        else:
            parts.append(self.pick("close"))
        return ("\n" if in_lines else "").join(part for part in parts if part)

    def unique_description(self, occupation, employer_type, facts):
        while True:
            text = self.description(occupation, employer_type, facts)
            if text not in self.descriptions:
                self.descriptions.add(text)
                return text

    def phone(self):
        """1xx0000xxxx: no operator gives such a number out."""
        return f"1{self.rng.randint(3, 9)}{self.rng.randint(0, 9)}0000{self.rng.randint(0, 9999):04d}"

    def written_phone(self, phone):
        separator = self.rng.choice(["", "", " ", "-"])
        return separator.join([phone[:3], phone[3:7], phone[7:]])

    # -- place and time

    def point_near(self, community, within_m):
        distance = within_m * math.sqrt(self.rng.random())
        bearing = self.rng.uniform(0, 2 * math.pi)
        lat, lng = float(community["lat_wgs84"]), float(community["lng_wgs84"])
        # Metres a degree, near enough for a scatter.
        lat += distance * math.cos(bearing) / 111_000
        lng += distance * math.sin(bearing) / (111_320 * math.cos(math.radians(lat)))
        return lat, lng

    def place(self, community, within_m=SCATTER_M):
        datum = self.rng.choice(DATUMS)
        lat, lng = convert(datum, *self.point_near(community, within_m))
        fields = {"lat": round(lat, 6), "lng": round(lng, 6), "datum": datum}
        if self.rng.random() < 0.9:
            fields["community_id"] = community["code"]
        if self.rng.random() < 0.7:
            fields["address"] = self.address(community)
        return fields

    def address(self, community):
        city = self.rng.choice(["合肥市", "合肥", ""])
        return f"{city}{community['district']}{community['street']}{short_name(community['name'])}社区{self.pick('building')}"

    def dates(self, expired):
        age = self.rng.randint(3, OLDEST_DAYS) if expired else self.rng.randint(1, OLDEST_DAYS)
        posted = datetime.datetime.combine(self.today - datetime.timedelta(days=age), datetime.time(), BEIJING)
        posted += datetime.timedelta(hours=self.rng.randint(8, 20), minutes=self.rng.randint(0, 59))
        fields = {"posted_at": posted.isoformat()}
        if expired:
            fields["valid_until"] = (self.today - datetime.timedelta(days=self.rng.randint(1, age - 1))).isoformat()
        elif self.rng.random() < 0.45:
            fields["valid_until"] = (self.today + datetime.timedelta(days=self.rng.randint(1, 60))).isoformat()
        return fields

    # -- a posting

    def groups(self, occupation, employer_type):
        if occupation.trade == "残疾人":
            return ["残疾人"]
        if employer_type in ("社区公益岗", "公益性岗位"):
            return self.some(["4050人员", "零就业家庭", "残疾人"], 1, 3)
        return self.some(self.phrases["groups"], 1, 2) if self.rng.random() < 0.18 else []

    def requirement_texts(self, occupation):
        rng = self.rng
        skilled = occupation.education != "none"
        level = rng.choices(["none", "some", "more"], [3, 3, 1] if skilled else [8, 2, 0.3])[0]
        fields = {}
        if rng.random() < 0.75:
            fields["experience_text"] = self.pick("experience_" + level)
        if rng.random() < 0.75:
            fields["education_text"] = self.pick("edu_" + occupation.education)
        return fields

    def employment_type(self, hours, employer_type):
        if employer_type in ("社区公益岗", "公益性岗位"):
            return "公益性岗位"
        if self.rng.random() < 0.25:
            return None
        for kind in hours:
            if kind in FORMS and self.rng.random() < 0.6:
                return FORMS[kind]
        return self.rng.choices(["全职", "短期"], [20, 1])[0]

    def words(self, occupation, community, title=None, must_say=()):
        rng = self.rng
        employer_type = self.employer_type(occupation)
        near = short_name(community["name"])
        headcount = rng.choice([1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 15, 20])
        facts = {"firm": self.company(occupation, employer_type, community), "near": near, "count": headcount,
                 "phone": self.phone(), "person": self.pick("person"), "must_say": must_say}
        fields = {
            "title": title or self.title(rng.choice(occupation.titles), near, headcount),
            "company": facts["firm"],
            "employer_type": employer_type,
            "pay_text": pay_text(rng, occupation),
            **self.requirement_texts(occupation),
            "employment_type": self.employment_type(occupation.hours, employer_type),
            "description": self.unique_description(occupation, employer_type, facts),
            "welfare": self.some(self.phrases["benefit"], 1, 4) if rng.random() < 0.6 else [],
            "groups": self.groups(occupation, employer_type),
            "headcount": headcount if rng.random() < 0.8 else None,
            "contact_name": facts["person"],
            "contact_phone": facts["phone"],
        }
        tags = self.some(self.phrases["tags_plain"], 1, 2) if rng.random() < 0.35 else []
        if occupation.trade == "工会" or rng.random() < 0.15:
            tags += self.some(self.phrases["tags_union"], 1, 2)
        fields["tags"] = tags
        return fields

    def posting(self):
        rng = self.rng
        # Cleaning and guarding are what the communities publish most.
        weights = [2.2 if o.trade in ("保洁", "保安", "社区", "工会") else 1 for o in self.occupations]
        occupation = rng.choices(self.occupations, weights)[0]
        manner = rng.random()
        if manner < ADDRESS_ONLY_SHARE:
            community = rng.choice(self.clear_addresses)
            place = {"address": self.address(community)}
        else:
            community = rng.choice(self.inner if rng.random() < 0.5 else self.communities)
            only_community = manner < ADDRESS_ONLY_SHARE + COMMUNITY_ONLY_SHARE
            place = {"community_id": community["code"]} if only_community else self.place(community)
        return {**self.words(occupation, community), **place, **self.dates(rng.random() < EXPIRED_SHARE),
                "source": self.pick("source")}

    def cleaner_near_sanlian(self, number):
        """Live, and well inside the example's circle; a third say 保洁 only in the text."""
        cleaning = [o for o in self.occupations if o.trade == "保洁"]
        community = [c for c in self.communities if c["street"] == CLEANERS_STREET][number % 6]
        if number % 3 == 2:
            occupation = next(o for o in cleaning if "后勤阿姨" in o.titles)
            words = self.words(occupation, community, title=self.rng.choice(occupation.titles), must_say=["保洁"])
        else:
            occupation = self.rng.choice([o for o in cleaning if any("保洁" in t for t in o.titles)])
            base = self.rng.choice([t for t in occupation.titles if "保洁" in t])
            words = self.words(occupation, community, title=self.title(base, short_name(community["name"]), 2))
        return {**words, **self.place(community, 500), **self.dates(expired=False), "source": self.pick("source")}

    def copy_of(self, original):
        """The same notice again, through another community and channel."""
        copy = dict(original)
        copy["source"] = self.rng.choice([s for s in self.phrases["source"] if s != original["source"]])
        others = [c["code"] for c in self.communities if c["code"] != original.get("community_id")]
        copy["community_id"] = self.rng.choice(others)
        return copy


FIELD_ORDER = ["id", "title", "company", "employer_type", "community_id", "address", "lat", "lng", "datum", "pay_text",
               "experience_text", "education_text", "employment_type", "description", "welfare", "tags", "groups",
               "headcount", "contact_name", "contact_phone", "posted_at", "valid_until", "source"]
CHANNEL_IDS = {"社区网格": "sq", "街道就业驿站": "jd", "工会就业服务": "gh", "企业直报": "qy", "区人力资源市场": "rl", "社区招聘会": "zp"}


def numbered(postings):
    """Ids as the channels give them: their initials and a running number."""
    counters = collections.Counter()
    for posting in postings:
        channel = CHANNEL_IDS[posting["source"]]
        counters[channel] += 1
        posting["id"] = f"{channel}-{counters[channel]:05d}"
        yield {name: posting[name] for name in FIELD_ORDER if posting.get(name) not in (None, "", [])}


def generate(today, seed, count, communities):
    rng = random.Random(seed)
    sample = Sample(rng, today, communities)
    copies = round(count * COPY_SHARE)
    postings = [sample.cleaner_near_sanlian(number) for number in range(CLEANERS)]
    postings += [sample.posting() for _ in range(count - copies - CLEANERS)]
    # A copy keeps its original's point; one placed by its community alone would be elsewhere.
    placed = [posting for posting in postings if "lat" in posting]
    postings += [sample.copy_of(original) for original in rng.sample(placed, copies)]
    rng.shuffle(postings)
    return list(numbered(postings))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--today", required=True, type=datetime.date.fromisoformat, help="YYYY-MM-DD")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=2400, help="at least 100")
    parser.add_argument("--communities", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    options = parser.parse_args()
    if options.n < 100:
        parser.error("--n: at least 100")
    with options.communities.open(encoding="utf-8", newline="") as file:
        communities = list(csv.DictReader(file))
    with options.out.open("w", encoding="utf-8") as file:
        for posting in generate(options.today, options.seed, options.n, communities):
            file.write(json.dumps(posting, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
