#!/usr/bin/python3
"""The house keeps its own rules, and each rule would notice if it did not."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

import include_rules
import layout_rules
import size_rules
import text_rules
from source_tree import SourceTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONG_FUNCTION = "int f(int x) {\n" + "  x += 1;\n" * 60 + "  return x;\n}\n"

# Rule -> trees that break it (file name -> text); each must be noticed by itself.
BROKEN = {
    include_rules.include_direction: [
        {"schema/domain/a.cc": '#include "schema/text/analyzer.h"\n'},
        {"schema/geo/a.cc": '#include "schema/text/analyzer.h"\n'},
        {"schema/base/a.h": '#include "schema/domain/pay.h"\n'},
        {"schema/index/a.cc": '#include "searchd/search/result.h"\n'},
        {"indexer/a.cc": '#include "searchd/search/result.h"\n'},
        {"searchd/search/a.cc": '#include "indexer/spill.h"\n'},
        {"searchd/search/a.cc": '#include "searchd/http/problem.h"\n'},
        {"searchd/http/a.cc": '#include "searchd/app.h"\n'},
        {"searchd/app.cc": '#include "tests/support/world.h"\n'},
        {"schema/text/a.cc": '#include "analyzer.h"\n'},
    ],
    include_rules.library_confinement: [
        {"schema/domain/a.cc": "#include <nlohmann/json.hpp>\n"},
        {"schema/json/a.h": "#include <nlohmann/json.hpp>\n"},
        {"searchd/search/a.cc": "#include <httplib.h>\n"},
        {"searchd/http/a.cc": "#include <xapian.h>\n"},
        {"indexer/report.cc": "#include <xapian.h>\n"},
        {"searchd/app.cc": "#include <xapian.h>\n"},
        {"schema/index/a.cc": "#include <unicode/unistr.h>\n"},
        {"searchd/index/a.cc": "#include <sqlite3.h>\n"},
        {"schema/index/a.cc": "#include <s2/s2cell_id.h>\n"},
        {"schema/geo/a.h": "#include <s2/s2cell_id.h>\n"},
        {"schema/domain/a.cc": "#include <opencc/SimpleConverter.hpp>\n"},
        {"schema/domain/a.cc": "#include <SimpleConverter.hpp>\n"},
        {"indexer/build.cc": "#include <CLI/CLI.hpp>\n"},
        {"searchd/http/a.cc": "#include <spdlog/spdlog.h>\n"},
        {"schema/geo/a.cc": "#include <GeographicLib/Geodesic.hpp>\n"},
        {"searchd/app.cc": "#include <toml++/toml.h>\n"},
        {"searchd/config.h": "#include <toml++/toml.h>\n"},
        {"searchd/http/a.cc": "#include <prometheus/counter.h>\n"},
        {"searchd/ops/a.h": "#include <prometheus/counter.h>\n"},
        {"searchd/ops/a.cc": "#include <libdeflate.h>\n"},
    ],
    size_rules.file_length: [{"indexer/a.cc": "\n" * 401}, {"indexer/a.h": "\n" * 251}],
    size_rules.function_length: [
        {"indexer/a.cc": LONG_FUNCTION},
        {"indexer/a.cc": "namespace n {\nclass A {\n" + LONG_FUNCTION + "};\n}\n"},
        {"indexer/a.cc": "A::A(int x) : x_{x}, y_(x) {\n" + "  if (x) { ++x; }\n" * 60 + "}\n"},
        {"tests/unit/a.cc": 'TEST_CASE("a {brace} in a name") {\n' + "  CHECK(true);  // }\n" * 60 + "}\n"},
        {"indexer/a.cc": "const auto f = [](int x) {\n" + "  ++x;\n" * 60 + "};\n"},
    ],
    layout_rules.top_level: [{"scripts/a.sh": ""}, {"notes.md": ""}],
    layout_rules.no_drawers: [{"schema/util/a.h": ""}, {"indexer/helpers.cc": ""}, {"searchd/http/request_utils.cc": ""}],
    layout_rules.pragma_once: [{"schema/base/a.h": "// A comment first.\n#pragma once\n"}, {"schema/base/a.h": ""}],
    layout_rules.python_is_debians: [{"tests/a_test.py": "#!/usr/bin/env python3\n"}],
    layout_rules.readme_shows_commands: [{"README.md": "`./dev run`"}, {"README.md": "`./dev test`"}],
    layout_rules.packages_cover_cmake: [
        {".debian-packages": "cmake # builds\n", "CMakeLists.txt": "find_package(fmt REQUIRED)\n"},
        {".debian-packages": "cmake # builds\n", "schema/CMakeLists.txt": "find_library(S2_LIBRARY s2 REQUIRED)\n"},
        {".debian-packages": "cmake # builds\n", "CMakeLists.txt": "pkg_check_modules(X REQUIRED IMPORTED_TARGET opencc)\n"},
        {".debian-packages": "cmake # builds\n", "CMakeLists.txt": "find_package(Unheard REQUIRED)\n"},
    ],
    layout_rules.packages_have_reasons: [{".debian-packages": "cmake\n"}, {".debian-packages": "cmake #\n"}],
    text_rules.nothing_unfinished: [
        {"indexer/a.cc": "// TODO: later\n"}, {"README.md": "Good enough for now.\n"}, {"dev": "echo not implemented\n"}],
    text_rules.no_machine_names: [
        {"README.md": "see /work/shared\n"}, {"tests/a.py": 'open("/tmp/x")\n'}, {"web/package.json": '"https://registry.example.org/"\n'},
        {"dev": "curl http://10.0.0.3/x\n"}],
    text_rules.banned_code: [
        {"indexer/a.cc": "std::regex r;\n"}, {"indexer/a.cc": "using namespace std;\n"}, {"indexer/a.cc": "c = std::tolower(c);\n"},
        {"schema/text/a.cc": "if (isspace(c)) return;\n"}],
    text_rules.no_sleeps_in_tests: [{"tests/unit/a.cc": "std::this_thread::sleep_for(1ms);\n"}, {"tests/unit/a.cc": "  sleep(1);\n"}],
    text_rules.wall_clock: [
        {"searchd/search/a.cc": "std::chrono::system_clock::now();\n"}, {"indexer/build.cc": "std::time(nullptr);\n"}],
    text_rules.utf8: [{"README.md": b"\xff\n"}, {"indexer/a.cc": b"int x;\r\n"}],
    text_rules.data_files_parse: [
        {"schema/a.json": "{"}, {"schema/examples/a.jsonl": '{}\n{"a":\n'}, {"schema/data/a.csv": "a,b\n1\n"},
        {"schema/data/a.tsv": "no tab\n"}, {"schema/openapi.yaml": "a: [\n"}],
}

# What looks like a breach and is none.
SOUND = {
    include_rules.include_direction: {
        "schema/index/a.cc": '#include "schema/text/analyzer.h"\n#include "schema/index/b.h"\n',
        "searchd/http/a.cc": '#include "searchd/search/result.h"\n', "searchd/main.cc": '#include "searchd/app.h"\n',
        "tests/unit/a.cc": '#include "indexer/spill.h"\n#include "searchd/app.h"\n'},
    include_rules.library_confinement: {
        "schema/json/a.cc": "#include <nlohmann/json.hpp>\n", "schema/text/a.h": "#include <unicode/unistr.h>\n",
        "indexer/base_writer.h": "#include <xapian.h>\n", "indexer/main.cc": "#include <xapian.h>\n",
        "searchd/config.cc": "#include <CLI/CLI.hpp>\n", "searchd/config_toml.cc": "#include <toml++/toml.h>\n",
        "searchd/ops/a.cc": "#include <prometheus/counter.h>\n", "searchd/http/a.cc": "#include <libdeflate.h>\n", "schema/text/b.cc": "#include <Config.hpp>\n", "tests/unit/a.cc": "#include <GeographicLib/Geodesic.hpp>\n"},
    size_rules.function_length: {
        "indexer/a.cc": "const std::vector<int> kTable = make({\n" + "  1,\n" * 80 + "});\n",
        "indexer/b.cc": "namespace n {\nstruct A {\n" + "  int f() { return 1; }\n" * 80 + "};\n}\n"},
    text_rules.banned_code: {
        "indexer/a.cc": "using namespace std::chrono_literals;\n// never std::regex, never isspace(c)\n"},
    text_rules.no_machine_names: {"README.md": "https://www.unicode.org/license.txt 1/work/day http://127.0.0.1:8080\n"},
    text_rules.wall_clock: {"schema/base/clock.cc": "std::chrono::system_clock::now();\n", "indexer/a.cc": "posted_time(0);\n"},
}


def planted(folder, files):
    for name, content in files.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return SourceTree(folder)


class TheRules(unittest.TestCase):
    def test_each_rule_notices_each_breach(self):
        for rule, trees in BROKEN.items():
            for files in trees:
                with self.subTest(rule=rule.__name__, files=list(files)), tempfile.TemporaryDirectory() as folder:
                    self.assertEqual(len(rule(planted(folder, files))), 1)

    def test_no_rule_cries_at_what_is_sound(self):
        for rule, files in SOUND.items():
            with self.subTest(rule=rule.__name__), tempfile.TemporaryDirectory() as folder:
                self.assertEqual(rule(planted(folder, files)), [])


class TheHouse(unittest.TestCase):
    """One test a rule, added below."""


def _obeys(rule):
    def test(self):
        problems = rule(SourceTree(ROOT))
        self.assertFalse(problems, f"{rule.__doc__}\n  " + "\n  ".join(problems))

    return test


for _rule in BROKEN:
    setattr(TheHouse, f"test_obeys_{_rule.__name__}", _obeys(_rule))


if __name__ == "__main__":
    unittest.main()
