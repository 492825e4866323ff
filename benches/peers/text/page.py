"""CSV of all doors, and of hard texts → one page of Markdown and one plot of F1 against speed (SVG, no library)."""

import csv
import math
import sys
from pathlib import Path

NOTE = {"wisesight": "sonthana was trained on this set; by cross-validation see [thai.md](thai.md)"}


def main():
    out = Path(sys.argv[sys.argv.index("--out") + 1])
    rows = []
    hard = []
    for path in filter(Path.exists, map(Path, sys.argv[1 : sys.argv.index("--out")])):
        head, *lines = csv.reader(path.read_text("utf-8").splitlines())
        if head[0] == "engine":
            hard += lines
        else:
            rows += lines if head[0] == "door" else [head, *lines]
    (out / "benchmarks-text.csv").write_text("door,engine,set,f1,mbps\n" + "".join(",".join(row) + "\n" for row in rows))
    if hard:
        (out / "benchmarks-text-hard.csv").write_text("engine,text,bytes,ns,times\n" + "".join(",".join(row) + "\n" for row in hard))
    (out / "benchmarks-text.md").write_text(page(rows) + worst(hard))
    (out / "benchmarks-text.svg").write_text(plot(rows))


def page(rows):
    sets = sorted({row[2] for row in rows})
    text = ["# Thai word segmentation beside others", ""]
    text += ["Made by `make peers DATA=DIR WHAT=text`; every door in one interleaved run on one core, the fastest of", "many rounds. Machines differ: read the ratios. Word F1: spans compared exactly, white space not counted.", "vaporetto has learned from the training half of TUD, sonthana from none of it.", ""]
    text += ["![F1 against speed](benchmarks-text.svg)", ""]
    heads = ["door", "engine"] + [f"{name} F1" for name in sets] + ["MB/s", "sonthana is faster by"]
    text += ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for door, engine in dict.fromkeys((row[0], row[1]) for row in rows):
        mine = {row[2]: row for row in rows if row[:2] == [door, engine]}
        ours = {row[2]: row for row in rows if row[0] == door and row[1] in ("sonthana", "sonthana words")}
        f1 = [mark(engine, name, mine[name][3]) if name in mine else "" for name in sets]
        speed, best = mean(mine), mean(ours)
        times = "" if engine.startswith("sonthana") else f"{best / speed:.1f} ×"
        text.append("| " + " | ".join([door, engine, *f1, f"{speed:.2f}", times]) + " |")
    text += [""] + [f"\\* {name}: {note}." for name, note in NOTE.items() if name in sets]
    return "\n".join(text) + "\n"


def worst(rows):
    """How much slower hard texts are than ordinary ones."""
    if not rows:
        return ""
    texts = list(dict.fromkeys(row[1] for row in rows))[1:]
    text = ["", "## Hard texts", "", "Each text for itself, a megabyte long: something repeated, or marks on no letter. Times a character, against"]
    text += ["ordinary text of the same length in one piece. An engine that needs more than half a second for 10 or 100 KB", "gets no longer text; the length is then named.", ""]
    text += ["| engine | ordinary, ns a character | " + " | ".join(texts) + " |", "|" + "---|" * (len(texts) + 2)]
    for engine in dict.fromkeys(row[0] for row in rows):
        mine = {row[1]: row for row in rows if row[0] == engine}
        cells = [times(mine[name]) if name in mine else "" for name in texts]
        text.append("| " + " | ".join([engine, mine["ordinary"][3], *cells]) + " |")
    return "\n".join(text) + "\n"


def times(row):
    return f"{row[4]} ×" + ("" if row[2] == "1000000" else f" ({int(row[2]) // 1000} KB)")


def mark(engine, name, f1):
    return f"({f1})\\*" if engine.startswith("sonthana") and name in NOTE else f1 or "changes the text"


def mean(rows):
    """Harmonic: as if one text of each set were cut after the other."""
    return len(rows) / sum(1 / float(row[4]) for row in rows.values())


def plot(rows):
    sets = sorted({row[2] for row in rows} - set(NOTE)) or sorted({row[2] for row in rows})
    points = [(row[0], row[1], float(row[3]), float(row[4])) for row in rows if row[2] == sets[0] and row[3]]
    low, high = min(p[2] for p in points) - 2, max(p[2] for p in points) + 2
    left, right = math.log10(min(p[3] for p in points)) - 0.2, math.log10(max(p[3] for p in points)) + 0.6
    x = lambda speed: 60 + 620 * (math.log10(speed) - left) / (right - left)
    y = lambda f1: 380 - 340 * (f1 - low) / (high - low)
    svg = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 430" font-family="sans-serif" font-size="12">']
    svg.append('<rect width="720" height="430" fill="white"/>')
    for power in range(math.ceil(left), math.floor(right) + 1):
        at = x(10.0**power)
        svg.append(f'<line x1="{at:.0f}" x2="{at:.0f}" y1="40" y2="380" stroke="#ddd"/>')
        svg.append(f'<text x="{at:.0f}" y="396" text-anchor="middle">{10.0**power:g}</text>')
    for f1 in range(math.ceil(low), math.floor(high) + 1, 2):
        svg.append(f'<line x1="60" x2="680" y1="{y(f1):.0f}" y2="{y(f1):.0f}" stroke="#ddd"/>')
        svg.append(f'<text x="52" y="{y(f1) + 4:.0f}" text-anchor="end">{f1}</text>')
    colours = {"rust": "#b7410e", "python": "#306998", "node": "#3c873a"}
    taken = []
    for door, engine, f1, speed in sorted(points, key=lambda point: point[3]):
        left_edge, line = x(speed) + 7, y(f1) - 5
        while any(abs(line - other) < 13 and left_edge < right_edge for other, right_edge in taken):
            line += 13
        taken.append((line, left_edge + 7 * len(f"{engine} ({door})")))
        bold = ' font-weight="bold"' if engine.startswith("sonthana") else ""
        svg.append(f'<circle cx="{x(speed):.1f}" cy="{y(f1):.1f}" r="4" fill="{colours[door]}"/>')
        svg.append(f'<text x="{left_edge:.1f}" y="{line:.1f}" fill="{colours[door]}"{bold}>{engine} ({door})</text>')
    svg.append(f'<text x="370" y="418" text-anchor="middle">MB/s, logarithmic</text><text x="60" y="26">word F1 on {sets[0]}, on which none of ours was trained</text></svg>')
    return "\n".join(svg) + "\n"


main()
