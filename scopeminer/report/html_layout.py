"""The privilege map → places on the page: four columns, related things at one height, few crossings."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from scopeminer.records import dataclass
from scopeminer.report.html_map import HEADS, Edge, Node, PrivilegeMap, described

COLUMNS = ((0, 210), (275, 230), (570, 300), (935, 245))
"""Left edge and width of each."""
WIDTH = 1180
TOP = 34
HEIGHT, GAP = 36, 8
STEP = HEIGHT + GAP
LETTER, SMALL = 7.4, 6.4
"""Width of a letter of the label and of the note, generous enough for the fonts that systems have."""
PADDING = 12
SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Box:
    index: int
    node: Node
    x: int
    y: float
    width: int
    label: str
    note: str
    described: str


@dataclass(frozen=True, slots=True)
class Line:
    edge: Edge
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`heads`: the columns' names with their left edges."""

    width: int
    height: float
    row: int
    step: int
    top: int
    heads: tuple[tuple[str, int], ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def picture(graph: PrivilegeMap) -> Picture:
    """Boxes are in reading order: column by column, from top to bottom."""
    columns = _ordered(graph)
    heights = _heights(graph, columns)
    boxes = tuple(_box(graph.nodes[index], index, heights[index]) for column in columns for index in column)
    lines = tuple(Line(edge, curve(graph, heights, edge)) for edge in sorted(graph.edges, key=lambda edge: edge.kind == "live"))
    heads = tuple((head, left) for head, (left, _) in zip(HEADS, COLUMNS, strict=True))
    bottom = max(heights.values(), default=0.0) + HEIGHT + 2
    return Picture(WIDTH, bottom, HEIGHT, STEP, TOP, heads, boxes, lines)


def curve(graph: PrivilegeMap, heights: dict[int, float], edge: Edge) -> str:
    """SVG path data from the right edge of one node to the left edge of the other."""
    left, width = COLUMNS[graph.nodes[edge.start].column]
    start, end = left + width, COLUMNS[graph.nodes[edge.end].column][0]
    above, below = heights[edge.start] + HEIGHT / 2, heights[edge.end] + HEIGHT / 2
    middle = (start + end) / 2
    return f"M{start} {above:.1f}C{middle:.0f} {above:.1f} {middle:.0f} {below:.1f} {end} {below:.1f}"


def _ordered(graph: PrivilegeMap) -> list[list[int]]:
    """Every column sorted by where the neighbours are; what has none comes last, in its own order."""
    columns: list[list[int]] = [[] for _ in COLUMNS]
    for index in sorted(range(len(graph.nodes)), key=lambda index: repr(graph.nodes[index].order)):
        columns[graph.nodes[index].column].append(index)
    columns[0].sort(key=lambda index: graph.nodes[index].order)
    before, after = _neighbours(graph)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for column in range(1, len(columns)) if forth else range(len(columns) - 2, -1, -1):
            rank = {index: at for one in columns for at, index in enumerate(one)}
            near = before if forth else after
            columns[column].sort(key=lambda index: _mean([rank[other] for other in near[index]], rank[index] if near is after else None))
    for indices in columns:
        indices.sort(key=lambda index: graph.nodes[index].tone == "dead" or not graph.nodes[index].paths)
    return columns


def _neighbours(graph: PrivilegeMap) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    before: dict[int, list[int]] = {index: [] for index in range(len(graph.nodes))}
    after: dict[int, list[int]] = {index: [] for index in range(len(graph.nodes))}
    for edge in graph.edges:
        after[edge.start].append(edge.end)
        before[edge.end].append(edge.start)
    return before, after


def _mean(ranks: Sequence[float], otherwise: float | None = None) -> float:
    if ranks:
        return sum(ranks) / len(ranks)
    return float("inf") if otherwise is None else otherwise


def _heights(graph: PrivilegeMap, columns: list[list[int]]) -> dict[int, float]:
    """The longest column sets the heights; the others come as near to their neighbours as their order lets them."""
    longest = max(range(len(columns)), key=lambda column: len(columns[column]))
    heights = {index: float(TOP + at * STEP) for at, index in enumerate(columns[longest])}
    bottom = TOP + (len(columns[longest]) - 1) * STEP
    before, after = _neighbours(graph)
    for column in [*range(longest - 1, -1, -1), *range(longest + 1, len(columns))]:
        wished: list[float] = []
        for at, index in enumerate(columns[column]):
            known = [heights[other] for other in (*before[index], *after[index]) if other in heights]
            wished.append(sum(known) / len(known) if known else wished[-1] + STEP if wished else float(TOP + at * STEP))
        heights.update(zip(columns[column], apart(wished, TOP, bottom), strict=True))
    return heights


def apart(wished: Sequence[float], top: float, bottom: float) -> list[float]:
    """The heights nearest to those wished (least squares) that keep the order, the distance and the bounds."""
    blocks: list[tuple[float, int]] = []
    for at, height in enumerate(wished):
        blocks.append((height - at * STEP, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (second, more), (first, some) = blocks.pop(), blocks.pop()
            blocks.append(((first * some + second * more) / (some + more), some + more))
    shifts = [shift for shift, size in blocks for _ in range(size)]
    lowest = bottom - (len(wished) - 1) * STEP
    return [min(max(shift, top), lowest) + at * STEP for at, shift in enumerate(shifts)]


def _box(node: Node, index: int, height: float) -> Box:
    left, width = COLUMNS[node.column]
    room = width - 2 * PADDING
    label, note = fitted(node.label, int(room / LETTER)), fitted(node.note, int(room / SMALL))
    return Box(index, node, left, height, width, label, note, described(node))


def fitted(text: str, room: int) -> str:
    """Cut in the middle, where paths and scopes differ least; wide letters count twice."""
    if _wide(text) <= room:
        return text
    head, tail = "", ""
    for letter in text:
        if _wide(head + letter) > (room - 1) * 2 // 3:
            break
        head += letter
    for letter in reversed(text[len(head) :]):
        if _wide(head + letter + tail) > room - 1:
            break
        tail = letter + tail
    return f"{head}…{tail}"


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
