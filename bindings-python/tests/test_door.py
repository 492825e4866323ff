"""What crosses the border between Python and the core, and what is stopped there."""

import copy
import pickle
import threading

import pytest
import sonthana
from conftest import NOW
from sonthana import Action, Bot, Command, Engine, EntityModel, Event, IntentModel, Part, SonthanaError, State

THINGS = [
    Event.Message(text="หวัดดี", parts=[Part.Image(url="u", alt="ภาพ"), Part.Location(13.7, 100.5)], channel="line"),
    Event.Choice("greet", value={"a": [1, 2.5, None, True]}),
    Event.Commands([Command.Start("order"), Command.Clarify(["a", "b"]), Command.Cancel()]),
    Event.Tick(),
    Action.Say("utter_greet", text="ค่ะ", parts=[Part.Buttons([{"title": "ก"}])], id="1.0"),
    Action.Handoff("asked", queue="vip", priority=1, summary="s", value={"k": "v"}),
    Action.Wait(until=5),
    sonthana.Token("ก", 0, 1, "thai"),
    sonthana.Entity("city", "ตรัง", 0, 4, {"value": 1}, 0.5, None, None, "model"),
]


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__qualname__)
def test_things_are_values(thing):
    for twin in (pickle.loads(pickle.dumps(thing)), copy.copy(thing), copy.deepcopy(thing)):
        assert twin == thing and hash(twin) == hash(thing) and repr(twin) == repr(thing)
    assert thing != Event.Set("x") and len({thing, copy.copy(thing)}) == 1
    names = vars(sonthana) | {"nan": float("nan")}
    assert eval(repr(thing), names) == thing
    with pytest.raises(AttributeError):
        thing.text = "ก"


def test_variants_match_by_keyword_and_place():
    match THINGS[0]:
        case Event.Message(text=text, parts=[Part.Image(url), *_]):
            assert (text, url) == ("หวัดดี", "u")
        case _:
            pytest.fail("no match")
    assert isinstance(THINGS[0], Event) and not isinstance(THINGS[4], Event)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Event.Message(text=5),
        lambda: Event.Message(),
        lambda: Event.Message(text="ก", parts=["u"]),
        lambda: Event.Message(text="ก", txt="ข"),
        lambda: Event.Set("x", object()),
        lambda: Event.Set("x", {1: 2}),
        lambda: Event.Set("x", {1, 2}),
        lambda: Event.Set("x", b"bytes"),
        lambda: sonthana.words(None),
        lambda: sonthana.entities("ก", "now"),
        lambda: sonthana.entities("ก", True),
        lambda: Engine("bot"),
        lambda: Bot.read({"domain.yml": 5}),
        lambda: IntentModel.train([("ก", "a", "b")]),
        lambda: EntityModel.train([("ก", [(0, 1)])]),
        lambda: State(),
    ],
)
def test_wrong_types(make):
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2**53 + 1, -(2**60), 1e300])
def test_numbers_that_are_not_exact(number):
    with pytest.raises(SonthanaError) as refused:
        Event.Set("x", {"deep": [number]})
    assert refused.value.code == "bad-number" and refused.value.file is None and isinstance(refused.value, ValueError)


def test_numbers_keep_their_kind():
    value = Event.Set("x", [2**53, -1, 2.0, 2.5, True]).value
    assert value == [2**53, -1, 2, 2.5, True] and [type(item) for item in value] == [int, int, int, float, bool]


def test_a_value_within_itself():
    loop = []
    loop.append(loop)
    with pytest.raises(SonthanaError) as refused:
        Event.Set("x", loop)
    assert refused.value.code == "too-large"


@pytest.mark.parametrize("now", [float("nan"), float("inf"), -float("inf"), 10**400])
def test_times_that_are_not_finite(engine, now):
    with pytest.raises(SonthanaError) as refused:
        engine.start(now)
    assert refused.value.code == "bad-number"


