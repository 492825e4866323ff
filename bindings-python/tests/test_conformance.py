"""Runs the vectors of `tests/vectors` through the public names; `tests/README.md` is the format."""

import sys
from datetime import datetime
from pathlib import Path

import pytest
import sonthana
from canonical import EMPTY, data, digest, write
from sonthana import Action, Bot, Command, Engine, EntityModel, Event, IntentModel, Part, SonthanaError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TESTS = Path(__file__).resolve().parents[2] / "tests"
SKIPS = tomllib.loads((TESTS / "skips.toml").read_text("utf-8"))
DIGESTS = dict(line.split() for line in (TESTS / "digests.txt").read_text("utf-8").splitlines())


def conform(stage, given, check):
    """Runs every case of a stage: `given` once a file, `check` once a case, with its id."""
    ran = skipped = total = 0
    failures = []
    for path in sorted((TESTS / "vectors" / stage).glob("*.toml")):
        text = path.read_text("utf-8")
        total += sum(line.strip() == "[[case]]" for line in text.splitlines())
        file = tomllib.loads(text)
        shared = given(file)
        for case in file.get("case", []):
            id = f"{stage}/{path.stem}/{case['name']}"
            if "python" in SKIPS.get(id, {}):
                skipped += 1
                continue
            ran += 1
            try:
                check(shared, case, id)
            except Exception as error:
                failures.append(f"{id}: {type(error).__name__} {error}")
    print(f"{stage}: {ran} ran + {skipped} skipped = {total}")
    assert not failures, f"{len(failures)} of {total} cases of {stage} fail:\n" + "\n".join(failures)
    assert ran + skipped == total, f"a case of {stage} was neither run nor skipped"


def same(what, expected, actual):
    assert expected == actual, f"{what}: expected {expected!r}, got {actual!r}"


def fields(what, expected, actual):
    """Each of a list has the fields that are expected of it."""
    fits = len(expected) == len(actual) and all(
        all(name in got and got[name] == value for name, value in wanted.items())
        for wanted, got in zip(expected, actual)
    )
    assert fits, f"{what}: expected {expected!r}, got {actual!r}"


def now(file) -> int:
    return int(datetime.fromisoformat(file.get("now", "2026-11-21T10:00:00+07:00")).timestamp() * 1000)


def sliced(text, found):
    for piece in found:
        same("the slice", piece.text, text[piece.start : piece.end])
    return data(found)


def tagged(example):
    text, start, spans = example["text"], 0, []
    for span in example["spans"]:
        start = text.index(span["text"], start)
        end = start + len(span["text"])
        spans.append((start, end, span["name"], span.get("role"), span.get("group")))
        start = end
    return text, spans


def texts(file):
    lines = file.get("examples", [])
    examples = [(text, name or None) for name, *texts in lines for text in texts]
    spans = [tagged(example) for example in file.get("tagged", [])]
    intents = IntentModel.train(examples) if examples else None
    return file, intents, EntityModel.train(spans) if spans else None


def explained(text, said, expected):
    assert abs(said.bias + sum(piece.weight for piece in said.evidence) - said.logit) < 1e-9
    assert all(piece.text == text[piece.start : piece.end] for piece in said.evidence)
    for key, sign in (("for", 1), ("against", -1)):
        speaking = [piece.text for piece in said.evidence if piece.weight * sign > 0]
        for piece in expected.get(key, []):
            assert piece in speaking, (key, piece, said)
    same("explain.known", expected.get("known", False), said.known)


