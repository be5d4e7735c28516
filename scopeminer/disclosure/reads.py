"""Which properties of an answer code looks at."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.disclosure.lineage import Lineage
from scopeminer.source import Place
from scopeminer.syntax.ir import Expr, Func, Member, Name, Opaque, Str
from scopeminer.syntax.walk import own_nodes
from scopeminer.values.definitions import Definition, FieldOf

BODY = frozenset(
    {"body", "storage", "view", "atlas_doc_format", "export_view", "styled_view", "anonymous_export_view", "editor", "editor2"}
)
CONTAINERS = frozenset({"results", "values", "issues", "data", "*", "content", "page", "pages"})
"""Properties that lead on to the records of an answer."""


class Reads:
    """Answers for one app: every read of a telling property is followed back to the request it stands on."""

    def __init__(self, lineage: Lineage) -> None:
        self._lineage = lineage
        self._telling: dict[Place, dict[str, str]] | None = None
        self._bodies: set[Place] = set()
        self._whole: set[Place] | None = None

    def telling(self, site: Place) -> Iterator[tuple[str, str]]:
        """(property, category) of what code reads of the answer of a request."""
        self._find()
        yield from sorted((self._telling or {}).get(site, {}).items())

    def looks_into(self, site: Place, category: str) -> bool:
        """Whether anything can see what was asked for: a read of it, or the whole answer going where we do not follow."""
        self._find()
        return category != "page-body" or site in self._bodies or site in self._goes_whole()

    def _find(self) -> None:
        if self._telling is not None:
            return
        self._telling = {}
        fields = self._lineage.categories.fields
        for name, base in self._properties():
            if name not in fields and name not in BODY:
                continue
            for found in self._lineage.origins.of(base):
                if found.kind == "response":
                    site = self._lineage.subject.place(found.file, found.at)
                    if name in BODY and (name == "body" or "body" in found.fields):
                        self._bodies.add(site)
                    if name in fields:
                        self._telling.setdefault(site, {})[name] = fields[name]

    def _properties(self) -> Iterator[tuple[str, Expr | Definition]]:
        """Every property that running code reads, with what it is read of."""
        taken: dict[FieldOf, None] = {}
        for function in self._lineage.subject.program.live:
            for name, base in _reads(function.func):
                if base is not None:
                    yield name.name if isinstance(name, Member) else "", base
                elif isinstance(name, Name):
                    definition = self._lineage.origins.answers.definition(name)
                    while isinstance(definition, FieldOf) and definition not in taken:
                        taken[definition] = None
                        definition = definition.base
        yield from ((one.key, one.base) for one in taken if isinstance(one.key, str))

    def _goes_whole(self) -> set[Place]:
        """Requests whose answer leaves as a whole: into a sink, a call we do not see, the frontend, an element."""
        if self._whole is None:
            self._whole = set()
            for value in self._leaving():
                for found in self._lineage.origins.of(value):
                    if found.kind == "response" and all(field in CONTAINERS or field.isdigit() for field in found.fields):
                        self._whole.add(self._lineage.subject.place(found.file, found.at))
        return self._whole

    def _leaving(self) -> Iterator[Expr]:
        program = self._lineage.subject.program
        for site in program.sites():
            if site.caller in program.live and (
                site.kind == "jsx" or (site.externals and not site.modelled and site.kind in ("call", "new"))
            ):
                yield from (arg for arg in site.args if not isinstance(arg, Opaque | Str | Func))
        for function in program.live:
            if any(edge.site is None for edge in program.callers(function)) or function in program.roots:
                yield from program.answers.returns(function)


def _reads(func: Func) -> Iterator[tuple[Member | Name, Expr | None]]:
    """Reads of properties with what they are read of, and of names, in a function itself."""
    for node in own_nodes(func):
        if isinstance(node, Member):
            yield node, node.object
        elif isinstance(node, Name):
            yield node, None
