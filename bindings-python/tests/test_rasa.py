"""Action classes as they are written for rasa-sdk, run by `sonthana.rasa` with no server."""

import sys
import textwrap

import pytest
from sonthana import Action, Bot, Engine, Event, Part
from sonthana.rasa import Actions, Tracker

ACTIONS = '''
from datetime import datetime, timezone
from typing import Any, Dict, List, Text

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, FollowupAction, ReminderScheduled, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection
from rasa_sdk.types import DomainDict


class ActionFind(Action):
    def name(self) -> Text:
        return "action_find"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        city = next(tracker.get_latest_entity_values("city"), None) or tracker.get_slot("city")
        dispatcher.utter_message(text=f"เจอแล้วที่{city}", buttons=[{"title": "เอา", "payload": "/affirm"}])
        dispatcher.utter_message(response="utter_price", n=3)
        dispatcher.utter_message(json_message={"map": city})
        intent = tracker.latest_message["intent"]["name"]
        return [SlotSet("found", [city, intent, tracker.sender_id]), FollowupAction("utter_done")]


class ActionLater(Action):
    def name(self):
        return "action_later"

    async def run(self, dispatcher, tracker, domain):
        when = datetime(2026, 11, 21, 4, 0, tzinfo=timezone.utc)
        return [ReminderScheduled("EXTERNAL_remind", trigger_date_time=when, name="r", kill_on_user_message=False)]


class ActionRefuses(Action):
    def name(self):
        return "action_refuses"

    def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection(self.name(), "not now")


class ActionBreaks(Action):
    def name(self):
        return "action_breaks"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="never said")
        return {}["nothing"]


class ActionAskSize(Action):
    def name(self):
        return "action_ask_order_form_size"

    def run(self, dispatcher, tracker, domain) -> List[EventType]:
        dispatcher.utter_message(text=f"ไซซ์ไหนคะ ({tracker.active_loop['name']}, {tracker.slots['requested_slot']})")
        return []


class ValidateOrderForm(FormValidationAction):
    def name(self) -> Text:
        return "validate_order_form"

    async def required_slots(self, domain_slots, dispatcher, tracker, domain):
        return domain_slots + (["note"] if tracker.slots.get("size") == "L" else [])

    def validate_city(self, value: Any, dispatcher, tracker, domain: DomainDict) -> Dict[Text, Any]:
        if value == "ดาวอังคาร":
            dispatcher.utter_message(text="ไกลไปค่ะ")
            return {"city": None}
        return {"city": value.upper()}
'''

DOMAIN = """
intents: [find, later, refuse, break, order, inform]
entities: [city, size, note]
slots:
  city: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
  size: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: size}]}
  note: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: note}]}
  found: {type: any, mappings: [{type: custom}]}
forms: {order_form: {required_slots: [city, size]}}
actions: [action_find, action_later, action_refuses, action_breaks, action_ask_order_form_size, validate_order_form]
responses:
  utter_price: [{text: "{n} บาท"}]
  utter_done: [{text: เรียบร้อย}]
  utter_ask_city: [{text: เมืองไหนคะ}]
  utter_ask_note: [{text: ฝากอะไรไหมคะ}]
  utter_default: [{text: ขอโทษค่ะ}]
rules:
- {rule: find, steps: [{intent: find}, {action: action_find}]}
- {rule: later, steps: [{intent: later}, {action: action_later}]}
- {rule: refuse, steps: [{intent: refuse}, {action: action_refuses}]}
- {rule: break, steps: [{intent: break}, {action: action_breaks}]}
- {rule: order, steps: [{intent: order}, {action: order_form}, {active_loop: order_form}]}
- {rule: done, steps: [{action: order_form}, {active_loop: null}, {action: utter_done}]}
"""

FORMS = {"forms": {"order_form": {"required_slots": ["city", "size"]}}}
NOW = 1_795_230_000_000


