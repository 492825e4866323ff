"""sonthana (สนทนา): an embeddable, Thai-aware conversation engine.

`Engine.turn` is a pure function of a state, an event and a time. Every part works alone. Offsets are
code points of the `str` that was passed, so `text[start:end]` is the piece. Times are milliseconds
since 1970, `int` or `float`.
"""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, List, Literal, SupportsIndex, TypeAlias, final

from typing_extensions import Self, disjoint_base

__all__ = [
    "Action",
    "Bot",
    "Command",
    "Decision",
    "Encoder",
    "Engine",
    "Entity",
    "EntityModel",
    "Event",
    "Evidence",
    "Explanation",
    "Intent",
    "IntentModel",
    "Normalizer",
    "Note",
    "Part",
    "Problem",
    "Sentiment",
    "SonthanaError",
    "Speller",
    "State",
    "Suggestion",
    "Token",
    "Tokenizer",
    "Trace",
    "Turn",
    "Understanding",
    "clusters",
    "entities",
    "graphemes",
    "normalize",
    "redact",
    "say",
    "sentences",
    "sentiment",
    "tokenize",
    "words",
]

# Plain data: None, bool, int, float, str, lists and dicts of them.
_Value: TypeAlias = Any
_Time: TypeAlias = float | SupportsIndex
_Kind: TypeAlias = Literal[
    "thai", "word", "number", "space", "punctuation", "emoji", "url", "email", "hashtag", "handle"
]
_Span: TypeAlias = (
    tuple[int, int, str] | tuple[int, int, str, str | None] | tuple[int, int, str, str | None, str | None]
)

_AnyPart: TypeAlias = Part.Image | Part.Audio | Part.File | Part.Sticker | Part.Location | Part.Alternatives | Part.Buttons | Part.Cards | Part.Custom
_AnyCommand: TypeAlias = Command.Start | Command.Set | Command.Correct | Command.Cancel | Command.Affirm | Command.Deny | Command.Skip | Command.Repeat | Command.Clarify | Command.Answer | Command.Handoff
_AnyEvent: TypeAlias = Event.Message | Event.Choice | Event.Answer | Event.Tick | Event.Set | Event.Commands | Event.Resume
_AnyAction: TypeAlias = Action.Say | Action.Call | Action.Wait | Action.Handoff | Action.End

class SonthanaError(ValueError):
    """Why a bot did not open, a model did not load or a state was not restored."""

    # A stable kebab-case name, and the place where it applies. Line and column count from 1.
    code: str
    file: str | None
    line: int | None
    column: int | None

@disjoint_base
class Part:
    """What a message or a reply carries beside its text."""

    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

    @final
    class Image(Part):
        """A picture."""

        __match_args__: tuple[Literal["url"], Literal["alt"]]
        @property
        def url(self) -> str: ...
        @property
        def alt(self) -> str | None: ...
        def __new__(cls, url: str, alt: str | None = ...) -> Self: ...

    @final
    class Audio(Part):
        """A sound."""

        __match_args__: tuple[Literal["url"]]
        @property
        def url(self) -> str: ...
        def __new__(cls, url: str) -> Self: ...

    @final
    class File(Part):
        """Any file."""

        __match_args__: tuple[Literal["url"], Literal["name"]]
        @property
        def url(self) -> str: ...
        @property
        def name(self) -> str | None: ...
        def __new__(cls, url: str, name: str | None = ...) -> Self: ...

    @final
    class Sticker(Part):
        """A sticker of the channel."""

        __match_args__: tuple[Literal["id"], Literal["package"]]
        @property
        def id(self) -> str: ...
        @property
        def package(self) -> str | None: ...
        def __new__(cls, id: str, package: str | None = ...) -> Self: ...

    @final
    class Location(Part):
        """A place on Earth, in degrees."""

        __match_args__: tuple[Literal["latitude"], Literal["longitude"], Literal["address"]]
        @property
        def latitude(self) -> float: ...
        @property
        def longitude(self) -> float: ...
        @property
        def address(self) -> str | None: ...
        def __new__(cls, latitude: float, longitude: float, address: str | None = ...) -> Self: ...

    @final
    class Alternatives(Part):
        """What a speech recogniser heard, best first."""

        __match_args__: tuple[Literal["list"]]
        @property
        def list(self) -> List[_Value]: ...
        def __new__(cls, list: Sequence[_Value]) -> Self: ...

    @final
    class Buttons(Part):
        """Buttons: `[{"title", "payload" or "url"}]`."""

        __match_args__: tuple[Literal["list"]]
        @property
        def list(self) -> List[_Value]: ...
        def __new__(cls, list: Sequence[_Value]) -> Self: ...

    @final
    class Cards(Part):
        """Cards of a carousel."""

        __match_args__: tuple[Literal["list"]]
        @property
        def list(self) -> List[_Value]: ...
        def __new__(cls, list: Sequence[_Value]) -> Self: ...

    @final
    class Custom(Part):
        """Anything else that the channel understands."""

        __match_args__: tuple[Literal["value"]]
        @property
        def value(self) -> _Value: ...
        def __new__(cls, value: _Value) -> Self: ...

