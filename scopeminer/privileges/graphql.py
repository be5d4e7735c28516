"""GraphQL requests → uses of fields, and unknowns bounded to what GraphQL can need.

A document whose fields are all known needs their scopes. One that cannot be read, or with a field nobody knows, is an
unknown that holds back the scopes of Compass; requests to the Teamwork Graph need the scope of every type that they read, which is
not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Surface
from scopeminer.privileges.graphql_document import HOLE, Document, RootField, read
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Unknown, Use
from scopeminer.program.callsite import CallSite
from scopeminer.program.contexts import contexts
from scopeminer.program.outside_calls import path_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import External
from scopeminer.records import dataclass, replace
from scopeminer.syntax.ir import Call, Expr, New, Spread, Tagged
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Node
from scopeminer.values.pattern import Alternative, Hole, Pattern

SDK = "@atlassian/forge-graphql"
TAGS = ("gql", "graphql")
PRINTER = ("graphql", "print")
"""`print(gql`…`)` gives the text back."""


class DocumentEvaluator(Evaluator):
    """Reads documents: templates with the tags of GraphQL clients are plain text."""

    def spelled(self, expr: Expr, frame: Frame | None) -> list[Node]:
        """All of a value matters: what others know of its text is not what a document says."""
        return self.whole(expr, frame)

    def _tagged(self, expr: Tagged, frame: Frame | None) -> list[Alternative]:
        if any(package == "graphql-tag" or path.split(".")[-1] in TAGS for package, path in self.lookup.paths(expr)):
            return self._template(expr.template, frame, tagged=False)
        return super()._tagged(expr, frame)

    def _computed(self, expr: Call | New, frame: Frame | None) -> list[Alternative]:
        if PRINTER in self.lookup.paths(expr):
            return self.arguments_text(expr, 0, frame)
        return super()._computed(expr, frame)


@dataclass(frozen=True, slots=True)
class GraphRequests:
    """Reads the GraphQL requests of one program."""

    program: Program
    catalog: Catalog
    locator: Locator

    def outcomes(self, site: CallSite, surface: Surface, tokens: list[External], base: Use) -> Iterator[Use | Unknown]:
        """What one call needs. `base`: the use without its scopes; unknowns of dead code are left to the caller."""
        if surface.kind == "teamwork-graph":
            yield from self._teamwork_graph(site, base)
        elif surface.package == SDK:
            yield from self._method(site, tokens, base)
        else:
            yield from self._documents(site, base)

    def _teamwork_graph(self, site: CallSite, base: Use) -> Iterator[Use | Unknown]:
        scopes = sorted(scope for scope in self.catalog.scopes if scope.startswith("read:graph:"))
        yield replace(base, product="graph", alternatives=tuple((scope,) for scope in scopes), undecided=True)
        yield self._unknown(site, base, "graph", base.api)

    def _method(self, site: CallSite, tokens: list[External], base: Use) -> Iterator[Use | Unknown]:
        """A method of the SDK that states no scopes: by the fields it performs."""
        schema = self.catalog.graphql
        for name in sorted({path_of(token)[-1] for token in tokens}):
            paths = schema.methods.get(name)
            if paths is None:
                yield self._unknown(site, base, "compass", base.api)
                continue
            for path in paths:
                kind, _, field = path.partition(" ")
                known = schema.field(schema.roots[kind], field.rpartition(".")[2])
                if known is not None and known.alternatives is not None:
                    yield self._use(site, base, RootField(path, known.alternatives), None, "derived")

    def _documents(self, site: CallSite, base: Use) -> Iterator[Use | Unknown]:
        for pattern, frame in self._texts(site):
            document = read(_with_holes(pattern), self.catalog.graphql)
            if document is None:
                yield self._unknown(site, base, "compass", base.api, frame=frame)
            else:
                yield from self._document(site, base, document, frame)

    def _document(self, site: CallSite, base: Use, document: Document, frame: Frame | None) -> Iterator[Use | Unknown]:
        for field in document.fields:
            yield self._use(site, base, field, frame, "certain" if field.stated else "derived")
        also = self.catalog.graphql.stated(document.names) if document.unknown else frozenset()
        for path in document.unknown:
            yield self._unknown(site, base, "compass", f"{base.api} {path}", also, frame)

    def _texts(self, site: CallSite) -> Iterator[tuple[Pattern, Frame | None]]:
        """The texts that the first argument can be, each with the first chain of calls that decides it."""

        def ask(evaluator: Evaluator, frame: Frame | None) -> tuple[list[Alternative], list[object]]:
            if not site.args or isinstance(site.args[0], Spread):
                return [Alternative((Hole("raw"),))], []
            reader = DocumentEvaluator(self.program.answers)
            reader.trace = evaluator.trace
            texts = reader.text(site.args[0], frame)
            return texts, [part.source for text in texts for part in text.pattern if isinstance(part, Hole)]

        found: dict[str, tuple[Pattern, Frame | None]] = {}
        for frame, texts in contexts(self.program, ask):
            for text in texts:
                found.setdefault(_with_holes(text.pattern), (text.pattern, frame))
        yield from found.values()

    def _use(self, site: CallSite, base: Use, field: RootField, frame: Frame | None, certainty: str) -> Use:
        evidence = self.locator.evidence(site, field.path, frame) if base.reachable else ()
        return replace(
            base,
            api=f"{base.api} {field.path.rpartition(' ')[2]}",
            product="compass",
            route=field.path,
            alternatives=field.alternatives,
            holds_back=field.holds_back,
            certainty=certainty,
            evidence=evidence,
        )

    def _unknown(
        self, site: CallSite, base: Use, product: str, detail: str, also: frozenset[str] = frozenset(), frame: Frame | None = None
    ) -> Unknown:
        held = also | {scope for scope in self.catalog.scopes if self.catalog.product_of(scope) == product}
        evidence = self.locator.evidence(site, base.api, frame) if base.reachable else ()
        return Unknown(base.site, "graphql", detail, product=product, side=base.side, holds_back=held, evidence=evidence)


def _with_holes(pattern: Pattern) -> str:
    return "".join(part if isinstance(part, str) else HOLE for part in pattern)
