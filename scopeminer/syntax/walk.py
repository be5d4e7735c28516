"""Every node of a function, for questions that flow does not answer."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.syntax.ir import Class, Func
from scopeminer.syntax.record import HOLDING, Record

APART = frozenset({Func, Class})
"""What has nodes of its own."""


def own_nodes(func: Func) -> Iterator[Record]:
    """The nodes of a function's parameters and body in the order of the source; of functions and classes inside only the node itself."""
    stack: list[object] = [func.body, func.params]
    while stack:
        node = stack.pop()
        if isinstance(node, Record):
            yield node
        if isinstance(node, HOLDING) and type(node) not in APART:
            stack += [item for item in tuple(node)[::-1] if isinstance(item, HOLDING)]