@disjoint_base
class Command:
    """One thing that a person meant, said symbolically."""

    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

    @final
    class Start(Command):
        """Begin a flow, form or intent by name."""

        __match_args__: tuple[Literal["name"]]
        @property
        def name(self) -> str: ...
        def __new__(cls, name: str) -> Self: ...

    @final
    class Set(Command):
        """Fill a slot."""

        __match_args__: tuple[Literal["name"], Literal["value"]]
        @property
        def name(self) -> str: ...
        @property
        def value(self) -> _Value: ...
        def __new__(cls, name: str, value: _Value = ...) -> Self: ...

    @final
    class Correct(Command):
        """Change a slot that was filled before."""

        __match_args__: tuple[Literal["name"], Literal["value"]]
        @property
        def name(self) -> str: ...
        @property
        def value(self) -> _Value: ...
        def __new__(cls, name: str, value: _Value = ...) -> Self: ...

    @final
    class Cancel(Command):
        """Leave what is being done."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

    @final
    class Affirm(Command):
        """Yes."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

    @final
    class Deny(Command):
        """No."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

    @final
    class Skip(Command):
        """Leave this question out."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

    @final
    class Repeat(Command):
        """Say that again."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

    @final
    class Clarify(Command):
        """It could be one of several, best first."""

        __match_args__: tuple[Literal["list"]]
        @property
        def list(self) -> List[str]: ...
        def __new__(cls, list: Sequence[str]) -> Self: ...

    @final
    class Answer(Command):
        """A question to the knowledge base."""

        __match_args__: tuple[Literal["text"]]
        @property
        def text(self) -> str: ...
        def __new__(cls, text: str) -> Self: ...

    @final
    class Handoff(Command):
        """Ask for a person."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

