"""sonthana's times against dateparser, PyThaiNLP, Recognizers-Text and chrono-node, in one run.

In: files of cases. Out: a table, printed and, with --write, put into its section of a page. README.md
says how each tool is asked and what counts as right.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from datetime import date, datetime

import sonthana

HERE = pathlib.Path(__file__).parent
NOW = "2026-11-21T10:00:00+07:00"
ROUNDS = 3
FIELDS = {"year": 1, "quarter": 2, "month": 2, "week": 3, "day": 3, "hour": 4, "minute": 5, "second": 5}
POLICY = {"ambiguous", "disputed", "refusal", "clarify"}
GROUPS = ("Thai", "English", "English, holidays")


def cases(paths):
    """The cases of one instant, with the moment they are read at."""
    for path in paths:
        for line in pathlib.Path(path).read_text("utf-8").splitlines():
            case = json.loads(line)
            expected = case.get("expected") or {}
            # Whose day comes first, and whose Thanksgiving is meant, depends on where the speaker is.
            elsewhere = case.get("region") not in (None, "US", "default(US order)")
            policy = case.get("kind") in POLICY or any(expected.get(name) for name in POLICY) or case.get("latent")
            moment = case.get("dim") == "time" and expected.get("type") == "value" and expected.get("value")
            if elsewhere or policy or not moment:
                continue
            try:
                at = datetime.fromisoformat(str(expected["value"]).replace("Z", "+00:00"))
            except ValueError:
                continue
            now = datetime.fromisoformat(case.get("reference_time") or NOW)
            group = "Thai" if case["lang"] == "th" else GROUPS[1 + ("holidays" in path)]
            yield group, case["text"], now, parts(at), FIELDS.get(expected.get("grain", "minute"), 5)


def parts(at):
    return [at.year, at.month, at.day, at.hour, at.minute]


def language(group):
    return "th" if group == "Thai" else "en"


def ours(text, lang, now):
    aware = now.astimezone() if now.tzinfo is None else now
    hours = int(aware.utcoffset().total_seconds() // 3600)
    zone = "Asia/Bangkok" if hours == 7 else f"Etc/GMT{-hours:+d}" if hours else "UTC"
    found = sonthana.entities(text, int(aware.timestamp() * 1000), zone, ["time"])
    if not found:
        return []
    value = found[0].value
    at = value.get("at") or (value.get("from") or {}).get("at")
    return [parts(datetime.fromisoformat(at))] if at else []


def dateparser_tool():
    import dateparser
    from dateparser.search import search_dates

    def read(text, lang, now):
        base = now.replace(tzinfo=None)
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future"}
        found = dateparser.parse(text, languages=[lang], settings=settings)
        if found is None:
            listed = search_dates(text, languages=[lang], settings=settings)
            found = listed[0][1] if listed else None
        return [parts(found)] if found else []

    return read


def pythainlp_tool():
    from pythainlp.util import thaiword_to_date, thaiword_to_time

    def read(text, lang, now):
        if lang != "th":
            return []
        for reader in (lambda: thaiword_to_date(text, now.replace(tzinfo=None)), lambda: clock(text, now)):
            try:
                found = reader()
            except (ValueError, TypeError, IndexError, KeyError):
                continue
            if found:
                return [parts(found)]
        return []

    def clock(text, now):
        hour, minute = thaiword_to_time(text).split(":")[:2]
        return now.replace(hour=int(hour), minute=int(minute))

    return read


def recognizers_tool():
    from recognizers_date_time import recognize_datetime

    def read(text, lang, now):
        answers = []
        found = recognize_datetime(text, "en-us", reference=now.replace(tzinfo=None)) if lang == "en" else []
        for found in found[:1]:
            for value in (found.resolution or {}).get("values", []):
                held = value.get("value") or value.get("start")
                try:
                    at = datetime.fromisoformat(held) if "-" in held else datetime.combine(now, datetime.strptime(held, "%H:%M:%S").time())
                except (TypeError, ValueError):
                    continue
                answers.append(parts(at))
        return answers

    return read


def available():
    """The tools that are installed, each warmed up."""
    tools = {"sonthana": ours}
    for name, make in [("dateparser", dateparser_tool), ("PyThaiNLP", pythainlp_tool), ("Recognizers-Text", recognizers_tool)]:
        try:
            tools[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    for read in tools.values():
        for lang, text in [("th", "พรุ่งนี้บ่ายสามโมง"), ("en", "tomorrow at 3 pm")]:
            read(text, lang, datetime.fromisoformat(NOW))
    return tools


def timed(read, text, lang, now):
    start = time.perf_counter()
    found = read(text, lang, now)
    return found, (time.perf_counter() - start) * 1000


def chrono(rows):
    """chrono-node over English rows, in its own process."""
    asked = [dict(zip(("text", "year", "month", "day", "hour", "minute"), (text, *parts(now)))) for _, text, now, _, _ in rows]
    lines = "\n".join(json.dumps(one) for one in asked)
    try:
        run = subprocess.run(["node", HERE / "chrono.mjs"], input=lines, capture_output=True, text=True, check=True, cwd=HERE)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"chrono-node is left out: {error}")
        return None
    return [([one["value"]] if one["value"] else [], one["ms"]) for one in map(json.loads, run.stdout.splitlines())]


def measure(rows):
    """For each tool, the answers and the least time of each row."""
    tools = available()
    results = {name: [([], float("inf"))] * len(rows) for name in tools}
    for _ in range(ROUNDS):
        for place, (group, text, now, _, _) in enumerate(rows):
            for name, read in tools.items():
                found, spent = timed(read, text, language(group), now)
                results[name][place] = (found, min(spent, results[name][place][1]))
    return results


def table(rows, results):
    lines = ["| phrases | tool | answered | right | share | median ms |", "|---|---|--:|--:|--:|--:|"]
    for group in GROUPS:
        places = [place for place, row in enumerate(rows) if row[0] == group]
        title = f"**{group}**, {len(places)}"
        for name, answers in results.items():
            told = [(answers[place], rows[place]) for place in places if answers[place] is not None]
            answered = sum(bool(found) for (found, _), _ in told)
            if not answered:
                continue
            right = sum(any(one[:grain] == wanted[:grain] for one in found) for (found, _), (*_, wanted, grain) in told)
            spent = statistics.median(ms for (_, ms), _ in told)
            lines.append(f"| {title} | {name} | {answered} | {right} | {right / len(told):.1%} | {spent:.3f} |")
            title = ""
    return "\n".join(lines)


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("cases", nargs="+", help="files of cases, JSONL")
    asked.add_argument("--write", help="the page whose section the table goes into")
    args = asked.parse_args()
    rows = list(cases(args.cases))
    results = measure(rows)
    answers = chrono([row for row in rows if row[0] != "Thai"])
    if answers:
        answers = iter(answers)
        results["chrono-node"] = [None if row[0] == "Thai" else next(answers) for row in rows]
    machine = f"Measured {date.today().isoformat()} on {os.cpu_count()} cores, {platform.machine()}."
    shown = f"{machine}\n\n{table(rows, results)}\n"
    print(shown)
    if args.write:
        section = HERE.parent / "section.py"
        subprocess.run([sys.executable, section, args.write, "entities"], input=shown, text=True, check=True)


if __name__ == "__main__":
    main()
