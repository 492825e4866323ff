"""The public names are those of `tests/api.toml`, no more and no less."""

import inspect

import pytest
import sonthana
from test_conformance import TESTS, tomllib

API = tomllib.loads((TESTS / "api.toml").read_text("utf-8"))


def public(thing):
    return [name for name in vars(thing) if not name.startswith("_")]


def arguments(function):
    return [name for name in inspect.signature(function).parameters if name != "self"]


def test_exports():
    families = [*API["functions"], *API["classes"], *API["records"], *API["variants"], *API["only"]["python"]]
    assert sorted(sonthana.__all__) == sorted(families)
    assert sorted(public(sonthana)) == sorted([*families, *submodules()])


def submodules():
    return [name for name in public(sonthana) if inspect.ismodule(getattr(sonthana, name))]


@pytest.mark.parametrize("name, wanted", API["functions"].items())
def test_functions(name, wanted):
    assert arguments(getattr(sonthana, name)) == wanted


@pytest.mark.parametrize("name, wanted", API["classes"].items())
def test_classes(name, wanted):
    held = getattr(sonthana, name)
    assert sorted(public(held)) == sorted(wanted)
    for member, parameters in wanted.items():
        if parameters != "field":
            assert arguments(getattr(held, member)) == parameters, member


@pytest.mark.parametrize("name, wanted", API["records"].items())
def test_records(name, wanted):
    held = getattr(sonthana, name)
    assert sorted(public(held)) == sorted(wanted)
    assert list(getattr(held, "__match_args__", wanted)) == wanted


@pytest.mark.parametrize("name, wanted", API["variants"].items())
def test_variants(name, wanted):
    family = getattr(sonthana, name)
    assert sorted(public(family)) == sorted(wanted)
    for variant, fields in wanted.items():
        held = getattr(family, variant)
        assert list(held.__match_args__) == fields == arguments(held), variant
        assert issubclass(held, family)