@disjoint_base
class Event:
    """Something that happened."""

    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

    @final
    class Message(Event):
        """A person wrote."""

        __match_args__: tuple[Literal["text"], Literal["id"], Literal["parts"], Literal["channel"], Literal["language"]]
        @property
        def text(self) -> str: ...
        @property
        def id(self) -> str | None: ...
        @property
        def parts(self) -> List[_AnyPart]: ...
        @property
        def channel(self) -> str | None: ...
        @property
        def language(self) -> str | None: ...
        def __new__(cls, text: str, id: str | None = ..., parts: Sequence[_AnyPart] = ..., channel: str | None = ..., language: str | None = ...) -> Self: ...

    @final
    class Choice(Event):
        """A button was pressed or a digit dialled."""

        __match_args__: tuple[Literal["name"], Literal["value"], Literal["text"], Literal["id"]]
        @property
        def name(self) -> str: ...
        @property
        def value(self) -> _Value: ...
        @property
        def text(self) -> str | None: ...
        @property
        def id(self) -> str | None: ...
        def __new__(cls, name: str, value: _Value = ..., text: str | None = ..., id: str | None = ...) -> Self: ...

    @final
    class Answer(Event):
        """A host action's result."""

        __match_args__: tuple[Literal["id"], Literal["value"]]
        @property
        def id(self) -> str: ...
        @property
        def value(self) -> _Value: ...
        def __new__(cls, id: str, value: _Value = ...) -> Self: ...

    @final
    class Tick(Event):
        """Time passed: everything due fires."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

    @final
    class Set(Event):
        """The host sets a slot; None unsets it."""

        __match_args__: tuple[Literal["name"], Literal["value"]]
        @property
        def name(self) -> str: ...
        @property
        def value(self) -> _Value: ...
        def __new__(cls, name: str, value: _Value = ...) -> Self: ...

    @final
    class Commands(Event):
        """The host's own model understood the message."""

        __match_args__: tuple[Literal["list"], Literal["text"], Literal["id"]]
        @property
        def list(self) -> List[_AnyCommand]: ...
        @property
        def text(self) -> str | None: ...
        @property
        def id(self) -> str | None: ...
        def __new__(cls, list: Sequence[_AnyCommand], text: str | None = ..., id: str | None = ...) -> Self: ...

    @final
    class Resume(Event):
        """The human agent hands back, or a pause ends."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

@disjoint_base
class Action:
    """Something for the host to do, in order."""

    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

    @final
    class Say(Action):
        """Send a reply."""

        __match_args__: tuple[Literal["name"], Literal["text"], Literal["parts"], Literal["id"]]
        @property
        def name(self) -> str: ...
        @property
        def text(self) -> str: ...
        @property
        def parts(self) -> List[_AnyPart]: ...
        @property
        def id(self) -> str: ...
        def __new__(cls, name: str, text: str = ..., parts: Sequence[_AnyPart] = ..., id: str = ...) -> Self: ...

    @final
    class Call(Action):
        """Run a host action and send its result as `Event.Answer`."""

        __match_args__: tuple[Literal["id"], Literal["name"], Literal["value"]]
        @property
        def id(self) -> str: ...
        @property
        def name(self) -> str: ...
        @property
        def value(self) -> _Value: ...
        def __new__(cls, id: str, name: str, value: _Value = ...) -> Self: ...

    @final
    class Wait(Action):
        """Send `Event.Tick` at or after this time."""

        __match_args__: tuple[Literal["until"]]
        @property
        def until(self) -> int: ...
        def __new__(cls, until: _Time) -> Self: ...

    @final
    class Handoff(Action):
        """Give the conversation to a person."""

        __match_args__: tuple[Literal["reason"], Literal["queue"], Literal["priority"], Literal["summary"], Literal["value"], Literal["id"]]
        @property
        def reason(self) -> str: ...
        @property
        def queue(self) -> str | None: ...
        @property
        def priority(self) -> int | None: ...
        @property
        def summary(self) -> str: ...
        @property
        def value(self) -> _Value: ...
        @property
        def id(self) -> str: ...
        def __new__(cls, reason: str, queue: str | None = ..., priority: int | None = ..., summary: str = ..., value: _Value = ..., id: str = ...) -> Self: ...

    @final
    class End(Action):
        """The conversation is over."""

        __match_args__: tuple[()]
        def __new__(cls) -> Self: ...

@final
class Token:
    """A piece of a text."""

    __match_args__: tuple[Literal["text"], Literal["start"], Literal["end"], Literal["kind"]]
    @property
    def text(self) -> str:
        """The piece, as it was written."""
    @property
    def start(self) -> int:
        """The code point where it starts."""
    @property
    def end(self) -> int:
        """The code point after its last."""
    @property
    def kind(self) -> _Kind:
        """What it is."""
    def __new__(cls, text: str, start: int, end: int, kind: _Kind) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Intent:
    """A meaning with its probability."""

    __match_args__: tuple[Literal["name"], Literal["score"]]
    @property
    def name(self) -> str | None:
        """None where the message is out of scope."""
    @property
    def score(self) -> float:
        """0 to 1, calibrated among the intents."""
    def __new__(cls, name: str | None, score: float) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Evidence:
    """A piece of a text that speaks for an intent, or against it."""

    __match_args__: tuple[Literal["text"], Literal["start"], Literal["end"], Literal["weight"]]
    @property
    def text(self) -> str:
        """The piece, as it was written."""
    @property
    def start(self) -> int:
        """The code point where it starts."""
    @property
    def end(self) -> int:
        """The code point after its last."""
    @property
    def weight(self) -> float:
        """What it adds to the logit; below 0 it speaks against."""
    def __new__(cls, text: str, start: int, end: int, weight: float) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Suggestion:
    """A word that may have been meant."""

    __match_args__: tuple[Literal["text"], Literal["start"], Literal["end"], Literal["value"], Literal["score"], Literal["kind"]]
    @property
    def text(self) -> str:
        """The piece of the text."""
    @property
    def start(self) -> int:
        """The code point where it starts."""
    @property
    def end(self) -> int:
        """The code point after its last."""
    @property
    def value(self) -> str:
        """What may have been meant."""
    @property
    def score(self) -> float:
        """How likely that is, 0 to 1."""
    @property
    def kind(self) -> str:
        """`spelling`, or `layout` where the keyboard was in the other language."""
    def __new__(cls, text: str, start: int, end: int, value: str, score: float, kind: str) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Explanation:
    """Why a text seems to mean an intent, or not."""

    __match_args__: tuple[Literal["name"], Literal["score"], Literal["logit"], Literal["bias"], Literal["known"], Literal["evidence"]]
    @property
    def name(self) -> str | None:
        """The intent that is explained."""
    @property
    def score(self) -> float:
        """Its probability among all intents, 0 to 1."""
    @property
    def logit(self) -> float:
        """The bias and all weights, added up."""
    @property
    def bias(self) -> float:
        """What the intent has before anything is said."""
    @property
    def known(self) -> bool:
        """Whether the text is an example of the intent, which settles it."""
    @property
    def evidence(self) -> list[Evidence]:
        """The words and pairs of words, the weightiest first."""
    def __new__(cls, name: str | None, score: float, logit: float, bias: float, known: bool, evidence: Sequence[Evidence]) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Entity:
    """Something named in a text."""

    __match_args__: tuple[Literal["kind"], Literal["text"], Literal["start"], Literal["end"], Literal["value"], Literal["score"], Literal["role"], Literal["group"], Literal["source"]]
    @property
    def kind(self) -> str:
        """`city`, `money`, `phone`, …"""
    @property
    def text(self) -> str:
        """The piece of the text."""
    @property
    def start(self) -> int:
        """The code point where it starts."""
    @property
    def end(self) -> int:
        """The code point after its last."""
    @property
    def value(self) -> _Value:
        """What it stands for."""
    @property
    def score(self) -> float:
        """0 to 1."""
    @property
    def role(self) -> str | None:
        """Which of several of a kind."""
    @property
    def group(self) -> str | None:
        """What belongs together."""
    @property
    def source(self) -> str:
        """`model`, `lookup`, `regex`, `builtin`, `payload`, `given`."""
    def __new__(cls, kind: str, text: str, start: int, end: int, value: _Value, score: float, role: str | None, group: str | None, source: str) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Sentiment:
    """How the writer feels about it."""

    __match_args__: tuple[Literal["label"], Literal["score"], Literal["scores"]]
    @property
    def label(self) -> Literal["positive", "neutral", "negative"]:
        """The likeliest."""
    @property
    def score(self) -> float:
        """-1 to 1: the probability of positive less that of negative."""
    @property
    def scores(self) -> list[float]:
        """The probabilities of negative, neutral and positive."""
    def __new__(cls, label: Literal["positive", "neutral", "negative"], score: float, scores: Sequence[float]) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Problem:
    """One finding about a bot."""

    __match_args__: tuple[Literal["code"], Literal["message"], Literal["file"], Literal["line"], Literal["column"], Literal["fatal"]]
    @property
    def code(self) -> str:
        """A stable kebab-case name."""
    @property
    def message(self) -> str:
        """What is wrong and what would be right."""
    @property
    def file(self) -> str:
        """The file, or empty."""
    @property
    def line(self) -> int:
        """From 1; 0 where it does not apply."""
    @property
    def column(self) -> int:
        """From 1; 0 where it does not apply."""
    @property
    def fatal(self) -> bool:
        """False for what is only worth knowing."""
    def __new__(cls, code: str, message: str, file: str, line: int, column: int, fatal: bool) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Note:
    """Something odd that was dealt with."""

    __match_args__: tuple[Literal["code"], Literal["message"]]
    @property
    def code(self) -> str:
        """A stable kebab-case name."""
    @property
    def message(self) -> str:
        """One sentence."""
    def __new__(cls, code: str, message: str) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Decision:
    """One choice of one action."""

    __match_args__: tuple[Literal["action"], Literal["policy"], Literal["name"], Literal["reason"], Literal["score"], Literal["file"], Literal["line"], Literal["alternatives"]]
    @property
    def action(self) -> str:
        """What was chosen."""
    @property
    def policy(self) -> str:
        """`rule`, `form`, `story`, `fallback`, `routing`, …"""
    @property
    def name(self) -> str:
        """The rule, story, form or route."""
    @property
    def reason(self) -> str:
        """Why it applied."""
    @property
    def score(self) -> float:
        """0 to 1."""
    @property
    def file(self) -> str:
        """Where it was authored, or empty."""
    @property
    def line(self) -> int:
        """From 1; 0 where unknown."""
    @property
    def alternatives(self) -> list[str]:
        """What else applied, in order of precedence."""
    def __new__(cls, action: str, policy: str, name: str, reason: str, score: float, file: str, line: int, alternatives: Sequence[str]) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Understanding:
    """Everything understood from one message."""

    __match_args__: tuple[Literal["text"], Literal["intent"], Literal["intents"], Literal["ranking"], Literal["scope"], Literal["entities"], Literal["sentiment"], Literal["retrieval"]]
    @property
    def text(self) -> str:
        """What was read, as it was written."""
    @property
    def intent(self) -> Intent:
        """The chosen intent."""
    @property
    def intents(self) -> list[Intent]:
        """All that is asked for, in the order of the text."""
    @property
    def ranking(self) -> list[Intent]:
        """The best, best first."""
    @property
    def scope(self) -> float:
        """The probability that the text is in scope at all."""
    @property
    def entities(self) -> list[Entity]:
        """In order of the text."""
    @property
    def sentiment(self) -> Sentiment:
        """The tone."""
    @property
    def retrieval(self) -> str | None:
        """The retrieval intent's full name."""
    def __new__(cls, text: str, intent: Intent, intents: Sequence[Intent], ranking: Sequence[Intent], scope: float, entities: Sequence[Entity], sentiment: Sentiment, retrieval: str | None) -> Self: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def normalize(text: str) -> str:
    """How a text is read: marks in order, composed, without what is not meant."""

