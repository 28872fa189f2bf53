"""Charts as SVG, by hand: axes with names and units, logarithmic where asked, a legend, colours that also differ in dash."""

import html
import math

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 86, 210, 50, 62
# Of a chart of bars.
ROW = 26
COLOURS = ["#1b6ca8", "#c4421a", "#2e7d32", "#7b3fa0", "#8a6d00", "#00838f", "#ad1457"]
STYLE = "font-family:'Noto Sans','DejaVu Sans',sans-serif;font-size:13px"


def short(value):
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


class Axis:
    """From values to pixels, with the values to be marked."""

    def __init__(self, name, values, begin, end, logarithmic=True, ticks=None):
        self.name, self._log = name, logarithmic
        low, high = min(values), max(values)
        if logarithmic:
            low, high = max(low, 1e-9) / 1.15, max(high, 1e-9) * 1.15
        else:
            low, high = 0, high * 1.08 or 1
        self._low, self._high = self._of(low), self._of(high)
        self._begin, self._end = begin, end
        self.ticks = ticks or (self._log_ticks(low, high) if logarithmic else self._even_ticks(high))

    def _of(self, value):
        return math.log10(value) if self._log else value

    @staticmethod
    def _log_ticks(low, high):
        steps = (1, 1.5, 2, 3, 4, 5, 7) if high / low < 8 else (1, 2, 5) if high / low < 300 else (1,)
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        return [step * 10.0 ** decade for decade in decades for step in steps if low <= step * 10.0 ** decade <= high]

    @staticmethod
    def _even_ticks(high):
        rough = high / 5
        unit = 10 ** math.floor(math.log10(rough))
        step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
        return [step * number for number in range(int(high / step) + 1)]

    def at(self, value):
        share = (self._of(max(value, 1e-9) if self._log else value) - self._low) / ((self._high - self._low) or 1)
        return self._begin + share * (self._end - self._begin)


