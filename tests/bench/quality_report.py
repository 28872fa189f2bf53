"""What the judge said, beside what is wanted: as a table for the screen and as Markdown."""

# Scores out of 100, of the kinds of query and of all.
TARGETS = {"pinyin": 90, "initials": 85, "trad": 92, "fullwidth": 92, "mixed": 92, "homophone": 85, "typo": 82, "synonym": 82,
           "group": 88, "part-time": 90, "place": 88, "salary": 85, "combo": 80, "negative": 90, "all": 87}
# Shares of the hits, of the rows that want nothing (fp) and of those that find nothing though something is there (zero).
LIMITS = {"far": 0.0, "expired": 0.0, "forbidden": 0.003, "pay": 0.005, "duplicate": 0.005, "fp": 0.0, "zero": 0.03}
# Shares of the rows whose word is among the first three suggestions.
SUGGESTED = {"pinyin": 0.95, "initials": 0.90, "prefix": 0.90, "homophone": 0.90}
MEASURES = ("hit1", "hit3", "p10", "ndcg", "zero")
REACHED, OPEN, SHORT = "reached", "open", "short"


def verdict(score, interval, target):
    """Short only where even the upper end of the interval is; open where the interval holds the target."""
    if score >= target:
        return REACHED
    return SHORT if interval[1] < target else OPEN


def score_rows(judged):
    """(kind, what was judged of it, target, verdict) of each kind that has a target and a score, `all` last."""
    told = {**judged["kinds"], "all": {**judged["all"], "queries": judged["queries"], "score": judged["score"], "ci": judged["ci"]}}
    rows = [(kind, told[kind], target) for kind, target in TARGETS.items() if told.get(kind, {}).get("score") is not None]
    return [(kind, row, target, verdict(row["score"], row["ci"], target)) for kind, row, target in rows]


def fault_rows(judged):
    """(fault, share, limit, whether it keeps within)"""
    return [(name, judged["all"][name], limit, judged["all"][name] <= limit)
            for name, limit in LIMITS.items() if name in judged["all"]]


def suggestion_rows(judged):
    """(kind, share, target, whether it is reached); empty where nothing suggests."""
    return [(kind, judged["kinds"][kind]["sug3"], target, judged["kinds"][kind]["sug3"] >= target)
            for kind, target in SUGGESTED.items() if "sug3" in judged["kinds"].get(kind, {})]


def _yes(good):
    return "✓" if good else "✗"


def _table(head, rows):
    """Lines of a Markdown table whose columns also stand in line on a screen."""
    cells = [head, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]

    def line(row):
        return "| " + " | ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                                 for column, (cell, width) in enumerate(zip(row, widths))) + " |"

    rule = "|" + "|".join("-" * (width + 2) if column == 0 else "-" * (width + 1) + ":"
                          for column, width in enumerate(widths)) + "|"
    return [line(head), rule, *map(line, rows)]


def _share(row, name):
    return f"{row[name]:.3f}" if name in row else ""


def _scores(judged):
    rows = [[kind, str(row["queries"]), f"{row['score']:.1f}", f"{row['ci'][0]:.1f} to {row['ci'][1]:.1f}", str(target), said,
             *(_share(row, name) for name in MEASURES)] for kind, row, target, said in score_rows(judged)]
    return _table(["kind", "rows", "score", "95 % interval", "target", "verdict", *MEASURES], rows)


def _faults(judged):
    return _table(["fault", "share", "limit", ""], [[name, f"{share:.4f}", f"{limit:g}", _yes(good)]
                                                     for name, share, limit, good in fault_rows(judged)])


def _suggestions(judged):
    rows = suggestion_rows(judged)
    if not rows:
        return ["Nothing suggests: /v1/suggest does not answer."]
    return _table(["among three suggestions", "share", "target", ""], [[kind, f"{share:.3f}", f"{target:g}", _yes(good)]
                                                                        for kind, share, target, good in rows])


def _ablation(results):
    """What each part is worth: the score with everything less the score without it."""
    runs = results["ablation"]["runs"]
    if not runs:
        return []
    whole = results["judged"]
    rows = [[kind, f"{row['score']:.1f}", *(f"{row['score'] - score_of(run, kind):+.1f}" for run in runs.values())]
            for kind, row, _, _ in score_rows(whole)]
    faults = [[name, f"{share:.4f}", *(f"{run['all'].get(name, 0.0) - share:+.4f}" for run in runs.values())]
              for name, share, _, _ in fault_rows(whole)]
    return ["", "What is lost of the score without each part:", "", *_table(["kind", "with all", *runs], rows),
            "", "and the faults that come instead:", "", *_table(["fault", "with all", *runs], faults)]


def score_of(judged, kind):
    return judged["score"] if kind == "all" else judged["kinds"][kind]["score"]


def _speed(speed):
    names = list(speed["sides"])
    head = ["µs a query", "queries"] + [f"{key}, {name}" for key in ("p50", "p99", "CPU", "plan") for name in names]
    rows = [[kind, str(row["queries"]),
             *(f"{row[name][key]:,.0f}" for key in ("p50_us", "p99_us", "cpu_us") for name in names),
             *(f"{row[name]['stages_us']['plan']:,.0f}" for name in names)] for kind, row in speed["kinds"].items()]
    memory = [[name, *(f"{side[key] / 1e6:,.1f}" for key in ("resident_bytes", "anonymous_bytes", "mapped_file_bytes"))]
              for name, side in speed["sides"].items()]
    return ["", *_table(head, rows), "", *_table(["memory of searchd, MB", "resident", "its own", "mapped files"], memory)]


def table(results):
    judged = results["judged"]
    lines = [f"Quality of answers: {results['postings']:,} postings (seed {results['seed']}, {results['real_postings']:,} of them "
             f"real), {judged['requests']:,} questions", "", *_scores(judged), "", *_faults(judged), "", *_suggestions(judged)]
    if judged["errors"]:
        lines += ["", f"Questions without a usable answer, by status: {judged['errors']}"]
    if "ablation" in results:
        lines += _ablation(results)
    lines += _speed(results["speed"])
    if results["unknown_parts"]:
        lines += ["", f"searchd cannot be without: {', '.join(results['unknown_parts'])} (search.without does not know them)"]
    return "\n".join(lines)