def tokenize(text: str) -> list[Token]:
    """The tokens of a text; joined, they are the text."""

def words(text: str) -> list[str]:
    """The texts of the tokens, without white space."""

def sentences(text: str) -> list[str]:
    """The sentences of a text."""

def clusters(text: str) -> list[str]:
    """The Thai character clusters of a text: what is never cut apart (`เมือ`, `ง`); joined, they are the text."""

def graphemes(text: str) -> list[str]:
    """The characters of a text as a reader sees them (Unicode Standard Annex 29)."""

def entities(
    text: str, now: _Time, zone: str = "Asia/Bangkok", kinds: Sequence[str] | None = None
) -> list[Entity]:
    """The built-in entities of a text, all kinds or those asked for."""

def sentiment(text: str) -> Sentiment:
    """How the writer of a text feels about it."""

def redact(text: str, kinds: Sequence[str] | None = None, mask: str | None = None) -> str:
    """A text with what is personal masked, all kinds of it or those asked for.

    In `mask`, `{kind}` stands for the kind and `{last4}` for so many letters and digits; without it,
    it is `[{kind}]`. An unknown kind is refused.
    """

def say(
    value: _Value,
    style: str | None = None,
    now: _Time | None = None,
    zone: str = "Asia/Bangkok",
    language: str = "th",
) -> str:
    """A value in words, as people say it: an entity's value, a number, a text that holds a time.

    `style` is one or more filters joined by `|`: `short` `long` `words` `relative` `iso` `date`
    `clock` `be` `ce` `grouped` `baht` `baht-text` `thai-digits` `mask` `thai` `english`. `now` decides
    what `today` is. An unknown filter, and a value that has no such words, are refused.
    """

