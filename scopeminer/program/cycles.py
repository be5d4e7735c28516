"""What leads back to itself in a graph: functions that can be called again before they return, variables that flow into each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from scopeminer.program.tokens import Function

Node = TypeVar("Node", bound=Hashable)
Following = Callable[[Node], Iterable[Node]]


class Components(Generic[Node]):
    """The strongly connected components of a graph, by Tarjan and without recursion: found out as far as is asked."""

    def __init__(self, following: Following[Node]) -> None:
        """`following`: what leads on from a node."""
        self.following = following
        self._order: dict[Node, int] = {}
        self._low: dict[Node, int] = {}
        self._path: dict[Node, None] = {}

    def of(self, start: Node) -> Iterator[list[Node]]:
        """Those of a node and of all that it leads to, but for those that were told before."""
        if start in self._order:
            return
        order, low, path = self._order, self._low, self._path
        work = [self._entered(start)]
        while work:
            node, rest = work[-1]
            for following in rest:
                if following not in order:
                    work.append(self._entered(following))
                    break
                if following in path and order[following] < low[node]:
                    low[node] = order[following]
            else:
                work.pop()
                if work and low[node] < low[work[-1][0]]:
                    low[work[-1][0]] = low[node]
                if low[node] == order[node]:
                    yield self._closed(node)

    def _entered(self, node: Node) -> tuple[Node, Iterator[Node]]:
        self._order[node] = self._low[node] = len(self._order)
        self._path[node] = None
        return node, iter(self.following(node))

    def _closed(self, node: Node) -> list[Node]:
        """A component is complete: what has been entered since its first node, the last one first."""
        found = [self._path.popitem()[0]]
        while found[-1] != node:
            found.append(self._path.popitem()[0])
        return found


class Cycles:
    """The functions of a graph that lead to themselves, found out when one is asked about, for it and all that it leads to."""

    def __init__(self, following: Following[Function]) -> None:
        """`following`: what leads on from a function."""
        self._components = Components(following)
        self._found: set[Function] = set()

    def __contains__(self, function: Function) -> bool:
        for component in self._components.of(function):
            if len(component) > 1 or component[0] in self._components.following(component[0]):
                self._found.update(component)
        return function in self._found
