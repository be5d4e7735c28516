"""The IR of patterns: what a declaration, parameter or assignment binds."""

from __future__ import annotations

from typing import TypeAlias, Union

from scopeminer.syntax.ir_expressions import Expr, Index, Member
from scopeminer.syntax.record import Record


class TypeHint(Record):
    """A type annotation that can narrow a string: literal members of a union and names of type aliases still to look up."""

    literals: tuple[str, ...]
    aliases: tuple[str, ...]


class NamePattern(Record):
    """A name; among the parameters of a function it is one that is a name and nothing else, as most are."""

    id: str
    at: int
    hint: TypeHint | None = None

    default = None
    rest = False

    @property
    def pattern(self) -> NamePattern:
        """What the parameter binds."""
        return self


class PropPattern(Record):
    key: str | Expr
    pattern: Pattern
    default: Expr | None


class ObjPattern(Record):
    props: tuple[PropPattern, ...]
    rest: Pattern | None
    at: int


class ItemPattern(Record):
    """An element of an array pattern; a skipped one has pattern None."""

    pattern: Pattern | None
    default: Expr | None


class ArrPattern(Record):
    items: tuple[ItemPattern, ...]
    rest: Pattern | None
    at: int


Pattern: TypeAlias = Union[NamePattern, ObjPattern, ArrPattern, Member, Index]