def text(x, y, words, anchor="middle", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{html.escape(words)}</text>'


def _document(parts, height):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
            f'style="{STYLE}">\n<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n")


def _frame(title, x_axis, y_axis):
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = [text(LEFT, 26, title, "start", 'style="font-size:16px;font-weight:bold"')]
    for value in x_axis.ticks:
        x = x_axis.at(value)
        parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#e2e2e2"/>' + text(x, bottom + 19, short(value)))
    for value in y_axis.ticks:
        y = y_axis.at(value)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#e2e2e2"/>' + text(LEFT - 8, y + 4, short(value), "end"))
    parts.append(f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="#444"/>')
    parts.append(text((LEFT + right) / 2, HEIGHT - 16, x_axis.name))
    middle = (TOP + bottom) / 2
    parts.append(text(22, middle, y_axis.name, more=f'transform="rotate(-90 22 {middle:.1f})"'))
    return parts


def line_chart(title, x_name, y_name, lines, log_x=True, log_y=True, events=()):
    """`lines`: (name, colour number, dashed, [(x, y)]); `events`: values of x to be marked. Returns the SVG."""
    lines = [line for line in lines if line[3]]
    measured_at = sorted({x for line in lines for x, _ in line[3]})
    x_axis = Axis(x_name, measured_at, LEFT, WIDTH - RIGHT, log_x, measured_at if log_x else None)
    y_axis = Axis(y_name, [y for line in lines for _, y in line[3]], HEIGHT - BOTTOM, TOP, log_y)
    parts = _frame(title, x_axis, y_axis)
    parts += [f'<path d="M{x_axis.at(x):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#777" stroke-dasharray="2 3"/>' for x in events]
    for number, (name, colour, dashed, points) in enumerate(lines):
        paint = f'stroke="{COLOURS[colour % len(COLOURS)]}" stroke-width="2"' + (' stroke-dasharray="6 4"' if dashed else "")
        path = "L".join(f"{x_axis.at(x):.1f} {y_axis.at(y):.1f}" for x, y in points)
        parts.append(f'<path d="M{path}" fill="none" {paint}/>')
        parts += [f'<circle cx="{x_axis.at(x):.1f}" cy="{y_axis.at(y):.1f}" r="3" fill="{COLOURS[colour % len(COLOURS)]}"/>'
                  for x, y in points]
        y = TOP + 8 + 21 * number
        parts.append(f'<path d="M{WIDTH - RIGHT + 14} {y}h28" {paint}/>' + text(WIDTH - RIGHT + 48, y + 4, name, "start"))
    return _document(parts, HEIGHT)


def score_chart(title, x_name, rows):
    """`rows`: (name, score from 0 to 100, (low, high) of its interval, target), the first on top. Returns the SVG."""
    bottom = TOP + ROW * len(rows)
    height = bottom + BOTTOM
    x_axis = Axis(x_name, [0, 100], LEFT, WIDTH - 40, logarithmic=False, ticks=range(0, 101, 10))
    parts = [text(LEFT, 26, title, "start", 'style="font-size:16px;font-weight:bold"')]
    for value in x_axis.ticks:
        x = x_axis.at(value)
        parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#e2e2e2"/>' + text(x, bottom + 19, short(value)))
    for number, (name, score, (low, high), target) in enumerate(rows):
        y = TOP + ROW * number
        colour = COLOURS[1] if high < target else COLOURS[2] if score >= target else COLOURS[0]
        middle, end, mark = y + ROW / 2, x_axis.at(score), x_axis.at(target)
        parts.append(f'<rect x="{LEFT}" y="{y + 5}" width="{max(0.0, end - LEFT):.1f}" height="{ROW - 10}" fill="{colour}" '
                     f'fill-opacity="0.75"/><path d="M{x_axis.at(low):.1f} {middle}H{x_axis.at(high):.1f}" stroke="#222"/>'
                     f'<path d="M{mark:.1f} {y + 2}V{y + ROW - 2}" stroke="#222" stroke-width="3"/>')
        parts.append(text(LEFT - 8, middle + 4, name, "end") + text(LEFT + 6, middle + 4, f"{score:.1f}", "start", 'fill="#111"'))
    parts.append(text((LEFT + WIDTH - 40) / 2, height - 16, x_axis.name))
    return _document(parts, height)


def pairs(by_x, key):
    """Lines of searchd (solid) and floor (dashed) for each class. by_x: x -> class -> row."""
    names = list(dict.fromkeys(name for rows in by_x.values() for name in rows))
    return [(f"{name}{', floor' if who == 'floor' else ''}", colour, who == "floor",
             [(x, rows[name][who][key]) for x, rows in by_x.items() if name in rows])
            for colour, name in enumerate(names) for who in ("searchd", "floor")]


def charts(results):
    """File name -> SVG."""
    sizes = {int(size): row for size, row in results["sizes"].items()}
    by_size = {size: {name: row for name, row in one["classes"]["dense"].items() if "facets" not in name and "filter" not in name}
               for size, one in sizes.items()}
    drawn = {"by_size.svg": line_chart("CPU of a query by number of postings (dense place, 3 km)", "postings",
                                       "CPU µs a query", pairs(by_size, "cpu_us"))}
    radius = {int(metres): rows for metres, rows in results["radius"].items()}
    drawn["by_radius.svg"] = line_chart("CPU of a query by radius (dense place)", "radius, m", "CPU µs a query",
                                        pairs(radius, "cpu_us"))
    clients = {int(number): row for number, row in results["clients"].items()}
    for key, name, unit in (("throughput", "Throughput", "answers a second"),
                            ("p99_us", "What 99 of 100 answers keep within,", "µs")):
        lines = [(who, colour, who == "floor", [(number, row[who][key]) for number, row in clients.items()])
                 for colour, who in enumerate(("searchd", "floor"))]
        drawn[f"by_clients_{key.split('_')[0]}.svg"] = line_chart(f"{name} by keep-alive clients", "clients", unit, lines,
                                                                  log_y=key != "throughput")
    drawn["memory.svg"] = line_chart(
        "Memory of searchd by number of postings", "postings", "MB",
        [("its own", 0, False, [(size, one["memory"]["anonymous_bytes"] / 1e6) for size, one in sizes.items()]),
         ("target", 1, True, [(size, one["memory"]["target_bytes"] / 1e6) for size, one in sizes.items()]),
         ("mapped files", 2, False, [(size, one["memory"]["mapped_file_bytes"] / 1e6) for size, one in sizes.items()])])
    # The last second is a part of one.
    timeline = results["switch"]["timeline"][:-1]
    drawn["switch.svg"] = line_chart(
        "Answers under 16 clients; dotted: a new generation", "second", "µs",
        [(name, colour, False, [(second["second"], second[key]) for second in timeline])
         for colour, (name, key) in enumerate((("99 of 100", "p99_us"), ("half", "p50_us")))], log_x=False,
        events=[one["published_at_s"] for one in results["switch"]["switches"]])
    return drawn