@pytest.fixture
def actions(tmp_path, monkeypatch):
    (tmp_path / "bot_actions.py").write_text(textwrap.dedent(ACTIONS), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield Actions.load("bot_actions", FORMS)
    sys.modules.pop("bot_actions")


class Talk:
    def __init__(self, actions):
        self.engine, self.actions = Engine(Bot.read({"domain.yml": DOMAIN})), actions
        self.state, self.now = self.engine.start(NOW).state, NOW

    def say(self, name, **slots):
        """All actions of a turn, its calls answered."""
        event, done = Event.Choice(name=name, value=slots), []
        while event is not None:
            self.now += 1000
            turn = self.engine.turn(self.state, event, self.now)
            self.state, event = turn.state, None
            for action in turn.actions:
                done.append(action)
                if isinstance(action, Action.Call):
                    event = Event.Answer(id=action.id, value=self.actions.answer(action.name, action.value, "u1"))
        return done


def texts(actions):
    return [action.text for action in actions if isinstance(action, Action.Say) and action.text]


def test_all_classes_of_a_module_are_found(actions):
    wanted = ["action_ask_order_form_size", "action_breaks", "action_find", "action_later", "action_refuses"]
    assert actions.names == [*wanted, "validate_order_form"]


def test_an_action_says_sets_and_follows_up(actions):
    talk = Talk(actions)
    done = talk.say("find", city="CNX")
    assert texts(done) == ["เจอแล้วที่CNX", "3 บาท", "เรียบร้อย"]
    assert talk.state.slots["found"] == ["CNX", "find", "u1"]
    parts = [part for action in done if isinstance(action, Action.Say) for part in action.parts or []]
    assert len(parts) == 2 and isinstance(parts[0], Part.Buttons) and isinstance(parts[1], Part.Custom)


def test_a_reminder_is_a_wait(actions):
    waits = [action.until for action in Talk(actions).say("later") if isinstance(action, Action.Wait)]
    assert waits[-1] == 1_795_233_600_000


def test_refusing_and_breaking(actions):
    talk = Talk(actions)
    assert texts(talk.say("refuse")) == ["ขอโทษค่ะ"]
    assert texts(talk.say("break")) == []
    assert actions.answer("action_nobody_wrote", {}) == {"error": "failed"}


def test_a_form_is_checked_asked_for_and_grows(actions):
    talk = Talk(actions)
    assert texts(talk.say("order")) == ["เมืองไหนคะ"]
    assert texts(talk.say("inform", city="ดาวอังคาร")) == ["ไกลไปค่ะ", "เมืองไหนคะ"]
    assert texts(talk.say("inform", city="bkk")) == ["ไซซ์ไหนคะ (order_form, size)"]
    assert talk.state.slots["city"] == "BKK"
    assert texts(talk.say("inform", size="L")) == ["ฝากอะไรไหมคะ"]
    assert texts(talk.say("inform", note="ไม่เผ็ด")) == ["เรียบร้อย"]


def test_the_tracker_tells_what_is_asked_of_it(actions):
    assert Tracker("u", {"a": 1}, None, []).current_state()["slots"] == {"a": 1}
    message = {
        "intent": {"name": "nlu_fallback"},
        "intent_ranking": [{"name": "nlu_fallback"}, {"name": "find"}],
        "entities": [{"entity": "city", "value": "A", "role": "to"}, {"entity": "city", "value": "B"}],
    }
    events = [{"event": "action", "name": "x"}, {"event": "action", "name": "action_listen"}, {"event": "slot", "name": "a"}]
    tracker = Tracker("u", {}, message, events)
    assert list(tracker.get_latest_entity_values("city")) == ["B"]
    assert list(tracker.get_latest_entity_values("city", "to")) == ["A"]
    assert tracker.get_intent_of_latest_message() == "find"
    assert tracker.last_executed_action_has("x") and not tracker.last_executed_action_has("y")
    assert tracker.slots_to_validate() == {"a": None}
    assert tracker.get_last_event_for("action", ["action_listen"])["name"] == "x"
