"""Plain data as every language writes it down (tests/README.md), and its hash."""

import struct

EMPTY = 0xCBF29CE484222325


def data(thing):
    """An object of ours as plain data, under the names it is saved with."""
    names = getattr(type(thing), "__match_args__", None)
    if names is not None:
        fields = {name: data(getattr(thing, name)) for name in names}
        family, _, variant = type(thing).__qualname__.partition(".")
        return {"type": variant.lower(), **fields} if variant else fields
    if isinstance(thing, (list, tuple)):
        return [data(item) for item in thing]
    if isinstance(thing, dict):
        return {key: data(item) for key, item in thing.items()}
    return thing


def write(value) -> str:
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (int, float)):
        return struct.pack(">d", value).hex()
    if isinstance(value, str):
        return f"{len(value.encode())}:{value}"
    if isinstance(value, list):
        return "[" + "".join(map(write, value)) + "]"
    held = {key: item for key, item in value.items() if item is not None and item != "" and item != []}
    return "{" + "".join(write(key) + write(held[key]) for key in sorted(held)) + "}"


def digest(hash: int, text: str) -> int:
    """FNV-1a, 64 bits, going on from `hash`."""
    for byte in text.encode():
        hash = ((hash ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return hash
