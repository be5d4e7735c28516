"""Which functions can be called again before they return."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from scopeminer.program.tokens import Function

Following = Callable[[Function], Iterable[Function]]


class Cycles:
    """The functions of a graph that lead to themselves, found out when one is asked about, for it and all that it leads to.

    Tarjan's strongly connected components, without recursion.
    """

    def __init__(self, following: Following) -> None:
        """`following`: what leads on from a function."""
        self._following = following
        self._order: dict[Function, int] = {}
        self._low: dict[Function, int] = {}
        self._path: dict[Function, None] = {}
        self._found: set[Function] = set()

    def __contains__(self, function: Function) -> bool:
        if function not in self._order:
            self._visit(function)
        return function in self._found

    def _visit(self, start: Function) -> None:
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
                    self._close(node)

    def _entered(self, node: Function) -> tuple[Function, Iterator[Function]]:
        self._order[node] = self._low[node] = len(self._order)
        self._path[node] = None
        return node, iter(self._following(node))

    def _close(self, node: Function) -> None:
        """A component is complete: what has been entered since its first node."""
        last = self._path.popitem()[0]
        if last is not node or node in self._following(node):
            self._found.add(last)
        while last is not node:
            last = self._path.popitem()[0]
            self._found.add(last)
