"""What an expression reduces to: plain expressions, and what stands for a value that is not one."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Expr
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Alternative, Conditions, join_conditions

MAX_DEPTH = 70
"""Values inside values that one question follows."""
MAX_NODES = 256
"""Values that one name can stand for; whatever else it is is then one more, which nobody knows."""


class ParameterRef(NamedTuple):
    """A parameter whose caller is not in the frame; `path` are the properties taken from it."""

    function: object
    position: int
    path: tuple[str, ...] = ()


class Unknown(NamedTuple):
    """A value that cannot be followed; `variable` is its place in the flow graph."""

    variable: int = 0


class Absent(NamedTuple):
    """A property or argument that is not there; `of_nothing`: nor is what it would be a property of, so nobody gets that far."""

    of_nothing: bool = False


class Link(NamedTuple):
    """An address that an answer holds: the next page of what was asked, or the thing itself."""


class Joined(NamedTuple):
    """`before op expr` of a compound assignment."""

    before: tuple[Node, ...]
    op: str
    expr: Expr


class Repeated(NamedTuple):
    """`first`, then something appended any number of times; `appended` are the expressions, where they are known."""

    first: Node
    appended: tuple[Expr, ...] = ()


class Spelled(NamedTuple):
    """A value of which only the text is told, for nothing else of it matters. `what`: an "object", a "template", or "" for anything."""

    texts: tuple[Alternative, ...]
    what: str


class Node(NamedTuple):
    """What an expression can stand for, under `frame` and `conditions`."""

    value: Expr | ParameterRef | Unknown | Absent | Link | Joined | Repeated | Spelled
    frame: Frame | None
    conditions: Conditions = ()


def under(nodes: Iterable[Node], conditions: Conditions) -> list[Node]:
    """The nodes that can occur under further conditions."""
    if not conditions:
        return list(nodes)
    out = []
    for value, frame, own in nodes:
        joined = join_conditions(conditions, own) if own else conditions
        if joined is not None:
            out.append(Node(value, frame, joined))
    return out


def bounded(nodes: list[Node], frame: Frame | None) -> list[Node]:
    """At most MAX_NODES and an unknown one for all that are left."""
    return nodes if len(nodes) <= MAX_NODES else [*nodes[:MAX_NODES], Node(Unknown(), frame)]
