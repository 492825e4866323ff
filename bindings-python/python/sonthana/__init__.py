"""sonthana (สนทนา): an embeddable, Thai-aware conversation engine.

`Engine.turn` is a pure function of a state, an event and a time; see `Engine`. Every part works
alone: `words`, `tokenize`, `normalize`, `sentences`, `entities`, `sentiment`, `redact`, and the
models `IntentModel` and `EntityModel`.
"""

from . import _native
from ._native import *

__all__ = [name for name in _native.__all__ if not name.startswith("_")]
