"""What a call registers under which key: `define(key, f)`, once or in a loop over a table of keys and functions."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import Bound, Function
from scopeminer.syntax.ir import Func, Str
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Node, ParameterRef
from scopeminer.values.pattern import Conditions, Hole, join_conditions, literal

MAX_DEPTH = 4
"""Callers around a call that say what it registers."""
MAX_FRAMES = 200
Part = tuple[str | Function | None, Conditions]
"""A key or a function, and when it is that; None = one that cannot be told."""


def keys_of(a: Analysis, evaluator: Evaluator, site: CallSite) -> set[str] | None:
    """The keys that argument 0 of a call can be, through up to MAX_DEPTH callers; None when one cannot be told."""
    if site.args and isinstance(site.args[0], Str):
        return {site.args[0].value}
    out: set[str] = set()
    for parts in _under_callers(a, evaluator, site, 1) if site.args else (None,):
        if parts is None or any(key is None for key, _ in parts[0]):
            return None
        out |= {key for key, _ in parts[0] if isinstance(key, str)}
    return out


class Registrations:
    """The functions that argument 1 of one call can hold so far, told apart by the keys that argument 0 has with them."""

    def __init__(self, a: Analysis, evaluator: Evaluator, site: CallSite) -> None:
        self.keys = keys_of(a, evaluator, site)
        held = (token.target if isinstance(token, Bound) else token for token in a.solver.of(site.vars[1]))
        self._functions = [function for function in dict.fromkeys(held) if isinstance(function, Function)]
        self._by_key: dict[str | None, list[int]] = {}
        """Key → places in the list of functions; those of which not all keys are known are under None."""
        keys_of_each = _pairs(a, evaluator, site) if self.keys is not None and len(self._functions) > 1 else {}
        for place, function in enumerate(self._functions):
            for key in keys_of_each.get(function, (None,)):
                self._by_key.setdefault(key, []).append(place)

    def matching(self, sent: set[str] | None) -> list[Function]:
        """Those that can be registered under one of these keys; None = any key."""
        if sent is None:
            return self._functions
        if self.keys is not None and sent.isdisjoint(self.keys):
            return []
        places = {place for key in (None, *sent) for place in self._by_key.get(key, ())}
        return [self._functions[place] for place in sorted(places)]


def _pairs(a: Analysis, evaluator: Evaluator, site: CallSite) -> dict[Function, set[str]]:
    """Function → its keys, for those of which all are known; nothing where a function that cannot be told has a key."""
    out: dict[Function, set[str]] = {}
    cuts = evaluator.cuts
    for parts in _under_callers(a, evaluator, site, 2):
        if parts is None:
            return {}
        keys, functions = parts
        told_apart = _by_decision(keys)
        for function, given in functions:
            for key, conditions in _possible(told_apart, dict(given)):
                if join_conditions(given, conditions) is None:
                    continue
                if not isinstance(key, str) or not isinstance(function, Function):
                    return {}
                out.setdefault(function, set()).add(key)
    return out if evaluator.cuts == cuts else {}


def _by_decision(parts: list[Part]) -> dict[object, dict[object, list[Part]]]:
    """Parts by the first thing that was decided for each, and how: a table of hundreds of keys has as many functions."""
    out: dict[object, dict[object, list[Part]]] = {}
    for part in parts:
        decision, branch = part[1][0] if part[1] else (None, None)
        out.setdefault(decision, {}).setdefault(branch, []).append(part)
    return out


def _possible(parts: dict[object, dict[object, list[Part]]], given: dict[object, object]) -> Iterator[Part]:
    """Those for which this was not decided otherwise."""
    for decision, branches in parts.items():
        for fitting in (branches.get(given[decision], ()),) if decision in given else branches.values():
            yield from fitting


def _under_callers(a: Analysis, evaluator: Evaluator, site: CallSite, count: int) -> Iterator[tuple[list[Part], ...] | None]:
    """The first `count` arguments of a call, under every chain of callers that decides them; None for what is left past the bounds."""
    frames: list[Frame | None] = [None]
    for _ in range(MAX_DEPTH):
        pending: list[Frame | None] = []
        for frame in frames:
            nodes = [evaluator.reduce(expr, frame) for expr in site.args[:count]]
            source = next(_sources(evaluator, nodes), None)
            if source is None:
                yield tuple([part for node in found for part in _parts(a, evaluator, node)] for found in nodes)
                continue
            callers = [edge.site for edge in a.edges.get(source, ()) if edge.site is not None]
            if not callers or (frame is not None and frame.find(source)):
                yield None
                continue
            pending += [extend(frame, source, caller) for caller in callers]
        frames = pending[:MAX_FRAMES]
        if len(pending) > MAX_FRAMES:
            yield None
    if frames:
        yield None


def _sources(evaluator: Evaluator, nodes: list[list[Node]]) -> Iterator[Function]:
    """The functions whose callers decide what these are."""
    for node in (node for found in nodes for node in found):
        if isinstance(node.value, ParameterRef):
            holders = [node.value.function]
        elif isinstance(node.value, Str | Func):
            continue
        else:
            holders = [part.source for text in evaluator.text_of(node) for part in text.pattern if isinstance(part, Hole)]
        yield from (holder for holder in holders if isinstance(holder, Function))


def _parts(a: Analysis, evaluator: Evaluator, node: Node) -> Iterator[Part]:
    if isinstance(node.value, Func):
        yield a.functions.get(node.value), node.conditions
        return
    for text in evaluator.text_of(node):
        conditions = join_conditions(node.conditions, text.conditions)
        if conditions is not None:
            yield literal(text.pattern), conditions


def extend(frame: Frame | None, function: object, site: CallSite | None) -> Frame:
    """The chain with one more caller at its outer end."""
    if frame is None:
        return Frame(function, site, None)
    return Frame(frame.function, frame.site, extend(frame.outer, function, site))
