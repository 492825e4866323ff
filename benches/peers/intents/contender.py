"""One engine on one set, in a process of its own: learns and saves, or loads and answers.

    python contender.py learn ENGINE TRAIN MODEL          → {"wall", "cpu", "rss", "bytes"}
    python contender.py serve ENGINE TEST MODEL           → {"load", "rss", "answers", "times"}

Times in seconds, memory in bytes: `rss` is the most that the process held, rows and interpreter
included. `answers` is a name and a number a row, `times` the seconds that each call took.
"""

import json
import resource
import sys
import time
from pathlib import Path

from engines import ENGINES


def main(verb, name, rows, model):
    engine, model = ENGINES[name](), Path(model)
    rows = [json.loads(line) for line in Path(rows).read_text("utf-8").splitlines()]
    told = learn(engine, rows, model) if verb == "learn" else serve(engine, rows, model)
    told["rss"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(told))


def learn(engine, rows, model):
    texts, names = [row["text"] for row in rows], [row["intent"] for row in rows]
    wall, cpu = time.perf_counter(), time.process_time()
    engine.train(texts, names)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    engine.save(model)
    return {"wall": wall, "cpu": cpu, "bytes": model.stat().st_size}


def serve(engine, rows, model):
    start = time.perf_counter()
    engine.load(model)
    engine.ask(rows[0]["text"])
    load = time.perf_counter() - start
    for row in rows[:200]:
        engine.ask(row["text"])
    times = []
    for row in rows:
        start = time.perf_counter()
        engine.ask(row["text"])
        times.append(time.perf_counter() - start)
    return {"load": load, "answers": [engine.answer(row["text"]) for row in rows], "times": times}


if __name__ == "__main__":
    main(*sys.argv[1:])
