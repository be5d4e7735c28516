"""What calls give: data from outside the program, or what they were given themselves."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.catalog.dataflow import load_dataflow
from scopeminer.program.callsite import CallSite
from scopeminer.program.outside_calls import path_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import Bound, External, Function, Native
from scopeminer.syntax.ir import Call, Expr, Func, Member, New, Tagged
from scopeminer.values.definitions import Definition

Fields = tuple[str, ...]
Part = tuple[Expr | Definition, Fields]
REQUESTS = frozenset({"requestJira", "requestConfluence", "requestBitbucket", "requestGraph", "requestTeamworkGraph", "requestAtlassian"})
ELEMENT = frozenset({"find", "at", "pop", "shift", "findLast", "next", "get"})
SAME = frozenset({
    "json", "filter", "slice", "sort", "reverse", "concat", "flat", "toSorted", "toReversed", "values", "finally", "catch", "clone",
})  # fmt: skip
"""Methods whose result has the properties of what they are called on."""
MAPPED = frozenset({"map", "flatMap", "then", "reduce", "reduceRight", "from", "useMemo"})
"""Whose result is what a callback returns."""
UNTOLD = frozenset(
    {"includes", "has", "some", "every", "startsWith", "endsWith", "indexOf", "test", "isArray", "push", "forEach", "findIndex"}
)
"""Whose result says no more than yes, no or how many."""
COPIES = frozenset({
    "JSON.parse", "Object.assign", "Object.freeze", "Object.values", "Object.entries", "Object.fromEntries", "structuredClone",
    "Promise.all", "Promise.resolve", "Promise.race", "Promise.allSettled", "Array.from", "Array.of", "Map", "Set", "Object.seal",
})  # fmt: skip
STATE = frozenset({"useState", "useReducer"})


class Passing:
    """Answers for the calls of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._table = load_dataflow().sources
        self._setters: dict[Native, list[CallSite]] | None = None

    def source(self, site: CallSite) -> tuple[str, External] | None:
        """The kind of data that a call brings in, with the access path that says so; None when it brings none of its own."""
        for token in site.externals:
            path = path_of(token)
            if path[-1:] and path[-1] in REQUESTS:
                return "response", token
            row = self._table.of(token.package, path)
            if row is not None:
                return row.kind, token
        return None

    def through(self, expr: Call | New | Tagged, site: CallSite | None, fields: Fields) -> Iterator[Part]:
        """What a call that brings in nothing itself makes its result of, with the properties asked of each part."""
        if isinstance(expr, Tagged):
            yield from ((hole, ()) for hole in expr.template.holes)
            return
        name, receiver = _method(expr)
        paths = [".".join(path_of(token)) for token in site.externals] if site is not None else []
        if name in UNTOLD or any(path in ("Object.keys", "String.fromCharCode") for path in paths):
            return
        if any(path.split(".")[-1] in STATE for path in paths) and site is not None:
            yield from self._state(expr, site, fields)
            return
        returned = list(self._returned(site, expr)) if site is not None and name in MAPPED else []
        if returned:
            inner = fields if name in ("then", "useMemo", "reduce", "reduceRight") else fields[1:]
            yield from ((value, inner) for value in returned)
            if name in ("reduce", "reduceRight"):
                yield from ((arg, fields) for arg in expr.args[1:])
        elif any(path in COPIES for path in paths):
            yield from ((arg, _unwrapped(paths, fields)) for arg in expr.args)
        elif receiver is not None and name in SAME:
            yield from ((receiver, fields), *((arg, fields) for arg in expr.args if name == "concat"))
        elif receiver is not None and name in ELEMENT:
            yield receiver, ("*", *fields)
            answers = self._program.answers
            container = answers.variable(receiver) if name == "get" else 0
            yield from ((one, fields) for key in answers.stored_names(container) for one, _ in answers.stored(container, key))
        else:
            yield from ((part, ()) for part in (*((receiver,) if receiver is not None else ()), *_given(expr)))

    def _returned(self, site: CallSite, expr: Call | New) -> Iterator[Expr]:
        """The values that the callbacks among the arguments return."""
        solver = self._program.analysis.solver
        for var in site.vars:
            for token in solver.of(var):
                function = token.target if isinstance(token, Bound) else token
                if isinstance(function, Function):
                    yield from self._program.answers.returns(function)

    def _state(self, expr: Call | New, site: CallSite, fields: Fields) -> Iterator[Part]:
        """`useState(initial)`: the initial value, and whatever its setter is given."""
        if fields[:1] == ("1",):
            return
        wanted = fields[1:]
        yield from ((arg, wanted) for arg in expr.args[:2] if not isinstance(arg, Func))
        for call in self._setter_calls(site):
            for arg in call.args[:1]:
                if isinstance(arg, Func):
                    function = self._program.analysis.functions.get(arg)
                    yield from ((value, wanted) for value in (self._program.answers.returns(function) if function else ()))
                else:
                    yield arg, wanted

    def _setter_calls(self, site: CallSite) -> list[CallSite]:
        a = self._program.analysis
        pair = a.arrays.get((id(site), "result"))
        var = pair.fields.get("1", 0) if pair is not None else 0
        if self._setters is None:
            self._setters = {}
            for other in self._program.sites():
                for token in other.natives:
                    self._setters.setdefault(token, []).append(other)
        return [call for token in a.solver.of(var) if isinstance(token, Native) for call in self._setters.get(token, ())]


def _method(expr: Call | New) -> tuple[str, Expr | None]:
    """The called method's name and what it is called on."""
    if isinstance(expr.callee, Member):
        return expr.callee.name, expr.callee.object if isinstance(expr, Call) else None
    return getattr(expr.callee, "id", ""), None


def _given(expr: Call | New) -> Iterator[Expr]:
    yield from (arg for arg in expr.args if not isinstance(arg, Func))


def _unwrapped(paths: list[str], fields: Fields) -> Fields:
    """The properties asked of what was copied: pairs are one level deeper than what they were made of."""
    if "Object.entries" in paths:
        return ("*", *fields[2:]) if len(fields) > 1 else fields
    return fields[1:] if "Object.fromEntries" in paths and fields else fields