def test_a_lone_surrogate_is_one_replacement_character(engine):
    assert Event.Message(text="ก\ud83dข").text == "ก\ufffdข"
    assert [token.start for token in sonthana.tokenize("\udc00กา")][:2] == [0, 1]
    assert engine.turn(engine.start(NOW).state, Event.Message(text="\ud800"), NOW).state.version == 1
    assert Event.Set("\ud800", {"\udfff": "\ud800"}).value == {"\ufffd": "\ufffd"}


def test_a_turn(engine):
    start = engine.start(NOW)
    turn = engine.turn(start.state, Event.Message(text="สวัสดีค่ะ"), NOW + 0.5)
    [say] = turn.actions
    assert say == Action.Say("utter_greet", "สวัสดีค่ะ", [Part.Buttons([{"payload": "/balance", "title": "ยอด"}])], "1.0")
    assert (start.state.version, turn.state.version) == (0, 1)
    assert turn.trace.understanding.intent.name == "greet"
    assert turn.trace.decisions[0].action == "utter_greet" and turn.trace.decisions[0].policy == "rule"
    assert all(isinstance(event, dict) for event in turn.trace.events)
    again = engine.restore(turn.state.save())
    assert again == turn.state and hash(again) == hash(turn.state) and again != start.state
    with pytest.raises(SonthanaError) as refused:
        engine.restore("{")
    assert refused.value.code == "state-unreadable"


def test_what_is_saved_comes_back(bot, engine):
    built = Bot.load(bot.save())
    assert built.save() == bot.save() == pickle.loads(pickle.dumps(bot)).save()
    turn = Engine(built).turn(engine.start(NOW).state, Event.Message(text="หวัดดี"), NOW)
    assert [action.name for action in turn.actions] == ["utter_greet"]
    model = IntentModel.train([("สวัสดี", "greet"), ("หวัดดี", "greet"), ("ลาก่อน", "bye"), ("บาย", "bye")])
    assert pickle.loads(pickle.dumps(model)).rank("สวัสดี") == model.rank("สวัสดี")


def test_spans_are_pieces_of_the_text():
    with pytest.raises(SonthanaError) as refused:
        EntityModel.train([("กข", [(1, 3, "x")])])
    assert refused.value.code == "bad-value"


def test_other_threads_run_while_a_model_trains():
    examples = [(f"ประโยคที่ {index} ของกลุ่ม {index % 7}", f"intent{index % 7}") for index in range(3000)]
    ran, done = 0, threading.Event()
    worker = threading.Thread(target=lambda: (IntentModel.train(examples), done.set()))
    worker.start()
    while not done.is_set():
        ran += 1
    worker.join()
    assert ran > 100


def test_many_threads_share_an_engine(engine):
    def talk(results, index):
        state = engine.start(NOW).state
        for step in range(50):
            state = engine.turn(state, Event.Message(text="สวัสดีค่ะ"), NOW + step).state
        results[index] = state.save()

    results = [None] * 4
    threads = [threading.Thread(target=talk, args=(results, index)) for index in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(set(results)) == 1 and results[0]


def test_words_that_come_again_are_right_in_every_thread():
    # Some hundred words that come again and again, of which some share a place where they are kept.
    heads = [chr(first) + vowel + chr(last) for first in range(0x0E01, 0x0E2F) for vowel in "าิุ" for last in (0x0E07, 0x0E19)]
    texts = [f"{head}ครับ {head}{index % 97} สวัสดีค่ะ" for index, head in enumerate(heads * 20)]
    wanted = [[token.text for token in sonthana.tokenize(text) if token.kind != "space"] for text in texts]
    found = [None] * 4

    def cut(place):
        order = range(place, len(texts) + place)
        found[place] = {index % len(texts): sonthana.words(texts[index % len(texts)]) for index in order}

    threads = [threading.Thread(target=cut, args=(place,)) for place in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert all(one == dict(enumerate(wanted)) for one in found)
    assert sonthana.Tokenizer().words(texts[0]) == wanted[0]
