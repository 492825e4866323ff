"""Cuts the sets: which rows everyone learns from, and which everyone is asked.

    python cut.py DATA/intents ROWS SET...

In: files of `{"text", "intent"}`. Out: ROWS/SET.train.jsonl and ROWS/SET.test.jsonl, the same for every
engine. Where a set has a part to develop on, that is asked; elsewhere a fifth of each intent, drawn by a
seed. A text that is learned is not asked. An intent of null or `oos` is out of scope: it is asked, and
never learned. `SET-N` is the same cut, of which the first N rows of each intent are learned.
"""

import json
import random
import sys
from pathlib import Path

SEED = 20261125
PARTS = {
    "clinc150": (["train"], ["val", "oos_val"]),
    "massive-en": (["train"], ["dev"]),
    "massive-th": (["train"], ["dev"]),
    "massive-th-nospace": (["train"], ["dev"]),
    "fb-th": (["train"], ["eval"]),
    "hwu64": (["fold1_train"], []),
}


def read(folder, name, parts):
    for part in parts:
        for line in (folder / name / f"{part}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            intent = row.get("intent")
            yield row["text"].strip(), None if intent == "oos" else intent


def drawn(rows):
    """A fifth of each intent to ask, the rest to learn, both in the order of the file."""
    places = {}
    for place, (_, intent) in enumerate(rows):
        places.setdefault(intent, []).append(place)
    chance, asked = random.Random(SEED), set()
    for intent in sorted(places):
        asked.update(chance.sample(places[intent], len(places[intent]) // 5))
    return [row for place, row in enumerate(rows) if place not in asked], [rows[place] for place in sorted(asked)]


def few(rows, count):
    seen = {}
    for row in rows:
        seen.setdefault(row[1], []).append(row)
    return [row for own in seen.values() for row in own[:count]]


def cut(folder, name):
    base, _, shots = name.rpartition("-")
    base, shots = (base, int(shots)) if shots.isdigit() else (name, None)
    learned, asked = PARTS.get(base, (["train"], []))
    train = list(read(folder, base, learned))
    train, test = (train, list(read(folder, base, asked))) if asked else drawn(train)
    known = {text for text, _ in train}
    test = [row for row in test if row[0] not in known]
    return (few(train, shots) if shots else train), test


def main(folder, out, *names):
    out = Path(out)
    out.mkdir(exist_ok=True)
    for name in names:
        for part, rows in zip(("train", "test"), cut(Path(folder), name)):
            lines = (json.dumps({"text": text, "intent": intent}, ensure_ascii=False) for text, intent in rows)
            (out / f"{name}.{part}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
