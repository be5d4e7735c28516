"""Request sites → requests: route, method and principal of each, under the chain of calls that decides them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scopeminer.program.callsite import CallSite
from scopeminer.program.joins import extend
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Spread
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Alternative, Conditions, Hole, Pattern, join_conditions, literal
from scopeminer.values.reduce import Absent, Node, Unknown

MAX_CALLS_DEEP = 6
MAX_CONTEXTS = 400
METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Request:
    """One request that a site can perform. `methods` None = any; `frame` is the chain of calls that decided it."""

    site: CallSite
    route: Pattern
    methods: frozenset[str] | None
    frame: Frame | None


def requests(program: Program, site: CallSite, route_index: int = 0, options_index: int = 1) -> Iterator[Request]:
    """Every request of a site, in each calling context that its route or method depends on."""
    seen: set[tuple[Pattern, frozenset[str] | None]] = set()
    for frame, routes, methods in _contexts(program, site, route_index, options_index):
        for route in routes:
            found: set[str] = set()
            anything = False
            for method, conditions in methods:
                if join_conditions(route.conditions, conditions) is None:
                    continue
                if method is None:
                    anything = True
                else:
                    found.add(method)
            given = None if anything else frozenset(found or {"GET"})
            key = (_closed(route.pattern), given)
            if key not in seen:
                seen.add(key)
                yield Request(site, key[0], given, frame)


Outcome = tuple[Frame | None, list[Alternative], list[tuple[str | None, Conditions]]]


def _contexts(program: Program, site: CallSite, route_index: int, options_index: int) -> Iterator[Outcome]:
    """Evaluate under no caller, and wherever the answer depends on one, again under each."""
    pending: list[Frame | None] = [None]
    done = 0
    while pending and done < MAX_CONTEXTS:
        frame = pending.pop()
        done += 1
        evaluator = Evaluator(program.answers)
        routes = _routes(evaluator, site, route_index, frame)
        methods, method_sources = _methods(evaluator, site, options_index, frame)
        sources = [p.source for r in routes for p in r.pattern if isinstance(p, Hole)] + method_sources
        callers = _callers(program, frame, sources)
        if callers is None:
            yield frame, routes, methods
        else:
            pending += reversed(callers)


def _callers(program: Program, frame: Frame | None, sources: list[object]) -> list[Frame] | None:
    """The chain extended by each caller of the first function that still decides something; None when none does."""
    if frame is not None and frame.depth >= MAX_CALLS_DEEP:
        return None
    for source in sources:
        if not isinstance(source, Function) or (frame is not None and frame.find(source) is not None):
            continue
        edges = program.callers(source)
        known = [edge.site for edge in edges if edge.site is not None]
        blind = [edge for edge in edges if edge.site is None and edge.decides]
        if not known and not blind:
            continue
        out = [extend(frame, source, caller) for caller in dict.fromkeys(known)]
        return out if not blind else [*out, extend(frame, source, None)]
    return None


def _routes(evaluator: Evaluator, site: CallSite, index: int, frame: Frame | None) -> list[Alternative]:
    if index >= len(site.args) or isinstance(site.args[index], Spread):
        return _spread_route(evaluator, site, index, frame)
    return evaluator.text(site.args[index], frame)


def _spread_route(evaluator: Evaluator, site: CallSite, index: int, frame: Frame | None) -> list[Alternative]:
    """`requestJira(...args)`."""
    if not site.args or not isinstance(site.args[0], Spread):
        return [Alternative((Hole("raw"),))]
    out: list[Alternative] = []
    for node in evaluator.property(site.args[0].value, str(index), frame):
        out += [Alternative(a.pattern, a.conditions) for a in evaluator.text_of(node)]
    return out or [Alternative((Hole("raw"),))]


def _methods(evaluator: Evaluator, site: CallSite, index: int, frame: Frame | None) -> tuple[list[tuple[str | None, Conditions]], list[object]]:
    """The methods that the options can name, and the functions whose callers decide them."""
    nodes = _method_nodes(evaluator, site, index, frame)
    out: list[tuple[str | None, Conditions]] = []
    sources: list[object] = []
    for node in nodes:
        if isinstance(node.value, Absent):
            out.append(("GET", node.conditions))
            continue
        if isinstance(node.value, Unknown):
            out.append((None, node.conditions))
            continue
        for text in evaluator.text_of(node):
            name = (literal(text.pattern) or "").strip().upper()
            conditions = join_conditions(node.conditions, text.conditions)
            if conditions is None:
                continue
            sources += [part.source for part in text.pattern if isinstance(part, Hole)]
            out.append((name if name in METHODS else "GET" if literal(text.pattern) == "" else None, conditions))
    return out or [("GET", ())], sources


def _method_nodes(evaluator: Evaluator, site: CallSite, index: int, frame: Frame | None) -> list[Node]:
    if site.args and isinstance(site.args[0], Spread):
        return [n for o in evaluator.property(site.args[0].value, str(index), frame) for n in evaluator.property_of(o, "method")]
    if index >= len(site.args):
        return [Node(Absent(), frame)]
    if isinstance(site.args[index], Spread):
        return [Node(Unknown(), frame)]
    return evaluator.property(site.args[index], "method", frame)


def _closed(pattern: Pattern) -> Pattern:
    """Without the functions behind the holes; what is still open can be anything."""
    return tuple(Hole("raw" if part.kind == "open" else part.kind) if isinstance(part, Hole) else part for part in pattern)
