"""What was measured, as a table with the targets beside it."""

import statistics

TARGETS = {"browse": 2.0, "common word": 2.0, "rare word": 1.5, "three words, all": 1.5, "three words, few": 1.5}
FIRST_ANSWER_S = 1.0
SWITCH_TIMES = 1.5


def mark(good):
    return "✓" if good else "✗"


def _classes(place, rows):
    lines = [f"{place}, 3 km", f"  {'':<18}{'hits':>7} │{'p50':>7}{'p99':>8}{'CPU':>7}{'search':>8} │{'p50':>7}{'p99':>8}"
             f"{'CPU':>7}{'search':>8} │{'CPU ×':>7}{'search ×':>10}{'target':>8}"]
    for name, row in rows.items():
        cells = [f"  {name:<18}{row['median_total']:>7,} "]
        for who in ("searchd", "floor"):
            one = row[who]
            cells.append(f"│{one['p50_us']:>7,.0f}{one['p99_us']:>8,.0f}{one['cpu_us']:>7,.0f}{one['search_us']:>8,.0f} ")
        ratio, target = row["times_floor_cpu_us"], TARGETS.get(name)
        told = f"≤ {target:g} {mark(ratio <= target)}" if target else ""
        cells.append(f"│{ratio:>7.2f}{row['times_floor_search_us']:>10.2f}{told:>8}")
        lines.append("".join(cells))
    return lines


def _stages(rows):
    """Where the time of a search goes."""
    lines = [f"stages of a search at the dense place, µs{'plan':>14}{'match':>16}{'rank':>16}{'build':>16}"]
    for name, row in rows.items():
        cells = "".join(f"{row['searchd']['stages_us'][stage]:>9,.0f} /{row['floor']['stages_us'][stage]:>5,.0f}"
                        for stage in row["floor"]["stages_us"])
        lines.append(f"  {name:<34}{cells}")
    return lines


def _build(sizes):
    lines = ["building           doc/CPU s    peak MB   B/posting   first answer s   own MB   target    mapped MB"]
    for size, one in sizes.items():
        build, memory = one["build"], one["memory"]
        own, target = memory["anonymous_bytes"] / 1e6, memory["target_bytes"] / 1e6
        first = one["first_answer_s"]
        lines.append(f"  {int(size):>11,}{build['documents_per_cpu_second']:>15,.0f}{build['peak_memory_mb']:>11,.0f}"
                     f"{build['bytes_per_posting']:>12,.0f}{first:>15.2f} {mark(first <= FIRST_ANSWER_S)}{own:>9.1f}"
                     f"{target:>7.0f} {mark(own <= target)}{memory['mapped_file_bytes'] / 1e6:>13,.0f}")
    largest = list(sizes.values())[-1]["build"]["bytes_per_posting_by_file"]
    lines.append("  bytes a posting by file: " + ", ".join(f"{name} {count:,.0f}" for name, count in largest.items() if count >= 1))
    return lines


def _lists_read_anew(rows):
    cells = "".join(f"  {name} {row['searchd']['cpu_us']:,.0f} / {row['floor']['cpu_us']:,.0f} = "
                    f"{row['times_floor_cpu_us']:4.2f}" for name, row in rows.items())
    return ["with posting lists read anew each time, CPU µs (searchd / floor)", cells]


def _clients(rows):
    lines = [f"keep-alive clients, all classes mixed{'':<6}searchd{'':<26}floor",
             f"  {'':<10}{'answers/s':>12}{'p50 µs':>10}{'p99 µs':>10}  │{'answers/s':>12}{'p50 µs':>10}{'p99 µs':>10}"]
    for number, row in rows.items():
        cells = "  │".join(f"{row[who]['throughput']:>12,.0f}{row[who]['p50_us']:>10,}{row[who]['p99_us']:>10,}"
                           for who in ("searchd", "floor"))
        lines.append(f"  {number:<10}{cells}")
    return lines


def _switch(switch):
    one = switch["switches"]
    times, over = statistics.median(s["times"] for s in one), statistics.median(s["seconds_over"] for s in one)
    told = ", ".join(f"{s['p99_before_us']:,.0f} → {s['p99_us']:,.0f}" for s in one)
    return [f"a new generation under load, {len(one)} times ({switch['rate']:,.0f} answers/s asked, {switch['failures']} failures): p99 of "
            f"its second {times:.2f} × that of the seconds before (median; µs: {told}); over {SWITCH_TIMES} × for {over:g} s "
            f"{mark(over <= 1)}"]


def table(results):
    largest = list(results["sizes"].values())[-1]
    lines = _build(results["sizes"]) + [""]
    lines.append(f"searching {results['postings']:,} postings: µs; CPU of the whole process, wall time of the search alone; left "
                 "searchd, right the floor")
    for place, rows in largest["classes"].items():
        lines += _classes(place, rows)
    lines += ["", *_stages(largest["classes"]["dense"])]
    lines += ["", "by radius, CPU µs (searchd / floor)"]
    for metres, rows in results["radius"].items():
        cells = "".join(f"  {name} {row['searchd']['cpu_us']:>7,.0f} / {row['floor']['cpu_us']:>6,.0f} = "
                        f"{row['times_floor_cpu_us']:4.2f} ({row['median_total']:,})" for name, row in rows.items())
        lines.append(f"  {int(metres):>7,} m{cells}")
    lines += ["", *_lists_read_anew(results["lists_read_anew"])]
    lines += [""] + _clients(results["clients"]) + [""] + _switch(results["switch"])
    lines.append(f"answers compared with the floor's, all equal: {results['answers_compared']:,}")
    return "\n".join(lines)
