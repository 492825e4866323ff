"""Checked by `mypy --strict`, never run: the types as a host uses them."""

import sonthana
from sonthana import Action, Bot, Command, Engine, EntityModel, Event, IntentModel, Part, SonthanaError
from typing_extensions import assert_never, assert_type


def told(turn: sonthana.Turn) -> str:
    for action in turn.actions:
        match action:
            case Action.Say(text=text, parts=parts):
                return text + "".join(shown(part) for part in parts)
            case Action.Call(id=id, name=name, value=value):
                return f"{id} {name} {value}"
            case Action.Wait(until=until):
                assert_type(until, int)
                return str(until + 1)
            case Action.Handoff(queue=queue, priority=priority):
                return (queue or "") + str(priority or 5)
            case Action.End():
                return ""
            case never:
                assert_never(never)
    return ""


def shown(part: Part) -> str:
    match part:
        case Part.Image(url=url):
            return url
        case Part.Buttons(list=buttons):
            return str(buttons)
    return ""


def converse(engine: Engine, saved: str) -> sonthana.State:
    state = engine.restore(saved)
    events: list[Event] = [
        Event.Message(text="ขอลาเต้", parts=[Part.Location(latitude=13.7, longitude=100.5)]),
        Event.Choice("order", value={"size": "L"}),
        Event.Commands([Command.Start("order"), Command.Cancel()], text="สั่งเลย"),
        Event.Set("tier", None),
        Event.Tick(),
    ]
    for event in events:
        state = engine.turn(state, event, 1_795_000_000_000.5).state
    assert_type(state.active, "str | None")
    return state


def parts() -> list[str]:
    model = IntentModel.train([("สวัสดี", "greet"), ("ราคาทอง", None)])
    tagger = EntityModel.train([("ไปสตูล", [(2, 6, "city"), (0, 2, "verb", None, "1")])])
    found = sonthana.entities("500 บาท", now=0, kinds=["money"]) + tagger.predict("ไปตรัง")
    assert_type(found[0].role, "str | None")
    assert_type(sonthana.tokenize("ก")[0].start, int)
    assert_type(model.predict("หวัดดี").name, "str | None")
    try:
        Bot.read({"domain.yml": {"intents": ["greet"]}})
    except SonthanaError as error:
        print(error.code, (error.line or 0) + 1)
    meant: list[sonthana.Suggestion] = sonthana.Speller(["ลาเต้"]).suggest("l;ylfu")
    print(meant, sonthana.Normalizer(["digits"]).normalize("๑"))
    return sonthana.words("ขอลาเต้") + sonthana.Tokenizer(["ลาเต้"]).words("ก")


Event.Message()  # type: ignore[call-arg]
Event.Message(text=5)  # type: ignore[arg-type]
Engine("bot")  # type: ignore[arg-type]
