"""Which functions can be called again before they return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scopeminer.program.tokens import Function


def on_cycles(successors: Mapping[Function, Iterable[Function]]) -> Iterator[Function]:
    """The nodes of a graph that lead to themselves (Tarjan's strongly connected components, without recursion)."""
    order: dict[Function, int] = {}
    low: dict[Function, int] = {}
    path: list[Function] = []
    on_path: set[Function] = set()
    for start in successors:
        if start in order:
            continue
        work = [(start, iter(successors.get(start, ())))]
        order[start] = low[start] = len(order)
        path.append(start)
        on_path.add(start)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    component = path[path.index(node) :]
                    del path[-len(component) :]
                    on_path.difference_update(component)
                    if len(component) > 1 or node in successors.get(node, ()):
                        yield from component
            elif following not in order:
                order[following] = low[following] = len(order)
                path.append(following)
                on_path.add(following)
                work.append((following, iter(successors.get(following, ()))))
            elif following in on_path:
                low[node] = min(low[node], order[following])
