"""The IR of patterns: what a declaration, parameter or assignment binds."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, Union

from scopeminer.syntax.ir_expressions import Expr, Index, Member


class TypeHint(NamedTuple):
    """A type annotation that can narrow a string: literal members of a union and names of type aliases still to look up."""

    literals: tuple[str, ...]
    aliases: tuple[str, ...]


class NamePattern(NamedTuple):
    id: str
    at: int
    hint: TypeHint | None = None


class PropPattern(NamedTuple):
    key: str | Expr
    pattern: Pattern
    default: Expr | None


class ObjPattern(NamedTuple):
    props: tuple[PropPattern, ...]
    rest: Pattern | None
    at: int


class ItemPattern(NamedTuple):
    """An element of an array pattern; a skipped one has pattern None."""

    pattern: Pattern | None
    default: Expr | None


class ArrPattern(NamedTuple):
    items: tuple[ItemPattern, ...]
    rest: Pattern | None
    at: int


Pattern: TypeAlias = Union[NamePattern, ObjPattern, ArrPattern, Member, Index]
