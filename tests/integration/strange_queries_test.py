#!/usr/bin/python3
"""Whatever is typed, there is an answer or a clear refusal, and it costs no more than a search may: strange_queries_test.py --bin DIR [--sanitized]

What is judged is the processor time of the whole daemon, against the deadline of a search; other programs do not change it.
"""

import argparse
import contextlib
import http.client
import json
import os
import pathlib
import re
import sys
import tempfile
import unittest
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from daemon import Daemon  # noqa: E402
from sample import DENSE, NOW, index_sample  # noqa: E402

OPTIONS = argparse.Namespace(bin="", sanitized=False)
DEADLINE_MS = 100
MOST = 200  # characters that a query may have
HAN = re.compile("[\u4e00-\u9fff]")
ANSWERED, REFUSED, TOO_LONG = (200,), (400,), (400, 414)

# Name -> (the query, the statuses it may have). Bytes are sent as they are: no text holds them.
STRANGE = {
    "one emoji": ("😀", ANSWERED),
    "emoji around a word": ("😀保洁🧹", ANSWERED),
    "a family joined by zero-width joiners": ("👩\u200d👩\u200d👧\u200d👦" * 20, ANSWERED),
    "flags and skin colours": ("🇨🇳👍🏽" * 40, ANSWERED),
    "only Chinese punctuation": ("，。！？、；：“”《》【】——……" * 8, ANSWERED),
    "only ASCII punctuation": ("!@#$%^&*()_+-=[]{}|;':\",./<>?" * 6, ANSWERED),
    "one full stop": ("。", ANSWERED),
    "only spaces, wide ones too": (" \u3000\u00a0\t" * 40, ANSWERED),
    "an operator and nothing else": ("-", ANSWERED),
    "operators without end": ("-(" * 100, ANSWERED),
    "quotes that do not close": ("\"保洁 'OR 1=1 -- ", ANSWERED),
    "a percent sign and an ampersand": ("100% & 保洁", ANSWERED),
    "six scripts at once": ("保洁 Уборка 掃除 청소 تنظيف ניקיון ทำความสะอาด cleaning", ANSWERED),
    "Han and Latin in turn": ("保a" * 100, ANSWERED),
    "Han and digits in turn": ("保1" * 100, ANSWERED),
    "Latin and digits in turn": ("a1" * 100, ANSWERED),
    "words and spaces in turn": ("保 " * 100, ANSWERED),
    "wide Latin": ("ＪＡＶＡ" * 50, ANSWERED),
    "wide, narrow and half-width kana": ("ＡAｱア" * 50, ANSWERED),
    "control characters": ("\x00\x01\x02\x1b[31m\x7f\x80\x9f保洁", (200, 400)),
    "line ends": ("保洁\r\n保安\u2028\u2029", ANSWERED),
    "bidirectional overrides": ("\u202e洁保\u202c \u2066保洁\u2069 \u200f", ANSWERED),
    "zero-width characters inside a word": ("保\u200b洁\u200c员\ufeff", ANSWERED),
    "only zero-width characters": ("\u200b\u200c\u200d\ufeff\u2060" * 40, ANSWERED),
    "variation selectors and tags": ("保\ufe0f洁\U000e0101" + "\U000e0041" * 50, ANSWERED),
    "a hundred accents on one letter": ("a" + "\u0301" * 199, ANSWERED),
    "letters that grow when they are folded": ("ﷺ" * 200, ANSWERED),
    "ligatures and circled numbers": ("ﬁﬂ①②㊙㍿" * 30, ANSWERED),
    "rare ideographs beyond the first plane": ("𠀀𪚥𰻞" * 60, ANSWERED),
    "radicals instead of characters": ("⼀⼆⼈⼝" * 50, ANSWERED),
    "private use and unassigned": ("\ue000\uf8ff\U0010fffd\u0378", ANSWERED),
    "noncharacters": ("\ufffe\uffff\U0001fffe", (200, 400)),
    "the same ideograph 200 times": ("洁" * 200, ANSWERED),
    "the same word a hundred times": ("保洁" * 100, ANSWERED),
    "a hundred words": ("保洁 " * 66, ANSWERED),
    "sixty different words": (" ".join("保洁 保安 司机 厨师 护士 会计 文员 客服 销售 普工 焊工 电工 收银 导购 快递 月嫂 护工 绿化 分拣 叉车".split() * 3), ANSWERED),
    "the same letter 200 times": ("a" * 200, ANSWERED),
    "200 letters": (("qwertyuiopasdfghjklzxcvbnm" * 8)[:200], ANSWERED),
    "200 letters of pinyin": (("baojiesijichushihushikuaiji" * 8)[:200], ANSWERED),
    "200 letters that no syllable ends": ("xianganengang" * 15 + "xiang", ANSWERED),
    "200 vowels": ("aeiou" * 40, ANSWERED),
    "200 initials": ("bpmfdtnlgkhjqxzcsrzhchsh" * 8, ANSWERED),
    "200 digits": ("1234567890" * 20, ANSWERED),
    "a number beyond any": ("9" * 199 + "元", ANSWERED),
    "pay without end": ("5000-" * 40, ANSWERED),
    "numerals without end": ("一千万亿" * 50, ANSWERED),
    "negations without end": ("不是非" * 66, ANSWERED),
    "pluses and sharps": ("c++#" * 50, ANSWERED),
    "one character too many": ("洁" * (MOST + 1), REFUSED),
    "10,000 ideographs": ("保洁" * 5000, TOO_LONG),
    "10,000 letters": ("a" * 10_000, TOO_LONG),
    "10,000 spaces": (" " * 10_000, TOO_LONG),
    "10,000 emoji": ("😀" * 10_000, TOO_LONG),
    "a lone high surrogate": (b"\xed\xa0\x80", REFUSED),
    "a lone low surrogate": (b"\xed\xbf\xbf", REFUSED),
    "a pair of surrogates in UTF-8": (b"\xed\xa0\xbd\xed\xb8\x80", REFUSED),
    "a character longer than it need be": (b"\xc0\xaf\xe0\x80\xaf", REFUSED),
    "half a character": ("保".encode()[:2], REFUSED),
    "beyond the last code point": (b"\xf4\x90\x80\x80", REFUSED),
    "another encoding": ("保洁".encode("gb18030"), REFUSED),
    "UTF-16": ("保洁".encode("utf-16"), REFUSED),
}


