"""The call graph with the uses of an app in it, and the part of it that one scope or function is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from scopeminer.advise.explain import QuestionError
from scopeminer.audit.satisfaction import accepts
from scopeminer.privileges.model import Use
from scopeminer.source import Place

if TYPE_CHECKING:
    import networkx


def with_uses(graph: networkx.DiGraph[str], uses: Iterable[Use], callers: Mapping[Place, str]) -> dict[str, Use]:
    """Add a node (`kind` use) for each use below the function that contains its site; returns node → use.

    `callers`: place of a call → node of its function, as program.graph.callers_at says.
    """
    nodes: dict[str, Use] = {}
    for use in uses:
        caller = callers.get(use.site)
        if caller is None or caller not in graph:
            continue
        what = f"{use.method or '*'} {use.operation or use.route}" if use.kind == "rest" else use.api
        node = f"{what} {use.site.file}:{use.site.line}:{use.site.column}"
        nodes[node] = use
        graph.add_node(
            node, label=what, file=use.site.file, line=use.site.line, column=use.site.column, at=-1, kind="use", entry="", side=use.side,
            reachable=use.reachable,
        )  # fmt: skip
        graph.add_edge(caller, node, kind="use", file=use.site.file, at=-1, line=use.site.line)
    return nodes


def focused(graph: networkx.DiGraph[str], uses: Mapping[str, Use], subject: str) -> networkx.DiGraph[str]:
    """What leads to the uses of a scope, or to and from the functions of a name (`getIssue`, `src/a.ts`, `src/a.ts:12`).

    Raises QuestionError when neither is in the graph.
    """
    import networkx

    accepting = [node for node, use in uses.items() if accepts(use, subject)]
    if accepting:
        around = set(accepting).union(*(networkx.ancestors(graph, node) for node in accepting))
    else:
        named = [node for node, data in graph.nodes(data=True) if subject in (node, data["label"], f"{data['file']}:{data.get('line')}")]
        if not named:
            raise QuestionError(_nothing(graph, subject))
        around = set(named).union(*(networkx.ancestors(graph, node) | networkx.descendants(graph, node) for node in named))
    return networkx.DiGraph(graph.subgraph(node for node in graph if node in around))


def _nothing(graph: networkx.DiGraph[str], subject: str) -> str:
    labels = sorted({str(data["label"]) for _, data in graph.nodes(data=True)})
    closest = get_close_matches(subject, labels, n=1, cutoff=0.6)
    meant = f" Did you mean '{closest[0]}'?" if closest else ""
    return f"no use needs '{subject}' and no function has that name.{meant}"
