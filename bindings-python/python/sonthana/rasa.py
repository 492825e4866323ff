"""Runs the action classes of a Rasa bot in the host's own process, with no action server.

In: classes written for rasa-sdk, and a `Call` of a turn. Out: the value of the `Answer`. Where
rasa-sdk is not installed, what action classes import from it is stood in for by this module.

    actions = sonthana.rasa.Actions.load("actions")          # imports actions/__init__.py or actions.py
    for action in turn.actions:
        if isinstance(action, Action.Call):
            event = Event.Answer(id=action.id, value=actions.answer(action.name, action.value))
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import inspect
import logging
import sys
import time
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["Actions"]

_log = logging.getLogger(__name__)
_ASKED = "requested_slot"


class Actions:
    """Actions by name. `domain` is the bot's domain as data, for those that read it."""

    def __init__(self, actions: Iterable[Any], domain: Mapping[str, Any] | None = None) -> None:
        self._actions = {action.name(): action for action in actions}
        self._domain = dict(domain or {})

    @classmethod
    def load(cls, module: str, domain: Mapping[str, Any] | None = None) -> Actions:
        """All actions that a module and the modules in it define, made without arguments."""
        _stand_in()
        pending = [importlib.import_module(module)]
        found: dict[Any, None] = {}
        for part in pending:
            for value in vars(part).values():
                if isinstance(value, types.ModuleType) and value.__name__.startswith(f"{module}.") and value not in pending:
                    pending.append(value)
                if _is_action(value, module):
                    found[value] = None
        return cls([action() for action in found], domain)

    @property
    def names(self) -> list[str]:
        """The names of all actions."""
        return sorted(self._actions)

    def answer(self, name: str, value: Mapping[str, Any], sender: str = "default") -> dict[str, Any]:
        """The answer to a call, waiting for actions that are coroutines. `sender` is the conversation's id."""
        return asyncio.run(self.run(name, value, sender))

    async def run(self, name: str, value: Mapping[str, Any], sender: str = "default") -> dict[str, Any]:
        """The answer to a call, inside an event loop. An action that raises has failed."""
        action = self._actions.get(name)
        if action is None:
            _log.error("no action is called %s", name)
            return {"error": "failed"}
        dispatcher, tracker = CollectingDispatcher(), _tracker(value, sender)
        try:
            events = action.run(dispatcher, tracker, self._domain)
            events = await events if inspect.isawaitable(events) else events
        except Exception as error:
            if type(error).__name__ == "ActionExecutionRejection":
                return {"error": "rejected"}
            _log.exception("%s has failed", name)
            return {"error": "failed"}
        return {"events": [dict(event) for event in events or []], "replies": [_reply(one) for one in dispatcher.messages]}


def _is_action(value: Any, module: str) -> bool:
    own = inspect.isclass(value) and (value.__module__ == module or value.__module__.startswith(f"{module}."))
    return own and hasattr(value, "name") and hasattr(value, "run") and not inspect.isabstract(value) and _named(value)


def _named(value: Any) -> bool:
    """Whether a class says what it is called: a base of others does not."""
    return value.name is not Action.name


def _tracker(value: Mapping[str, Any], sender: str) -> Tracker:
    active = value.get("active")
    return Tracker(
        sender,
        dict(value.get("slots") or {}),
        dict(value.get("message") or {}),
        list(value.get("events") or []),
        False,
        None,
        {"name": active} if active else {},
        value.get("action"),
    )


