"""CSV of the contest → its table and plot (SVG, no library) for the page of benchmarks.

    python page.py intents.csv --out DOCS
"""

import csv
import math
import subprocess
import sys
from pathlib import Path

TITLES = {
    "banking77": "BANKING77",
    "banking77-10": "BANKING77, 10 examples an intent",
    "clinc150": "CLINC150",
    "hwu64": "HWU64",
    "snips2017": "SNIPS",
    "massive-en": "MASSIVE, English",
    "massive-th": "MASSIVE, Thai",
    "massive-th-nospace": "MASSIVE, Thai without spaces",
    "truevoice-th": "truevoice, Thai call centre",
    "fb-th": "Facebook multilingual, Thai",
}
COLOURS = {"sonthana": "main", "fastText": "b", "LinearSVC": "c", "NLP.js": "d"}
STYLE = """
text{font:12px system-ui,sans-serif;fill:#475467}.title{font-weight:600;fill:#1b2430}
.grid{stroke:#e4e7ec}.main{fill:#0f766e}.b{fill:#b54708}.c{fill:#6941c6}.d{fill:#c11574}.name{font-weight:600}
.paper{fill:#fff}
@media(prefers-color-scheme:dark){.paper{fill:#10151d}text{fill:#98a2b3}.title{fill:#e6eaf0}.grid{stroke:#2b3442}
.main{fill:#2dd4bf}.b{fill:#fdb022}.c{fill:#bdb4fe}.d{fill:#faa7e0}}
"""
WIDE, HIGH, COLUMNS = 300, 230, 3


def main():
    out = Path(sys.argv[sys.argv.index("--out") + 1])
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (out / "benchmarks-intents.csv").write_text(Path(sys.argv[1]).read_text("utf-8"), "utf-8")
    (out / "benchmarks-intents.svg").write_text(plot(rows), "utf-8")
    section = Path(__file__).parent.parent / "section.py"
    subprocess.run([sys.executable, section, out / "benchmarks.md", "intents"], input=table(rows), text=True, check=True)


def sets(rows):
    return list(dict.fromkeys(row["set"] for row in rows))


def table(rows):
    dates = sorted({row["date"] for row in rows})
    lines = [f"Measured {' and '.join(dates)} on {rows[0]['machine']}.", ""]
    lines += ["![Accuracy by the time it takes to learn](benchmarks-intents.svg)", ""]
    heads = "set | engine | accuracy | learns in, CPU | holds at most, learning | model | loads in | answers in, median · 99th | holds, answering"
    lines += [f"| {heads} |", "|---|---|" + "--:|" * 7]
    for name in sets(rows):
        own = [row for row in rows if row["set"] == name]
        size = next((row for row in own if row["learned"]), None)
        title = f"**{TITLES.get(name, name)}**" + (f", {int(size['learned']):,} learned, {int(size['asked']):,} asked" if size else "")
        for row in own:
            lines.append("| " + " | ".join([title, *cells(row)]) + " |")
            title = ""
    scored = [row for row in rows if row["auroc"]]
    if scored:
        told = ", ".join(f"{row['engine']} {float(row['auroc']):.1f}" for row in scored)
        lines += ["", f"Out of scope in CLINC150, never seen in training: the chance, in percent, that a message in scope outscores one out of it: {told}."]
    return "\n".join(lines) + "\n"


def cells(row):
    if not row["accuracy"]:
        return [row["engine"], "", f"stopped after {row['train_wall'].lstrip('>')} s", *[""] * 5]
    one = {key: float(row[key]) for key in row if key not in ("set", "engine", "auroc", "date", "machine")}
    return [
        row["engine"],
        f"{one['accuracy']:.1f} %",
        seconds(one["train_cpu"]),
        mega(one["train_rss"]),
        mega(one["bytes"]),
        seconds(one["load"]),
        f"{micro(one['median'])} · {micro(one['p99'])}",
        mega(one["rss"]),
    ]


def seconds(value):
    return f"{value * 1000:.0f} ms" if value < 0.1 else f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def micro(value):
    return f"{value * 1e6:.0f} µs" if value < 1e-3 else f"{value * 1e3:.1f} ms"


def mega(value):
    return f"{value / 1e6:.1f} MB" if value < 1e7 else f"{value / 1e6:.0f} MB"


def plot(rows):
    names = sets(rows)
    height = math.ceil(len(names) / COLUMNS) * HIGH
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE * COLUMNS} {height}"><style>{STYLE}</style>']
    svg.append(f'<rect class="paper" width="{WIDE * COLUMNS}" height="{height}"/>')
    for place, name in enumerate(names):
        own = [row for row in rows if row["set"] == name and row["accuracy"]]
        svg.append(f'<g transform="translate({place % COLUMNS * WIDE} {place // COLUMNS * HIGH})">')
        svg += panel(TITLES.get(name, name), [(row["engine"], float(row["train_cpu"]), float(row["accuracy"])) for row in own])
        svg.append("</g>")
    return "\n".join([*svg, "</svg>"]) + "\n"


def panel(title, points):
    left, right, top, bottom = 44, WIDE - 16, 34, HIGH - 44
    low = math.floor(min(math.log10(cpu) for _, cpu, _ in points) - 0.1)
    high = math.ceil(max(math.log10(cpu) for _, cpu, _ in points) + 0.1)
    step = 5 if max(p[2] for p in points) - min(p[2] for p in points) > 12 else 2
    least = math.floor(min(p[2] for p in points) / step - 0.2) * step
    most = math.ceil(max(p[2] for p in points) / step + 0.2) * step
    x = lambda cpu: left + (right - left) * (math.log10(cpu) - low) / (high - low)
    y = lambda share: bottom - (bottom - top) * (share - least) / (most - least)
    yield f'<text class="title" x="{left}" y="18">{title}</text>'
    for power in range(low, high + 1):
        at = x(10**power)
        yield f'<path class="grid" d="M{at:.1f} {top}V{bottom}"/><text x="{at:.1f}" y="{bottom + 16}" text-anchor="middle">{10.0**power:g}</text>'
    for share in range(least, most + 1, step * max(1, (most - least) // step // 5)):
        yield f'<path class="grid" d="M{left} {y(share):.1f}H{right}"/><text x="{left - 6}" y="{y(share) + 4:.1f}" text-anchor="end">{share}</text>'
    yield f'<text x="{(left + right) / 2}" y="{bottom + 32}" text-anchor="middle">accuracy, % · seconds of CPU to learn</text>'
    boxes = [(x(cpu), y(share), 6) for _, cpu, share in points]
    for engine, cpu, share in points:
        kind, size = COLOURS.get(engine, "d"), 6 if engine == "sonthana" else 4.5
        yield f'<circle class="{kind}" cx="{x(cpu):.1f}" cy="{y(share):.1f}" r="{size}"/>'
        at, up = place(engine, x(cpu), y(share), boxes)
        boxes.append((at, up - 4, 3.6 * len(engine)))
        yield f'<text class="{kind} name" x="{at:.1f}" y="{up:.1f}" text-anchor="middle">{engine}</text>'


def place(word, x, y, boxes):
    """Where a word beside its dot hides no other: to the right, below, above, to the left, or further below."""
    half = 3.6 * len(word)
    tries = [(x + half + 10, y + 4), (x, y + 19), (x, y - 10), (x - half - 10, y + 4), (x, y + 33), (x, y + 47)]
    for at, up in tries:
        inside = 40 + half < at < WIDE - half
        if inside and all(abs(at - left) > half + wide or abs(up - 4 - high) > 12 for left, high, wide in boxes):
            return at, up
    return tries[-1]


if __name__ == "__main__":
    main()
