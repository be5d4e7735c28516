"""The call graph of a solved program: which entries reach a function, and all of it as a networkx graph."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from scopeminer.program.analysis import Edge
from scopeminer.program.entries_model import EntryPoint
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.source import Place

if TYPE_CHECKING:
    import networkx

PlaceOf = Callable[[str, int], Place]


def reaching(program: Program, points: Iterable[EntryPoint]) -> dict[Function, tuple[EntryPoint, ...]]:
    """For each function that runs, which of the entry `points` lead to it, in their order."""
    entries = tuple(points)
    masks = _roots(program, entries)
    outgoing = program.outgoing
    queue = deque(masks)
    while queue:
        caller = queue.popleft()
        own = masks[caller]
        for edge in outgoing.get(caller, ()):
            callee = edge.callee
            known = masks.get(callee, 0)
            if known | own != known:
                masks[callee] = known | own
                queue.append(callee)
    made = {mask: tuple(entry for number, entry in enumerate(entries) if mask >> number & 1) for mask in set(masks.values())}
    return {function: made[mask] for function, mask in masks.items()}


def _roots(program: Program, entries: tuple[EntryPoint, ...]) -> dict[Function, int]:
    """Root → bit mask of its entries.

    The top level of a handler's file runs for each of its exports. What it sets up (resolver definitions) belongs to the exports that
    are no functions themselves, where there are such.
    """
    bits = {entry: 1 << number for number, entry in enumerate(entries)}
    masks: dict[Function, int] = {}
    started = {entry for root, entry in program.roots.items() if not root.is_module}
    for root, entry in program.roots.items():
        if not root.is_module:
            masks[root] = bits.get(entry, 0)
            continue
        same = [other for other in entries if other.file == root.path]
        for owner in [other for other in same if other not in started] or same:
            masks[root] = masks.get(root, 0) | bits[owner]
    return masks


def node_of(function: Function) -> str:
    """The name of a function's node: its file, and where it begins there."""
    return function.path if function.is_module else f"{function.path}@{function.func.at}"


def call_graph(program: Program, place: PlaceOf | None = None) -> networkx.DiGraph[str]:
    """Functions and the calls between them.

    Node attributes: `label`, `file`, `at` (byte offset), `kind` (function | module), `entry` (labels of the manifest entries that
    start it, or ""), `side` (backend | frontend | both | ""), `reachable`; with `place` also `line` and `column`. Edge attributes:
    `kind` (call | join | callback | …) and where the call stands: `file`, `at`, with `place` also `line`.
    """
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for function in program.analysis.edges:
        graph.add_node(node_of(function), **_attributes(program, function, place))
    for edges in program.analysis.edges.values():
        for edge in edges:
            if edge.caller is not None and _is_call(program, edge):
                ends = node_of(edge.caller), node_of(edge.callee)
                if not graph.has_edge(*ends):
                    graph.add_edge(ends[0], ends[1], **_call(edge, place))
    return graph


def _is_call(program: Program, edge: Edge) -> bool:
    """Not so where dead code was looked into: there the edge into a function comes from the one around it."""
    if edge.callee in program.live:
        return edge.caller in program.live
    return edge.caller not in program.live and (edge.site is not None or edge.at != edge.callee.func.at)


def callers_at(program: Program, place: PlaceOf) -> dict[Place, str]:
    """Where a call stands → the node of the function that contains it."""
    return {place(site.path, site.at): node_of(site.caller) for site in program.sites()}


def _attributes(program: Program, function: Function, place: PlaceOf | None) -> dict[str, Any]:
    at = 0 if function.is_module else function.func.at
    entry = program.roots.get(function)
    sides = program.sides.get(function, frozenset())
    found: dict[str, Any] = {
        "label": name_of(function),
        "file": function.path,
        "at": at,
        "kind": "module" if function.is_module else "function",
        "entry": ", ".join(label.text for label in entry.labels) if entry else "",
        "side": "both" if len(sides) > 1 else "".join(sides),
        "reachable": function in program.live,
    }
    if place is not None:
        where = place(function.path, at)
        found |= {"line": where.line, "column": where.column}
    return found


def _call(edge: Edge, place: PlaceOf | None) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": edge.site.kind if edge.site else "load", "file": edge.path, "at": edge.at}
    if place is not None:
        found["line"] = place(edge.path, edge.at).line
    return found


def name_of(function: Function) -> str:
    """How people call a function: its name, its file for a module, its place in one for a nameless function."""
    if function.is_module:
        return function.path
    if function.label:
        return function.label
    outer = function.outer
    while outer is not None and not outer.label:
        outer = outer.outer
    return f"function in {name_of(outer)}" if outer is not None else "function"