def _reply(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message of the dispatcher, without what it leaves empty."""
    kept = {key: value for key, value in message.items() if value not in (None, "", [], {})}
    template = kept.pop("template", None)
    return {"response": template, **kept} if template and "response" not in kept else kept


class Action:
    """An action of a bot: `name` says what it is called, `run` does it and gives events."""

    def name(self) -> str:
        """What the bot calls it."""
        raise NotImplementedError

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Does it."""
        raise NotImplementedError


class ActionExecutionRejection(Exception):
    """The action does not want to run: something else is chosen."""

    def __init__(self, action_name: str, message: str | None = None) -> None:
        self.action_name = action_name
        self.message = message or f"{action_name} does not want to run"
        super().__init__(self.message)


class CollectingDispatcher:
    """Keeps what an action says."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def utter_message(
        self,
        text: str | None = None,
        image: str | None = None,
        json_message: dict[str, Any] | None = None,
        template: str | None = None,
        attachment: Any = None,
        buttons: list[dict[str, Any]] | None = None,
        elements: list[dict[str, Any]] | None = None,
        response: str | None = None,
        **variables: Any,
    ) -> None:
        """Says a text or a response, with what goes with it."""
        said = {"text": text, "image": image, "custom": json_message, "response": response or template}
        self.messages.append({**said, "attachment": attachment, "buttons": buttons, "elements": elements, **variables})


class Tracker:
    """What an action may know of a conversation; of the events, those since the latest message."""

    def __init__(
        self,
        sender_id: str,
        slots: dict[str, Any],
        latest_message: dict[str, Any] | None,
        events: list[dict[str, Any]],
        paused: bool = False,
        followup_action: str | None = None,
        active_loop: dict[str, Any] | None = None,
        latest_action_name: str | None = None,
    ) -> None:
        self.sender_id, self.slots, self.events = sender_id, slots, events
        self.latest_message = latest_message or {}
        self.followup_action, self.active_loop = followup_action, active_loop or {}
        self.latest_action_name = latest_action_name
        self._paused = paused

    @property
    def active_form(self) -> dict[str, Any]:
        """As Rasa 1 called `active_loop`."""
        return self.active_loop

    @property
    def active_loop_name(self) -> str | None:
        """The form that is active."""
        return self.active_loop.get("name")

    def get_slot(self, key: str) -> Any:
        """The value of a slot."""
        return self.slots.get(key)

    def current_slot_values(self) -> dict[str, Any]:
        """All slots."""
        return self.slots

    def get_latest_entity_values(
        self, entity_type: str, entity_role: str | None = None, entity_group: str | None = None
    ) -> Iterator[Any]:
        """The values of the latest message's entities of a kind, with exactly this role and group."""
        wanted = (entity_type, entity_role, entity_group)
        for found in self.latest_message.get("entities") or []:
            if (found.get("entity"), found.get("role"), found.get("group")) == wanted:
                yield found.get("value")

    def get_intent_of_latest_message(self, skip_fallback_intent: bool = True) -> str | None:
        """The best intent; with `skip_fallback_intent` the best that is no fallback."""
        ranking = self.latest_message.get("intent_ranking") or [self.latest_message.get("intent") or {}]
        names = [one.get("name") for one in ranking]
        return next((name for name in names if not (skip_fallback_intent and name == "nlu_fallback")), None)

    def is_paused(self) -> bool:
        """Whether the bot is silent."""
        return self._paused

    def get_latest_input_channel(self) -> str | None:
        """Where the latest message came from."""
        channels = (one.get("input_channel") for one in reversed(self.events) if one.get("event") == "user")
        return next(channels, None)

    def get_last_event_for(self, event_type: str, action_names_to_exclude: list[str] | None = None, skip: int = 0) -> Any:
        """The latest event of a kind, after leaving out `skip` of them."""
        excluded = action_names_to_exclude or []
        fits = [
            one
            for one in reversed(self.events)
            if one.get("event") == event_type and not (event_type == "action" and one.get("name") in excluded)
        ]
        return fits[skip] if len(fits) > skip else None

    def last_executed_action_has(self, name: str, skip: int = 0) -> bool:
        """Whether the latest action but for listening has this name."""
        last = self.get_last_event_for("action", ["action_listen"], skip)
        return last is not None and last.get("name") == name

    def events_after_latest_restart(self) -> list[dict[str, Any]]:
        """The events since the conversation was restarted."""
        places = [place for place, one in enumerate(self.events) if one.get("event") == "restart"]
        return self.events[places[-1] + 1 :] if places else list(self.events)

    def slots_to_validate(self) -> dict[str, Any]:
        """Slots that a form wants checked: those that were filled last."""
        filled: list[tuple[str, Any]] = []
        for one in reversed(self.events):
            if one.get("event") != "slot":
                break
            filled.append((one["name"], one.get("value")))
        return dict(reversed(filled))

    def add_slots(self, slots: list[dict[str, Any]]) -> None:
        """Takes slot events in, as if they had happened."""
        for one in slots:
            self.slots[one["name"]] = one.get("value")
            self.events.append(one)

    def current_state(self) -> dict[str, Any]:
        """Everything as data."""
        return {
            "sender_id": self.sender_id,
            "slots": self.slots,
            "latest_message": self.latest_message,
            "latest_event_time": time.time(),
            "paused": self._paused,
            "events": self.events,
            "active_loop": self.active_loop,
            "latest_action_name": self.latest_action_name,
        }


class FormValidationAction(Action):
    """Checks what fills the slots of a form: `validate_<slot>`, `extract_<slot>`, `required_slots`."""

    def form_name(self) -> str:
        """The form that is checked."""
        return self.name().removeprefix("validate_")

    def domain_slots(self, domain: Mapping[str, Any]) -> list[str]:
        """What the domain says that the form needs."""
        form = (domain.get("forms") or {}).get(self.form_name()) or {}
        return list(form.get("required_slots") or [])

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[str]:
        """The slots that are asked for now, in order."""
        return domain_slots

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Looks for slots, checks them, and says which is asked for next where that is not the domain's own order."""
        told = (dispatcher, tracker, domain)
        known = self.domain_slots(domain)
        needed = await _done(self.required_slots(list(known), *told))
        filled = tracker.slots_to_validate()
        for slot in needed or []:
            extract = getattr(self, f"extract_{slot}", None)
            if extract and slot not in known:
                filled.update(await _done(extract(*told)) or {})
        tracker.slots.update(filled)
        events = []
        for slot, value in filled.items():
            check = getattr(self, f"validate_{slot}", None)
            checked = await _done(check(value, *told)) if check else {slot: value}
            checked = checked if isinstance(checked, Mapping) else {}
            tracker.slots.update(checked)
            events += [SlotSet(name, value) for name, value in checked.items()]
        if type(self).required_slots is not FormValidationAction.required_slots:
            needed = await _done(self.required_slots(list(known), *told))
            missing = (slot for slot in needed or [] if tracker.slots.get(slot) is None)
            events.append(SlotSet(_ASKED, next(missing, None)))
        return events


class ValidationAction(FormValidationAction):
    """Checks slots outside of forms, as `action_validate_slot_mappings`."""

    def name(self) -> str:
        """What Rasa calls it."""
        return "action_validate_slot_mappings"

    def domain_slots(self, domain: Mapping[str, Any]) -> list[str]:
        """All slots of the domain."""
        return list(domain.get("slots") or {})


async def _done(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def _event(kind: str, **fields: Any) -> dict[str, Any]:
    return {"event": kind, "timestamp": fields.pop("timestamp", None), **fields}


def SlotSet(key: str, value: Any = None, timestamp: float | None = None) -> dict[str, Any]:  # noqa: N802
    """A slot holds a value from now on."""
    return _event("slot", name=key, value=value, timestamp=timestamp)


def FollowupAction(name: str, timestamp: float | None = None) -> dict[str, Any]:  # noqa: N802
    """This is done next."""
    return _event("followup", name=name, timestamp=timestamp)


def ActiveLoop(name: str | None = None, timestamp: float | None = None) -> dict[str, Any]:  # noqa: N802
    """A form begins, or with `None` ends."""
    return _event("active_loop", name=name, timestamp=timestamp)


def ReminderScheduled(  # noqa: N802
    intent_name: str,
    trigger_date_time: Any,
    entities: Any = None,
    name: str | None = None,
    kill_on_user_message: bool = True,
    timestamp: float | None = None,
) -> dict[str, Any]:
    """At a time, an intent is heard."""
    when = {"intent": intent_name, "entities": entities, "date_time": trigger_date_time.isoformat()}
    return _event("reminder", **when, name=name, kill_on_user_msg=kill_on_user_message, timestamp=timestamp)


def ReminderCancelled(  # noqa: N802
    name: str | None = None, intent_name: str | None = None, entities: Any = None, timestamp: float | None = None
) -> dict[str, Any]:
    """Reminders that fit are forgotten."""
    return _event("cancel_reminder", name=name, intent=intent_name, entities=entities, timestamp=timestamp)


def _plain(kind: str) -> Any:
    return lambda timestamp=None: _event(kind, timestamp=timestamp)


#: Events without fields, by what rasa-sdk calls them.
_PLAIN = {
    "AllSlotsReset": "reset_slots",
    "Restarted": "restart",
    "SessionStarted": "session_started",
    "ConversationPaused": "pause",
    "ConversationResumed": "resume",
    "UserUtteranceReverted": "rewind",
    "ActionReverted": "undo",
    "StoryExported": "export",
}


def _action_executed(action_name: str, policy: Any = None, confidence: Any = None, timestamp: Any = None) -> dict[str, Any]:
    return _event("action", name=action_name, policy=policy, confidence=confidence, timestamp=timestamp)


def _stand_in() -> None:
    """Puts this module in place of rasa-sdk, where that is not installed."""
    if "rasa_sdk" in sys.modules or importlib.util.find_spec("rasa_sdk"):
        return
    events = {name: _plain(kind) for name, kind in _PLAIN.items()}
    events |= {one.__name__: one for one in (SlotSet, FollowupAction, ActiveLoop, ReminderScheduled, ReminderCancelled)}
    events |= {"Form": ActiveLoop, "ActionExecuted": _action_executed, "EventType": dict[str, Any]}
    base = {"Action": Action, "Tracker": Tracker, "ActionExecutionRejection": ActionExecutionRejection}
    checks = {"FormValidationAction": FormValidationAction, "ValidationAction": ValidationAction}
    parts: dict[str, dict[str, Any]] = {
        "rasa_sdk": {**base, **checks, "__path__": []},
        "rasa_sdk.interfaces": base,
        "rasa_sdk.executor": {"CollectingDispatcher": CollectingDispatcher},
        "rasa_sdk.events": events,
        "rasa_sdk.forms": {**checks, "REQUESTED_SLOT": _ASKED, "Action": Action},
        "rasa_sdk.types": {"DomainDict": dict[str, Any], "TrackerState": dict[str, Any], "ActionCall": dict[str, Any]},
    }
    for name, names in parts.items():
        module = types.ModuleType(name, "Stood in for by `sonthana.rasa`.")
        vars(module).update(names)
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