class Strange(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="doorstep-test-")
        cls.addClassCleanup(folder.cleanup)
        index_sample(OPTIONS.bin, folder.name)
        # Nothing else is done meanwhile that takes processor time.
        cls.daemon = Daemon(OPTIONS.bin, f"{folder.name}/index", NOW, extra=[
            "--search-deadline-ms", str(DEADLINE_MS), "--set", "index_watch.scrub_share=0"])
        cls.addClassCleanup(cls.daemon.__exit__)
        cls.daemon.search(q="保洁", community_id=DENSE)
        cls.paths = [path for path in ("/v1/postings", "/v1/suggest") if cls.ask(path, "保洁")[0] != 404]

    @classmethod
    def ask(cls, path, query):
        """(status, content type, body) by a connection of its own."""
        target = f"{path}?q={urllib.parse.quote(query, safe='')}&community_id={DENSE}"
        with contextlib.closing(http.client.HTTPConnection(cls.daemon.host, cls.daemon.port, timeout=60)) as connection:
            connection.request("GET", target)
            response = connection.getresponse()
            return response.status, response.headers.get_content_type(), response.read()

    def cpu_ms(self):
        """Processor time of all threads so far; the daemon keeps its threads."""
        tasks = pathlib.Path(f"/proc/{self.daemon.process.pid}/task")
        return sum(int((tasks / thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in os.listdir(tasks)) / 1e6

    def check_answer(self, status, content_type, body, allowed):
        """An answer, or a refusal that says in Chinese what is wrong."""
        self.assertIn(status, allowed, body[:300])
        told = json.loads(body.decode("utf-8", "strict"))
        if status != 200:
            self.assertEqual((content_type, told["status"]), ("application/problem+json", status))
            self.assertRegex(told["title"], HAN)

    def test_every_query_is_answered_or_refused_clearly(self):
        for path in self.paths:
            for name, (query, allowed) in STRANGE.items():
                with self.subTest(path=path, query=name):
                    self.check_answer(*self.ask(path, query), allowed)
        self.assertIsNone(self.daemon.process.poll())
        self.assertTrue(self.daemon.search(q="保洁", community_id=DENSE)["hits"])

    def test_none_takes_more_processor_time_than_a_search_may(self):
        if OPTIONS.sanitized:
            self.skipTest("a sanitizer's time is not the program's")
        spent = {}
        for path in self.paths:
            for name, (query, _) in STRANGE.items():
                before = self.cpu_ms()
                self.ask(path, query)
                spent[path, name] = self.cpu_ms() - before
        for (path, name), took in sorted(spent.items(), key=lambda item: -item[1])[:5]:
            print(f"{took:6.2f} ms  {path}  {name}")
        self.assertEqual({key: took for key, took in spent.items() if took > DEADLINE_MS}, {})

    def test_the_pieces_of_a_strange_query_do_not_come_back_raw(self):
        """Controls and overrides would be seen in logs and terminals: an answer escapes or leaves them out."""
        for name in ("control characters", "bidirectional overrides", "line ends"):
            with self.subTest(name):
                body = self.ask("/v1/postings", STRANGE[name][0])[2].decode("utf-8")
                self.assertNotRegex(body, "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--sanitized", action="store_true")
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