@final
class Tokenizer:
    """Cuts texts into tokens, knowing some words of the user's besides its own."""

    def __new__(cls, words: Sequence[str] = ()) -> Self: ...
    def tokenize(self, text: str) -> list[Token]:
        """The tokens of a text; joined, they are the text."""

    def words(self, text: str) -> list[str]:
        """The texts of the tokens, without white space."""

@final
class Normalizer:
    """Reads texts as the engine does, without some of the repairs.

    `without` names them: `width` `digits` `marks` `sara-am` `sara-ae` `elongation` `composition`; any
    other name is refused.
    """

    def __new__(cls, without: Sequence[str] = ()) -> Self: ...
    def normalize(self, text: str) -> str:
        """The text as it is read."""

@final
class Speller:
    """Finds slips of spelling and of the keyboard's layout, with `words` besides the language's own."""

    def __new__(cls, words: Sequence[str] = ()) -> Self: ...
    def suggest(self, text: str) -> list[Suggestion]:
        """What may have been meant, in order of the text; of several for one piece the likelier first."""

@final
class IntentModel:
    """A classifier of sentences."""

    @staticmethod
    def train(
        examples: Iterable[tuple[str, str | None]], refuse: float = 0.05, encoder: Encoder | None = None
    ) -> IntentModel:
        """Learns from texts and their intents; None is out of scope.

        At most a share of `refuse` (0 to 0.5) of what is in scope is refused by `predict`.
        An `encoder` adds its sentence vectors to the features.
        """

    @staticmethod
    def load(bytes: bytes, encoder: Encoder | None = None) -> IntentModel:
        """A saved model, with the encoder that it was taught with if it was."""

    def rank(self, text: str, within: Sequence[str] | None = None) -> list[Intent]:
        """All intents or those of `within`, best first."""

    def scope(self, text: str) -> float:
        """The probability that the text is in scope at all."""

    def predict(self, text: str, within: Sequence[str] | None = None) -> Intent:
        """The best intent, or one without a name where the text is out of scope."""

    def intents(self, text: str) -> list[Intent]:
        """All that the text asks for, in its order; empty where it is out of scope.

        Names such as `check_balance+change_package` teach that both are meant; a text is also read
        clause by clause.
        """

    def explain(self, text: str, name: str | None = None) -> Explanation:
        """What each piece of the text says for or against an intent: the named one, or the best."""

    def save(self) -> bytes:
        """The model as bytes."""

    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Encoder:
    """A sentence encoder of yours, in builds with the feature `onnx`; see docs/encoders.md."""

    @staticmethod
    def open(model: str, tokenizer: str, library: str | None = None) -> Encoder:
        """Opens `model.onnx` with its `tokenizer.json` and the shared library of the ONNX Runtime.

        Without `library` that is the one of `ORT_DYLIB_PATH`, or what the system finds by its name.
        """

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of texts, each of length one."""

    @property
    def width(self) -> int:
        """How many numbers a vector has."""

@final
class EntityModel:
    """A finder of entities."""

    @staticmethod
    def train(examples: Iterable[tuple[str, Iterable[_Span]]]) -> EntityModel:
        """Learns from texts and their spans: `(start, end, name)`, then a role and a group."""

    @staticmethod
    def load(bytes: bytes) -> EntityModel:
        """A saved model."""

    def predict(self, text: str) -> list[Entity]:
        """The entities of a text, in order, without overlaps."""

    def save(self) -> bytes:
        """The model as bytes."""

    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Bot:
    """An authored bot with its trained numbers."""

    @staticmethod
    def open(path: str | PathLike[str], variables: Mapping[str, str] | None = None) -> Bot:
        """Opens a directory (and trains it) or a built file; `variables` are the values of `${VAR}`."""

    @staticmethod
    def read(files: dict[str, _Value], variables: Mapping[str, str] | None = None) -> Bot:
        """Opens files by name, each a text or plain data, with no file system."""

    @staticmethod
    def load(bytes: bytes) -> Bot:
        """A built bot."""

    @staticmethod
    def check(path: str | PathLike[str]) -> list[Problem]:
        """Everything that is wrong with a directory, not just the first."""

    def save(self) -> bytes:
        """The bot as bytes: a built file."""

    @property
    def notes(self) -> list[Problem]:
        """What was read and will not be used."""

    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Engine:
    """A bot, compiled once: immutable, for any number of conversations and threads."""

    def __new__(cls, bot: Bot) -> Self: ...
    def start(self, now: _Time) -> Turn:
        """A conversation begins: an empty state, and actions where the bot greets."""

    def turn(self, state: State, event: Event, now: _Time) -> Turn:
        """Something happened: the next state, what to do, and why."""

    def restore(self, saved: str) -> State:
        """A state that was saved, here or in another language."""

    def explain(self) -> str:
        """The order of decisions, in words."""

@final
class State:
    """A value per conversation."""

    @property
    def version(self) -> int:
        """How many events were accepted."""

    @property
    def slots(self) -> dict[str, _Value]:
        """The slots that are set, by name."""

    @property
    def active(self) -> str | None:
        """The active form or flow."""

    @property
    def waiting(self) -> str | None:
        """What is waited for beside a message: `call`, `person`, `resume`."""

    def save(self) -> str:
        """The state as JSON, the same text in every language."""

    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Turn:
    """What a turn gave."""

    __match_args__: tuple[Literal["state"], Literal["actions"], Literal["trace"]]
    @property
    def state(self) -> State:
        """The state after it."""

    @property
    def actions(self) -> list[_AnyAction]:
        """What to do, in order."""

    @property
    def trace(self) -> Trace:
        """Why."""

@final
class Trace:
    """Why a turn came out as it did."""

    @property
    def notes(self) -> list[Note]:
        """What was odd."""

    @property
    def understanding(self) -> Understanding | None:
        """What the message was taken to mean."""

    @property
    def decisions(self) -> list[Decision]:
        """Which policy chose which action, from what, against which alternatives."""

    @property
    def events(self) -> list[_Value]:
        """The turn as Rasa-shaped events."""
