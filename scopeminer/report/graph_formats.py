"""A call graph → dot, mermaid, graphml or json."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scopeminer.report.text import printable

if TYPE_CHECKING:
    import networkx

    Graph = networkx.DiGraph[str]

GRAPH = "scopeminer/graph/1"


def dot(graph: Graph) -> str:
    """For Graphviz: entries are boxes, uses are ellipses, dead code is dashed."""
    lines = ["digraph scopeminer {", "  rankdir=LR;", '  node [shape=plain, fontname="sans-serif"];']
    for node, data in _nodes(graph):
        shape = "ellipse" if data["kind"] == "use" else "box" if data["entry"] else "plain"
        style = "" if data["reachable"] else ", style=dashed, fontcolor=gray"
        lines.append(f"  {_quoted(node)} [label={_quoted(_caption(data))}, shape={shape}{style}];")
    lines += [f"  {_quoted(start)} -> {_quoted(end)};" for start, end in sorted(graph.edges)]
    return "\n".join([*lines, "}"]) + "\n"


def mermaid(graph: Graph) -> str:
    """For Markdown: a flowchart from left to right."""
    numbers = {node: f"n{number}" for number, (node, _) in enumerate(_nodes(graph))}
    lines = ["flowchart LR"]
    for node, data in _nodes(graph):
        opening, closing = ("([", "])") if data["kind"] == "use" else ("[[", "]]") if data["entry"] else ("[", "]")
        lines.append(f'  {numbers[node]}{opening}"{_entity(_caption(data))}"{closing}')
    lines += [f"  {numbers[start]} --> {numbers[end]}" for start, end in sorted(graph.edges)]
    dead = [numbers[node] for node, data in _nodes(graph) if not data["reachable"]]
    if dead:
        lines += ["  classDef dead stroke-dasharray: 4, color: gray", f"  class {','.join(dead)} dead"]
    return "\n".join(lines) + "\n"


def graphml(graph: Graph) -> str:
    """For graph programs; what XML cannot hold is escaped."""
    import networkx

    clean = networkx.relabel_nodes(_sorted(graph), printable)
    for _, data in clean.nodes(data=True):
        data.update({key: printable(value) for key, value in data.items() if isinstance(value, str)})
    for _, _, data in clean.edges(data=True):
        data.update({key: printable(value) for key, value in data.items() if isinstance(value, str)})
    return "\n".join(networkx.generate_graphml(clean)) + "\n"


def json_(graph: Graph) -> str:
    """`scopeminer/graph/1`: nodes and edges with their attributes."""
    nodes = [{"id": node, **data} for node, data in _nodes(graph)]
    edges = [{"from": start, "to": end, **data} for start, end, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2])]
    return json.dumps({"schema": GRAPH, "nodes": nodes, "edges": edges}, indent=2, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Any], str]] = {"dot": dot, "mermaid": mermaid, "graphml": graphml, "json": json_}


def _nodes(graph: Graph) -> list[tuple[str, dict[str, Any]]]:
    return [(node, graph.nodes[node]) for node in sorted(graph.nodes)]


def _sorted(graph: Graph) -> Graph:
    import networkx

    ordered: Graph = networkx.DiGraph()
    ordered.add_nodes_from(_nodes(graph))
    ordered.add_edges_from(sorted(graph.edges(data=True), key=lambda edge: edge[:2]))
    return ordered


def _caption(data: dict[str, Any]) -> str:
    """The entry that starts it, its name, its place."""
    place = f"{data['file']}:{data['line']}" if "line" in data else str(data["file"])
    lines = [data["entry"], data["label"], place if place != data["label"] else ""]
    return "\n".join(printable(line) for line in lines if line)


def _quoted(text: str) -> str:
    lines = [printable(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n")]
    return '"' + "\\n".join(lines) + '"'


def _entity(text: str) -> str:
    """Mermaid reads HTML entities written as `#name;`."""
    escaped = text.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return escaped.replace("\n", "<br/>")
