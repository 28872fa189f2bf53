"""The shape of the tree: what lies at the top, how files begin, which packages the build stands on."""

import re

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "NOTICE", "README.md", "dev",
             "indexer", "schema", "searchd", "tests", "web"}
_DRAWERS = re.compile(r"^(utils?|common|helpers?|managers?|misc)([._].*|\d*)$|_(utils?|helpers?|manager)\.")

# What CMake asks for -> the Debian package that brings it. None: part of CMake or the compiler.
PACKAGES = {
    "Threads": None, "PkgConfig": "pkg-config", "ICU": "libicu-dev", "OpenSSL": "libssl-dev", "fmt": "libfmt-dev",
    "CLI11": "libcli11-dev", "xapian": "libxapian-dev", "nlohmann_json": "nlohmann-json3-dev",
    "cpp-httplib": "libcpp-httplib-dev", "opencc": "libopencc-dev", "libxxhash": "libxxhash-dev", "s2": "libs2-dev",
    "Catch2": "catch2", "geographiclib": "libgeographiclib-dev", "GeographicLib": "libgeographiclib-dev",
    "SQLite3": "libsqlite3-dev", "libpq": "libpq-dev", "EXPAT": "libexpat1-dev", "libzip": "libzip-dev",
    "absl": "libabsl-dev", "xxhash": "libxxhash-dev", "Python3": "python3", "rapidcheck": "librapidcheck-dev",
    "libdeflate": "libdeflate-dev", "prometheus-cpp-core": "prometheus-cpp-dev", "tomlplusplus": "libtomlplusplus-dev",
}
_FOUND = re.compile(r"^\s*(find_package|pkg_check_modules|pkg_search_module|find_library)\s*\(([^)]*)\)", re.MULTILINE)
_OPTIONS = {"REQUIRED", "IMPORTED_TARGET", "QUIET", "NAMES", "GLOBAL"}


def top_level(tree):
    """Only what the design lists lies at the top; tools' dotfiles are free."""
    names = {path.parts[0] for path in tree.paths}
    return [f"{name}: does not belong at the top level" for name in sorted(names - TOP_LEVEL) if not name.startswith(".")]


def no_drawers(tree):
    """There is no util: a file is named for what it holds."""
    return [f"{path}: name it for what it holds" for path in tree.paths if any(_DRAWERS.search(part) for part in path.parts)]


def pragma_once(tree):
    """Every header begins with #pragma once."""
    return [f"{path}: must begin with #pragma once" for path in tree.cpp()
            if path.suffix == ".h" and not tree.text(path).startswith("#pragma once\n")]


def python_is_debians(tree):
    """A script runs on the Python that has Debian's modules, whatever else is on the PATH."""
    return [f"{path}: its first line must be #!/usr/bin/python3" for path in tree.paths
            if path.suffix == ".py" and tree.text(path).startswith("#!") and not tree.text(path).startswith("#!/usr/bin/python3\n")]


def readme_shows_commands(tree):
    """The first thing a reader needs are the two commands."""
    text = tree.text("README.md") if (tree.root / "README.md").is_file() else ""
    return [f"README.md: does not show {command}" for command in ("./dev run", "./dev test") if command not in text]


def _names(call, arguments):
    words = [word for word in arguments.split() if word not in _OPTIONS]
    # The first word of these names a variable.
    return words[1:2] if call in ("find_library", "pkg_check_modules", "pkg_search_module") else words[:1]


def _listed_packages(tree):
    return {line.split("#")[0].strip() for _, line in tree.lines(".debian-packages")} - {""}


def packages_cover_cmake(tree):
    """What CMake looks for, ./dev installs."""
    problems = []
    listed = _listed_packages(tree)
    for path in tree.paths:
        if path.name != "CMakeLists.txt":
            continue
        for call, arguments in _FOUND.findall(re.sub(r"#[^\n]*", "", tree.text(path))):
            for name in _names(call, arguments):
                if name not in PACKAGES:
                    problems.append(f"{path}: {name}: say in tests/tidy/layout_rules.py which package brings it")
                elif PACKAGES[name] and PACKAGES[name] not in listed:
                    problems.append(f"{path}: {name} needs {PACKAGES[name]}, which .debian-packages lacks")
    return problems


def packages_have_reasons(tree):
    """Each package says why it is there."""
    return [f".debian-packages:{number}: {line.strip()}: no reason" for number, line in tree.lines(".debian-packages")
            if line.strip() and not line.startswith("#") and not re.search(r"#\s*\S", line)]
