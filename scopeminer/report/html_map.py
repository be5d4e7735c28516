"""Audit → the privilege map: which feature runs which function, what that asks for, and which scope it needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scopeminer.audit.model import Audit
from scopeminer.audit.words import spoken
from scopeminer.privileges.model import Unknown, Use
from scopeminer.records import dataclass, field
from scopeminer.report.html_rows import UseRow, titled, tone
from scopeminer.report.names import bounds, why_unknown
from scopeminer.report.text import counted, printable
from scopeminer.source import Place

HEADS = ("Feature", "Function", "Operation", "Scope")
NOBODY = "nothing reaches it"
MOST_FUNCTIONS = 60
"""With more than this, the map shows files instead of their functions."""


@dataclass(slots=True)
class Node:
    """`paths`: the numbers of the ways through the map that lead over it. `order`: the first place it should have in its column."""

    column: int
    label: str
    note: str
    tone: str
    order: tuple[object, ...]
    paths: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Edge:
    """From one node to another, both by their index. `kind`: live | dead | doubt."""

    start: int
    end: int
    kind: str
    paths: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class PrivilegeMap:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class _Builder:
    def __init__(self, by_file: bool) -> None:
        self.nodes: dict[tuple[int, str], int] = {}
        self.list: list[Node] = []
        self.edges: dict[tuple[int, int], Edge] = {}
        self.ways: dict[tuple[int, ...], int] = {}
        self.by_file = by_file

    def node(self, column: int, key: str, label: str, note: str, tone: str, order: tuple[object, ...]) -> int:
        """The index of the node, which is made when it is not there yet."""
        if (column, key) not in self.nodes:
            self.nodes[column, key] = len(self.list)
            self.list.append(Node(column, printable(label), printable(note), tone, order))
        return self.nodes[column, key]

    def function(self, site: Place, name: str, tone: str) -> int:
        """The node of a function, or of its file where there are too many functions."""
        if self.by_file:
            folder, _, file = site.file.rpartition("/")
            return self.node(1, site.file, file, folder, tone, (site.file,))
        return self.node(1, f"{site.file} {name}", name or "module body", site.file, tone, (site.file, site))

    def way(self, stations: tuple[int, ...], kind: str) -> None:
        """Lead a way over nodes; a live way makes an edge live for good."""
        number = self.ways.setdefault(stations, len(self.ways))
        for station in stations:
            self.list[station].paths.add(number)
        for start, end in pairwise(stations):
            edge = self.edges.setdefault((start, end), Edge(start, end, kind))
            edge.kind = "live" if kind == "live" else edge.kind
            edge.paths.add(number)


def privilege_map(audit: Audit, rows: tuple[UseRow, ...]) -> PrivilegeMap | None:
    """None for an app without scopes and uses. Scopes that no way leads to are in it: they are what the picture is about."""
    if not rows and not audit.scopes:
        return None
    functions = {(row.use.site.file, row.use.function) for row in rows}
    building = _Builder(len(functions) > MOST_FUNCTIONS)
    scopes = {row.scope: _scope(building, row.scope, row.verdict) for row in audit.scopes}
    declared = {row.scope for row in audit.scopes if row.declared}
    for row in rows:
        _lead(building, row, scopes, declared)
    for unknown in audit.usage.unknowns:
        _doubt(building, unknown, scopes, declared)
    return PrivilegeMap(tuple(building.list), tuple(building.edges.values()))


def _lead(building: _Builder, row: UseRow, scopes: dict[str, int], declared: set[str]) -> None:
    use = row.use
    starts: list[tuple[int, ...]] = [
        (building.node(0, step.label, *titled(step.label), "quiet", (0, step.place)),) for step in use.features
    ]
    if not use.reachable:
        starts = [(building.node(0, "", NOBODY, "", "dead", (1,)),)]
    function = list(_function(building, use))
    operation = building.node(
        2,
        f"{use.product} {row.what}",
        spoken(use) if use.kind == "rest" else row.what,
        _product(use),
        "quiet" if use.reachable else "dead",
        (use.site,),
    )
    wanted = row.scopes
    kind = "live" if use.reachable else "dead"
    if row.status == "bounded":
        wanted, kind = tuple(sorted(use.holds_back & declared)), "doubt"
    ends: list[tuple[int, ...]] = [(scopes[scope],) for scope in wanted if scope in scopes] or [()]
    for start in starts or [()]:
        for end in ends:
            building.way((*start, *function, operation, *end), kind)


def _doubt(building: _Builder, unknown: Unknown, scopes: dict[str, int], declared: set[str]) -> None:
    """What is unknown leads to every declared scope that it could need; its evidence names the function that it is in."""
    *before, _ = unknown.evidence or (None,)
    stations = []
    if before and before[0]:
        stations.append(building.node(0, before[0].label, *titled(before[0].label), "quiet", (0, before[0].place)))
    if len(before) > 1 and before[-1]:
        stations.append(building.function(unknown.site, before[-1].label, "quiet"))
    asked = bounds(unknown) or unknown.detail or "unknown"
    stations.append(building.node(2, f"? {asked}", asked, why_unknown(unknown), "doubt", (unknown.site,)))
    ends: list[tuple[int, ...]] = [(scopes[scope],) for scope in sorted(unknown.holds_back & declared)]
    for end in ends or [()]:
        building.way((*stations, *end), "doubt")


def _function(building: _Builder, use: Use) -> Iterator[int]:
    """What no code does (an event, a module) has none."""
    if use.kind in ("event", "module", "remote") and not use.function:
        return
    yield building.function(use.site, use.function, "quiet" if use.reachable else "dead")


def _scope(building: _Builder, scope: str, verdict: str) -> int:
    return building.node(3, scope, scope, verdict, tone(verdict), (scope,))


def _product(use: Use) -> str:
    who = " or ".join(f"as {one}" for one in sorted(use.principal, reverse=True))
    return " · ".join(filter(None, [use.product.capitalize() or use.kind, who]))


def described(node: Node) -> str:
    """For those who do not see the picture."""
    ways = counted(len(node.paths), "way") if node.paths else "nothing leads here"
    return ", ".join(filter(None, [HEADS[node.column], node.label, node.note, ways]))