def text(shared, case, _):
    file, intents, tagger = shared
    text = case["text"] * case.get("repeat", 1)
    tokenizer = sonthana.Tokenizer(words=case["dictionary"]) if "dictionary" in case else sonthana
    tokens = tokenizer.tokenize(text)
    words = [token.text for token in tokens if token.kind != "space"]
    same("the tokens joined", text, "".join(token.text for token in tokens))
    assert all(token.text == text[token.start : token.end] for token in tokens)
    same("words and tokens", words, tokenizer.words(text))
    normal = sonthana.normalize(text)
    same("normalising twice", normal, sonthana.normalize(normal))
    actual = {
        "normalize": lambda: normalized(text, case),
        "suggestions": lambda: suggestions(text, case),
        "words": lambda: words,
        "tokens": lambda: [[token.kind, token.text] for token in tokens],
        "sentences": lambda: sonthana.sentences(text),
        "clusters": lambda: sonthana.clusters(text),
        "graphemes": lambda: sonthana.graphemes(text),
        "sentiment": lambda: sonthana.sentiment(text).label,
        "redact": lambda: sonthana.redact(text, case.get("kinds"), case.get("mask")),
        "said": lambda: said(file, case, text),
        "intent": lambda: intents.predict(text, case.get("within")).name or "",
        "intents": lambda: [intent.name for intent in intents.intents(text)],
        "rank": lambda: [intent.name for intent in intents.rank(text, case.get("within"))][: len(case["rank"])],
    }
    for key, expected in case.items():
        if key == "entities":
            zone = file.get("zone", "Asia/Bangkok")
            fields(key, expected, sliced(text, sonthana.entities(text, now(file), zone, case.get("kinds"))))
        elif key == "tagged":
            fields(key, expected, sliced(text, tagger.predict(text)))
        elif key == "scope":
            assert expected.get("least", 0) <= intents.scope(text) <= expected.get("most", 1)
        elif key == "explain":
            explained(text, intents.explain(text, expected.get("name")), expected)
        elif key not in ("within", "name", "text", "repeat", "without", "dictionary", "kinds", "mask", "value", "language"):
            same(key, expected, actual[key]())


def normalized(text, case):
    try:
        return sonthana.Normalizer(case.get("without", ())).normalize(text)
    except sonthana.SonthanaError as error:
        return error.code


def suggestions(text, case):
    """The likeliest suggestion for each piece, as [kind, piece, what was meant]."""
    best = {}
    for found in sonthana.Speller(case.get("dictionary", ())).suggest(text):
        assert found.text == text[found.start : found.end]
        best.setdefault((found.start, found.end), [found.kind, found.text, found.value])
    return list(best.values())


def said(file, case, text):
    """The value of the case, or of the first entity of its text, in words: filters, then what is said."""
    zone, language = file.get("zone", "Asia/Bangkok"), case.get("language", "th")
    value = case.get("value")
    if value is None:
        value = sonthana.entities(text, now(file), zone, case.get("kinds"))[0].value
    pairs = []
    for style, _ in case["said"]:
        try:
            pairs.append([style, sonthana.say(value, style or None, now(file), zone, language)])
        except sonthana.SonthanaError as error:
            pairs.append([style, error.code])
    return pairs


@pytest.mark.parametrize("stage", ["normalize", "spelling", "tokenize", "entity", "sentiment", "intent"])
def test_one_text(stage):
    conform(stage, texts, text)


def built(family, fields, **nested):
    """A variant from its data: `{"type": "message", "text": …}`."""
    kept = {name: nested[name](value) if name in nested else value for name, value in fields.items() if name != "type"}
    return getattr(family, fields["type"].capitalize())(**kept)


def event(step, call):
    if "say" in step:
        return Event.Message(text=step["say"] * step.get("repeat", 1))
    fields = {name: call if (name, value) == ("id", "$call") else value for name, value in step["event"].items()}
    parts = lambda list: [built(Part, part) for part in list]
    commands = lambda list: [built(Command, command) for command in list]
    return built(Event, fields, parts=parts, **({"list": commands} if fields["type"] == "commands" else {}))


def replies(actions):
    return [action.text for action in actions if isinstance(action, Action.Say)]


def step_holds(step, turn):
    state, trace = turn.state, turn.trace
    understood = trace.understanding
    actual = {
        "replies": lambda: replies(turn.actions),
        "active": lambda: state.active or "",
        "waiting": lambda: state.waiting or "",
        "intent": lambda: understood.intent.name,
        "intents": lambda: [intent.name for intent in understood.intents],
        "policies": lambda: [one.policy for one in trace.decisions if one.action != "action_listen"],
        "notes": lambda: [note.code for note in trace.notes],
        "events": lambda: [" ".join(filter(None, map(one.get, ("event", "name", "policy")))) for one in trace.events],
    }
    for key, expected in step.items():
        if key == "actions":
            fields(key, expected, data(turn.actions))
        elif key == "slots":
            same(key, expected, {name: state.slots.get(name) for name in expected})
        elif key == "unset":
            same(key, expected, [name for name in expected if state.slots.get(name) is None])
        elif key == "hidden":
            left = state.save() + str([data(trace.understanding), data(trace.events)])
            same(key, [], [text for text in expected if text in left])
        elif key == "entities":
            fields(key, expected, sliced(understood.text, understood.entities))
        elif key not in ("say", "event", "repeat", "after"):
            same(key, expected, actual[key]())


