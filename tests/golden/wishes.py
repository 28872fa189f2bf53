"""Everyday wishes as data (golden/wishes.tsv, whose head says how its rules work), and who serves one."""

import pathlib
import re
import unicodedata

TABLE = pathlib.Path(__file__).resolve().parent / "wishes.tsv"
TEXT_FIELDS = ("title", "company", "description", "employment_type", "employer_type", "pay_text", "address")
LIST_FIELDS = ("tags", "welfare", "groups")
_PAY = re.compile(r"pay>=(\d+)")


def folded(text):
    return unicodedata.normalize("NFKC", text).casefold()


def all_text(posting):
    lists = [item for field in LIST_FIELDS for item in posting.get(field, [])]
    return folded("\n".join([*(posting.get(field, "") for field in TEXT_FIELDS), *lists]))


class Wish:
    def __init__(self, line):
        self.query, self.kind, accept, forbid = line.split("\t")
        self._accept = [folded(group).split("|") for group in accept.split("&")]
        self._forbid = [] if forbid == "-" else folded(forbid).split("|")

    def is_served_by(self, posting, best_month):
        """`posting` as it was indexed; `best_month` in yuan, or None where no pay is known."""
        title, text = folded(posting["title"]), all_text(posting)
        if any(word in title for word in self._forbid):
            return False
        return all(any(_holds(word, title, text, best_month) for word in group) for group in self._accept)


def _holds(word, title, text, best_month):
    if wanted := _PAY.fullmatch(word):
        return best_month is not None and best_month >= int(wanted.group(1))
    return word[1:] in text if word.startswith("~") else word in title


def best_month(hit):
    pay = hit.get("pay", {})
    return pay.get("monthly_max", pay.get("monthly_min"))


def read_wishes():
    with open(TABLE, encoding="utf-8") as file:
        return [Wish(line.rstrip("\n")) for line in file if not line.startswith("#")]
