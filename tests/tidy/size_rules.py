"""How long files and functions may be."""

import re

from source_tree import code_only

MAX_LINES = {".cc": 400, ".h": 250}
MAX_FUNCTION_LINES = 60

_TYPE_OR_NAMESPACE = re.compile(r"\b(namespace|class|struct|enum|union|extern)\b")
_ASSIGNED = re.compile(r"(?<![=!<>])=(?!=)")


def file_length(tree):
    """A .cc of more than 400 lines or a .h of more than 250 wants to be two."""
    problems = []
    for path in tree.cpp():
        count = len(tree.lines(path))
        if count > MAX_LINES[path.suffix]:
            problems.append(f"{path}: {count} lines, {MAX_LINES[path.suffix]} at most")
    return problems


def _opens_function(head):
    """Whether the brace after `head` opens a body: of a function, a test case or a lambda held by a constant."""
    before, parenthesis, _ = head.partition("(")
    if not parenthesis or _TYPE_OR_NAMESPACE.search(before):
        return False
    return "operator" in before or "[" in before or not _ASSIGNED.search(before)


def functions(text):
    """(first line, last line) of each outermost function body."""
    scopes, head_start, line = [], 0, 1
    code = code_only(text)
    # A directive has no body; its braces, if any, are its own.
    code = re.sub(r"^[ \t]*#[^\n]*(?:\\\n[^\n]*)*", lambda m: re.sub(r"[^\n]", " ", m.group()), code, flags=re.MULTILINE)
    for position, character in enumerate(code):
        if character == "\n":
            line += 1
        elif character == "{":
            inside = any(is_function for is_function, _ in scopes)
            scopes.append((not inside and _opens_function(code[head_start:position]), line))
            head_start = position + 1
        elif character == "}":
            if scopes:
                is_function, first = scopes.pop()
                if is_function:
                    yield first, line
            head_start = position + 1
        elif character == ";":
            head_start = position + 1


def function_length(tree):
    """A function of more than 60 lines does more than one thing."""
    problems = []
    for path in tree.cpp():
        for first, last in functions(tree.text(path)):
            if last - first + 1 > MAX_FUNCTION_LINES:
                problems.append(f"{path}:{first}: a function of {last - first + 1} lines, {MAX_FUNCTION_LINES} at most")
    return problems
