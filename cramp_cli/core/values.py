"""Frozen values: `dataclasses.dataclass(frozen=True)`, defined fifteen times as fast.

The standard decorator compiles six functions for every class, and for the sixty to a hundred classes of a command
that was a third of its start. Here the standard library still finds the fields, so `fields`, `replace` and `asdict`
work as ever; the methods are made of shared code. What a type checker sees is the standard decorator.
"""

from __future__ import annotations

import dataclasses
import operator
from dataclasses import MISSING, FrozenInstanceError
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

    Method = Callable[..., object]

__all__ = ["dataclass"]

Kind = TypeVar("Kind")
Value = Any
"""One of the values defined here: what they have in common is no type."""
_AS_EQUALS = ("eq",)
_IN_ORDER = ("eq", "lt", "le", "gt", "ge")


def _initialiser(found: tuple[dataclasses.Field[Any], ...]) -> Method:
    names = tuple(one.name for one in found)
    defaults = {one.name: one.default for one in found if one.default is not MISSING}
    factories = {one.name: one.default_factory for one in found if one.default_factory is not MISSING}
    every = frozenset(names)

    def initialise(self: Value, *given: object, **named: object) -> None:
        state: dict[str, object] = {**defaults, **dict(zip(names, given, strict=False)), **named}
        for name, make in factories.items():
            if name not in state:
                state[name] = make()
        if state.keys() != every or len(given) > len(names) or not named.keys().isdisjoint(names[: len(given)]):
            asked = f"{len(given)} by position and {', '.join(named) or 'none'} by name"
            raise TypeError(f"{type(self).__name__}() takes {', '.join(names)}: got {asked}")
        self.__dict__.update(state)
        if hasattr(self, "__post_init__"):
            self.__post_init__()

    return initialise


def _comparison(name: str) -> Method:
    compare = getattr(operator, name)

    def compared(self: Value, other: object) -> object:
        return compare(_values(self), _values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _values(value: Value) -> tuple[object, ...]:
    return tuple([getattr(value, name) for name in value.__match_args__])


def _hash(self: Value) -> int:
    return hash(_values(self))


def _repr(self: Value) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Value, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{name} of a {type(self).__name__} cannot be changed")


def _quickly(*, frozen: bool, order: bool = False) -> Callable[[type[Kind]], type[Kind]]:
    if not frozen:
        raise TypeError("what may change is no value: take the decorator of the standard library")

    def define(kind: type[Kind]) -> type[Kind]:
        own = set(vars(kind))
        kind.__doc__ = kind.__doc__ or kind.__name__  # else the signature is found out, to be the docstring
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(kind)
        methods: dict[str, Method] = {f"__{name}__": _comparison(name) for name in (_IN_ORDER if order else _AS_EQUALS)}
        methods |= {"__init__": _initialiser(dataclasses.fields(made)), "__hash__": _hash, "__repr__": _repr}
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
        for name, method in methods.items():
            if name not in own:
                setattr(kind, name, method)
        return kind

    return define


if not TYPE_CHECKING:
    dataclass = _quickly
