"""What a value is made of where it stands: the definitions and expressions that decide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from scopeminer.syntax.ir import Expr, Prop
from scopeminer.syntax.record import HOLDING
from scopeminer.values.definitions import Appended, Choice, Definition, ElementOf, FieldOf, LeftBy, RestOf, Truthy, ValueOf


def constituents(definition: Definition) -> Iterator[Expr | Definition]:
    """What the value of a definition depends on."""
    match definition:
        case ValueOf():
            yield definition.expr
        case FieldOf():
            yield definition.base
            yield from (part for part in (definition.key, definition.default) if part is not None and not isinstance(part, str))
        case ElementOf() | LeftBy() | RestOf() | Truthy():
            yield definition.base
        case Appended():
            yield definition.before
            yield definition.expr
        case Choice():
            yield from (definition.test,) if definition.test is not None else ()
            yield from (part for _, part in definition.parts)


def passed_on(definition: Definition) -> tuple[Expr | Definition, ...]:
    """What a definition hands on as it is, or less some of it."""
    match definition:
        case ValueOf():
            return (definition.expr,)
        case RestOf() | Truthy():
            return (definition.base,)
        case Choice():
            return tuple([part for _, part in definition.parts])
    return ()


def operands(expr: Expr) -> Iterator[Expr]:
    """The expressions directly inside one."""
    stack: list[Any] = [*expr][::-1]
    while stack:
        part = stack.pop()
        if isinstance(part, Prop):
            stack += (part.value, part.key)
        elif type(part) is tuple:
            stack.extend(reversed(part))
        elif isinstance(part, HOLDING):
            yield cast("Expr", part)
