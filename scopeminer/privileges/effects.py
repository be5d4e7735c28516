"""Request sites → requests: route, method and principal of each, under the chain of calls that decides them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import compress

from scopeminer.program.callsite import CallSite
from scopeminer.program.contexts import contexts
from scopeminer.program.program import Program
from scopeminer.records import dataclass
from scopeminer.syntax.ir import Opaque, Spread
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Absent, Node, Unknown
from scopeminer.values.pattern import Alternative, Conditions, Hole, Pattern, join_conditions, literal
from scopeminer.values.pending import settled

METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Request:
    """One request that a site can perform. `methods` None = any; `frame` is the first chain of calls that decided it, `frames` all."""

    site: CallSite
    route: Pattern
    methods: frozenset[str] | None
    frame: Frame | None
    frames: tuple[Frame | None, ...] = ()


Matters = Callable[[Pattern, int], bool]
"""Route, place of a hole whose value is encoded."""
Methods = list[tuple[str | None, Conditions]]
Answer = tuple[list[Alternative], Methods]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a request takes its route and its method from; with the methods come the functions whose callers decide them."""

    routes: Callable[[Evaluator, CallSite, Frame | None], list[Alternative]]
    methods: Callable[[Evaluator, CallSite, Frame | None], tuple[Methods, list[object]]]


def requests(program: Program, site: CallSite, shape: Shape | None = None, matters: Matters = lambda *_: True) -> Iterator[Request]:
    """Every request of a site, in each calling context that its route or method depends on.

    `matters`: whether what is encoded in a hole of a route can make another request of it; where not, no caller is asked.
    """
    shape = shape or DIRECT
    found: dict[tuple[Pattern, frozenset[str] | None], list[Frame | None]] = {}

    def ask(evaluator: Evaluator, frame: Frame | None) -> tuple[Answer, list[object]]:
        methods, sources = shape.methods(evaluator, site, frame)  # first: it costs little, and a route can use up the steps
        routes = shape.routes(evaluator, site, frame)
        return (routes, methods), [source for route in routes for source in deciding(route.pattern, matters)] + sources

    performed: dict[int, tuple[Answer, list[tuple[Pattern, frozenset[str] | None]]]] = {}
    for frame, answer in contexts(program, ask):
        if id(answer) not in performed:
            performed[id(answer)] = answer, list(_performed(*answer))
        for one in performed[id(answer)][1]:
            found.setdefault(one, []).append(frame)
    known_ones = {key: frames for key, frames in found.items() if not is_link(key[0])}
    for (pattern, known), frames in (known_ones or found).items():
        yield Request(site, pattern, known, frames[0], tuple(frames))


def deciding(pattern: Pattern, matters: Matters) -> list[object]:
    """The functions whose callers decide what is requested."""
    parts = ((index, part) for index, part in enumerate(pattern) if isinstance(part, Hole) and part.source is not None)
    return [part.source for index, part in parts if not part.encoded or matters(pattern, index)]


def _performed(asked: list[Alternative], given: Methods) -> Iterator[tuple[Pattern, frozenset[str] | None]]:
    """What one answer performs, by route and methods."""
    routes = list(compress(asked, settled([route.conditions for route in asked])))
    methods = list(compress(given, settled([conditions for _, conditions in given])))
    for route in [route for route in routes if route.pattern] or routes:  # `let url = null` is where a loop starts, no request
        yield _closed(route.pattern), _given(route, methods)


def is_link(pattern: Pattern) -> bool:
    """A link that an answer holds leads to what the site asks for anyway; only where it asks for nothing else is it unknown."""
    texts = "".join(part for part in pattern if isinstance(part, str))
    return any(isinstance(part, Hole) and part.kind == "link" for part in pattern) and not re.search(r"/(rest|wiki|api|2\.0)/", texts)


def _given(route: Alternative, methods: Methods) -> frozenset[str] | None:
    """The methods that can occur together with `route`; None when one of them is not known."""
    together = {method for method, conditions in methods if join_conditions(route.conditions, conditions) is not None}
    possible = together or {method for method, _ in methods}
    return None if None in possible else frozenset(method for method in possible if method)


def _routes(evaluator: Evaluator, site: CallSite, frame: Frame | None) -> list[Alternative]:
    if not site.args or isinstance(site.args[0], Spread):
        return _spread_route(evaluator, site, frame)
    return evaluator.text(site.args[0], frame)


def _spread_route(evaluator: Evaluator, site: CallSite, frame: Frame | None) -> list[Alternative]:
    """`requestJira(...args)`."""
    if not site.args or not isinstance(site.args[0], Spread):
        return [Alternative((Hole("raw"),))]
    out: list[Alternative] = []
    for node in evaluator.property(site.args[0].value, "0", frame):
        out += [Alternative(a.pattern, a.conditions) for a in evaluator.text_of(node)]
    return out or [Alternative((Hole("raw"),))]


def _methods(evaluator: Evaluator, site: CallSite, frame: Frame | None) -> tuple[Methods, list[object]]:
    """The methods that the options can name, and the functions whose callers decide them."""
    nodes = _method_nodes(evaluator, site, frame)
    out: Methods = []
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


def _method_nodes(evaluator: Evaluator, site: CallSite, frame: Frame | None) -> list[Node]:
    if site.args and isinstance(site.args[0], Spread):
        return [n for o in evaluator.property(site.args[0].value, "1", frame) for n in evaluator.property_of(o, "method")]
    if len(site.args) < 2 or (site.kind == "callback" and site.args[1] == Opaque((), site.at)):  # the index of an element
        return [Node(Absent(), frame)]
    if isinstance(site.args[1], Spread):
        return [Node(Unknown(), frame)]
    return evaluator.property(site.args[1], "method", frame)


DIRECT = Shape(_routes, _methods)
"""`requestJira(route, options)`."""


def _closed(pattern: Pattern) -> Pattern:
    """Without the functions behind the holes; what is still open can be anything."""
    return tuple(Hole("raw" if part.kind == "open" else part.kind) if isinstance(part, Hole) else part for part in pattern)
