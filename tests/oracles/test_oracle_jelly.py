"""Call edges against the dynamic call graphs of Jelly's micro tests (cs-au-dk/jelly), read from a checkout.

    JELLY=path/to/jelly python -m pytest tests/oracles/test_oracle_jelly.py -s

The graphs were recorded while the programs ran: what they hold is true, what they lack may be true too. So only recall counts.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Class, Func, New
from tests.oracles.conftest import checkout, texts
from tests.program.conftest import solve

RECALL = 0.78
Range = tuple[int, int, int, int]
"""First and last position, 1-based, the end exclusive."""


def test_call_edges_hold_what_was_recorded() -> None:
    micro = checkout("JELLY", "tests/micro")
    wanted = found = graphs = 0
    for path in sorted(micro.glob("*.json")):
        graph = json.loads(path.read_text("utf-8"))
        if not isinstance(graph, dict) or not graph.get("fun2fun") or not all((micro / entry).is_file() for entry in graph["entries"]):
            continue
        hit, missed = compare(micro, graph)
        graphs += 1
        found += hit
        wanted += hit + len(missed)
        if missed:
            print(f"{path.stem}: missed {missed}")
    print(f"{graphs} graphs, recall {found}/{wanted} = {found / wanted:.3f}")
    assert found / wanted >= RECALL


def compare(micro: Path, graph: dict[str, Any]) -> tuple[int, list[str]]:
    """The number of edges found, and those missed; edges to and from files that are not here do not count."""
    files = {name: text for name, text in texts(micro, graph["entries"][0]).items() if name in graph["files"] or "/" not in name}
    program = solve(files, export=None)
    functions: dict[tuple[str, Range], list[Function]] = {}
    for function in program.analysis.functions.values():
        if not function.is_module and function.path in files:
            functions.setdefault((function.path, extent(files[function.path], function.func)), []).append(function)
    classes = {
        (token.path, extent(files[token.path], token.ir)): token for token in program.analysis.classes.values() if token.path in files
    }
    modules = {loaded.path: loaded.top for loaded in program.analysis.modules.values()}

    def named(index: int) -> list[Function]:
        """A function and its clones."""
        file, where = place(graph, graph["functions"][index])
        made = classes.get((file, where))
        if made is not None:
            return [one for one in program.analysis.functions.values() if one.original is made.constructor]
        return functions.get((file, where)) or ([modules[file]] if where[:2] == (1, 1) and file in modules else [])

    hit, missed = 0, []
    for caller, callee in graph["fun2fun"]:
        if any(place(graph, graph["functions"][index])[0] not in files for index in (caller, callee)):
            continue
        source, target = named(caller), named(callee)
        made = classes.get(place(graph, graph["functions"][callee]))
        if made is not None and any(
            made in program.analysis.solver.of(program.answers.variable(site.node.callee))
            for site in program.sites()
            if site.caller in source and isinstance(site.node, New)
        ):
            hit += 1  # an implicit constructor: no function of ours, but the construction is known
        elif any(edge.caller in source for one in target for edge in program.callers(one)):
            hit += 1
        else:
            missed.append(f"{graph['functions'][caller]} -> {graph['functions'][callee]}")
    return hit, missed


def place(graph: dict[str, Any], text: str) -> tuple[str, Range]:
    file, *where = map(int, text.split(":"))
    return graph["files"][file], (where[0], where[1], where[2], where[3])


def extent(text: str, func: Func | Class) -> Range:
    data = text.encode()
    return (*position(data, func.at), *position(data, func.end))


def position(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset].decode(errors="replace")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
