"""Every node of a function, for questions that flow does not answer."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.syntax.ir import Class, Func


def own_nodes(func: Func) -> Iterator[tuple[object, ...]]:
    """The nodes of a function's parameters and body in the order of the source; of functions and classes inside only the node itself."""
    stack: list[object] = [func.body, func.params]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            if hasattr(node, "_fields"):
                yield node
            if not isinstance(node, Func | Class):
                stack.extend(item for item in reversed(node) if isinstance(item, tuple))
