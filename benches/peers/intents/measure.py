"""Everyone on every set, taking turns: a CSV with a row for each set and engine.

    python measure.py ROWS OUT.csv [--rounds 3] [--patience 900] [--sets SET...] [--only ENGINE...]

In: ROWS/SET.train.jsonl and ROWS/SET.test.jsonl. Each engine learns and answers in processes of its own,
one after the other; of all rounds the least counts for times and memory, the best for accuracy. An engine
that takes longer than --patience to learn a set is stopped, and its row says so; one that took over a
minute has had its round.
"""

import argparse
import csv
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

from engines import ENGINES

COLUMNS = "set engine learned asked accuracy auroc train_cpu train_wall train_rss bytes load median p99 rss date machine".split()
PATIENT = 60


def command(engine, verb, rows, model):
    start = ["node", "nlpjs.mjs", verb] if engine == "NLP.js" else [sys.executable, "contender.py", verb, engine]
    return [*start, str(rows), str(model)]


def told(engine, verb, rows, model, patience):
    run = subprocess.run(command(engine, verb, rows, model), capture_output=True, text=True, timeout=patience)
    if run.returncode:
        raise RuntimeError(f"{engine}, {rows}: {run.stderr.strip()[-500:]}")
    return json.loads(run.stdout.splitlines()[-1])


def turn(engine, name, folder, patience):
    """One round of one engine on one set."""
    model = Path("models") / f"{name}.{engine}"
    learned = told(engine, "learn", folder / f"{name}.train.jsonl", model, patience)
    served = told(engine, "serve", folder / f"{name}.test.jsonl", model, patience)
    times = sorted(served.pop("times"))
    answers = served.pop("answers")
    row = {
        "train_cpu": learned["cpu"], "train_wall": learned["wall"], "train_rss": learned["rss"], "bytes": learned["bytes"],
        "load": served["load"], "rss": served["rss"], "median": statistics.median(times), "p99": times[len(times) * 99 // 100],
    }
    return row, answers


def figures(wanted, answers):
    """Accuracy on what is in scope; the chance that something in scope outscores something out of it."""
    inside = [(answer, name) for answer, name in zip(answers, wanted) if name is not None]
    outside = [answer[1] for answer, name in zip(answers, wanted) if name is None]
    right = sum(answer[0] == name for answer, name in inside)
    over = sum((answer[1] > out) + (answer[1] == out) / 2 for answer, _ in inside for out in outside)
    auroc = 100 * over / (len(inside) * len(outside)) if outside else ""
    return {"accuracy": 100 * right / len(inside), "auroc": auroc}


def contest(args):
    rows, absent = {}, set()
    about = {"date": datetime.date.today().isoformat(), "machine": f"{os.cpu_count()} cores, {platform.machine()}"}
    for number in range(args.rounds):
        for name in args.sets:
            learned, asked = (read(args.rows / f"{name}.{part}.jsonl") for part in ("train", "test"))
            for engine in args.only:
                before = rows.get((name, engine), {})
                if (name, engine) in absent or before.get("train_wall", 0) > PATIENT:
                    continue
                try:
                    row, answers = turn(engine, name, args.rows, args.patience)
                except subprocess.TimeoutExpired:
                    absent.add((name, engine))
                    rows[name, engine] = {"train_wall": f">{args.patience:.0f}", **about}
                    continue
                row = {key: min(value, before.get(key, value)) for key, value in row.items()}
                right = figures([one["intent"] for one in asked], answers)
                best = before if before.get("accuracy", 0) > right["accuracy"] else right
                rows[name, engine] = row | {key: best[key] for key in right}
                rows[name, engine] |= {"learned": len(learned), "asked": len(asked), **about}
                print(number, name, engine, f"{rows[name, engine]['accuracy']:.2f} %", f"{row['train_cpu']:.1f} s", file=sys.stderr)
            write(args.out, rows)


def read(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        for (name, engine), row in rows.items():
            table.writerow({"set": name, "engine": engine, **{k: shown(v) for k, v in row.items()}})


def shown(value):
    return f"{value:.6g}" if isinstance(value, float) else value


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("rows", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--patience", type=float, default=900)
    asked.add_argument("--sets", nargs="+", required=True)
    asked.add_argument("--only", nargs="+", default=[*ENGINES, "NLP.js"])
    Path("models").mkdir(exist_ok=True)
    contest(asked.parse_args())


if __name__ == "__main__":
    main()