def bytes_of(turn):
    """What a digest is made over: all that the host sees, but for positions."""
    trace = {name: data(getattr(turn.trace, name)) for name in ("notes", "understanding", "decisions", "events")}
    for entity in (trace["understanding"] or {}).get("entities", []):
        del entity["start"], entity["end"]
    return write([turn.state.save(), data(turn.actions), trace])


def begin(engine, case, time):
    if "from" in case:
        return engine.restore((TESTS / "vectors/saved" / case["from"]).read_text("utf-8").rstrip())
    turn = engine.start(time)
    if "greeting" in case:
        same("greeting", case["greeting"], replies(turn.actions))
    return turn.state


def run(shared, case, restoring):
    engine, time, _ = shared
    state, call, hash = begin(engine, case, time), "", EMPTY
    for index, step in enumerate(case["turn"]):
        time += step.get("after", 1000)
        if restoring:
            saved = state.save()
            state = engine.restore(saved)
            same("saved again", saved, state.save())
        turn = engine.turn(state, event(step, call), time)
        call = next((action.id for action in reversed(turn.actions) if isinstance(action, Action.Call)), call)
        try:
            step_holds(step, turn)
        except AssertionError as error:
            raise AssertionError(f"turn {index + 1}: {error}") from None
        hash, state = digest(hash, bytes_of(turn)), turn.state
    return hash


def test_conversations():
    def check(shared, case, id):
        if "bot" in case:
            shared = given({**shared[2], "bot": {**shared[2]["bot"], **case["bot"]}})
        straight = run(shared, case, False)
        same("the bytes with a state restored before each turn", straight, run(shared, case, True))
        same("the digest, against tests/digests.txt", DIGESTS.get(id), f"{straight:016x}")

    def bot(files):
        return Bot.open(str(TESTS.parent / files)) if isinstance(files, str) else Bot.read(files)

    def given(file):
        return Engine(bot(file["bot"])), now(file), file

    conform("turns", given, check)


def hurt(saved: bytes, damage) -> bytes:
    damaged = bytearray(saved)
    if "flip" in damage:
        damaged[int(damage["flip"] * len(saved))] ^= 1
    return bytes(damaged[: int(damage["cut"] * len(saved))] if "cut" in damage else damaged)


def damaged(file, damage):
    if damage["of"] == "bot":
        Bot.load(hurt(Bot.read(file["bot"]).save(), damage))
    elif damage["of"] == "state":
        engine = Engine(Bot.read(file["bot"]))
        saved = engine.turn(engine.start(0).state, Event.Message(text="สวัสดี"), 1).state.save()
        engine.restore(hurt(saved.encode(), damage).decode("utf-8", "replace"))
    elif damage["of"] == "intent-model":
        IntentModel.load(hurt(IntentModel.train([("สวัสดี", "greet"), ("ลาก่อน", "bye")]).save(), damage))
    else:
        spans = [("ไปสตูล", [(2, 6, "city")]), ("ไปตรัง", [(2, 6, "city")])]
        EntityModel.load(hurt(EntityModel.train(spans).save(), damage))


def test_errors():
    def check(file, case, _):
        try:
            notes = damaged(file, case["damage"]) if "damage" in case else Bot.read(case["files"]).notes
        except SonthanaError as error:
            same(f"code ({error})", case["code"], error.code)
            for key in ("file", "line", "column"):
                if key in case:
                    same(f"{key} ({error})", case[key], getattr(error, key))
        else:
            same("code", case.get("code", ""), "")
            same("notes", case.get("notes", []), [note.code for note in notes or []])

    conform("errors", lambda file: file, check)
