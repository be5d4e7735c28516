"""What a function is given by those who start it: the platform, a form, a page, code that is not the app's."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.program.analysis import Edge
from scopeminer.program.callsite import CallSite
from scopeminer.program.program import Program
from scopeminer.program.tokens import Function
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Str

Fields = tuple[str, ...]
FORMS = frozenset({"handleSubmit", "register", "addEventListener", "onSubmit", "useForm"})


class Arrival(NamedTuple):
    """One such value; `fields`: what is taken from it. `kind` and `api` as in model.Origin."""

    kind: str
    api: str
    file: str
    at: int
    fields: Fields


class Arrivals:
    """The parameters of one program's functions that nobody in the app gives."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._sites: dict[tuple[str, int], list[CallSite]] | None = None

    def of(self, function: Function, index: int, fields: Fields) -> Iterator[Arrival]:
        """Parameter `index` (0-based) of a function; nothing when every caller is in the app."""
        entry = self._program.roots.get(function)
        at = function.func.at
        if entry is not None:
            kind = "event" if index == 0 else "context"
            if index == 0 and fields[:1] in (("context",), ("payload",)):
                kind = fields[0]
                fields = fields[1:]
            yield Arrival(kind, entry.key, function.path, at, fields)
        edges = self._program.callers(function)
        told = {(edge.path, edge.at) for edge in edges if edge.site is not None and edge.site.kind == "callback"}
        for edge in edges:
            if edge.site is None and (edge.path, edge.at) in told:
                continue  # an array method or a promise: the call of the callback is known
            if edge.site is None:
                yield from self._outside(edge, function, index, fields)
            elif edge.site.kind == "join" and index == 0 and fields[:1] in ((), ("*",), ("context",)):
                yield Arrival("context", "context", function.path, at, fields[1:])

    def _outside(self, edge: Edge, function: Function, index: int, fields: Fields) -> Iterator[Arrival]:
        """A function that was handed to code we do not see: what that code is says what it gives."""
        at = function.func.at
        for site in self._at(edge.path, edge.at):
            packages = {token.package for token in site.externals}
            names = {token.path[-1] for token in site.externals if token.path}
            if "@forge/resolver" in packages:
                yield from _resolver(function, index, fields)
            elif site.kind == "jsx" or names & FORMS or "@forge/react" in packages:
                intrinsic = site.kind == "jsx" and isinstance(getattr(site.node, "tag", None), Str)
                yield Arrival("input", "element" if intrinsic else "form", function.path, at, fields)
            elif packages and all(package.startswith("@forge/") for package in packages):
                continue  # storage and requests call nothing that they are given
            elif packages:
                yield Arrival("unknown", min(packages), function.path, at, fields)
            elif not site.targets:
                yield Arrival("unknown", "", function.path, at, fields)

    def _at(self, path: str, at: int) -> list[CallSite]:
        if self._sites is None:
            self._sites = {}
            for site in self._program.sites():
                self._sites.setdefault((site.path, site.at), []).append(site)
        return self._sites.get((path, at), [])


def _resolver(function: Function, index: int, fields: Fields) -> Iterator[Arrival]:
    """`({payload, context}) => …`: one argument."""
    if index == 0:
        if fields[:1] == ("context",):
            yield Arrival("context", "context", function.path, function.func.at, fields[1:])
        elif fields[:1] == ("payload",):
            yield Arrival("payload", "payload", function.path, function.func.at, fields[1:])
        elif not fields:
            yield Arrival("context", "context", function.path, function.func.at, ())
            yield Arrival("payload", "payload", function.path, function.func.at, ())
