"""A solved program and its manifest → everything that verdicts rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import takewhile
from typing import Any

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Surface
from scopeminer.config import Api
from scopeminer.manifest.model import Manifest
from scopeminer.privileges import declared, escapes, rest
from scopeminer.privileges.answers import Answer, Answers, parse, vague
from scopeminer.privileges.effects import Matters, requests
from scopeminer.privileges.features import Features, merged
from scopeminer.privileges.graphql import GraphRequests
from scopeminer.privileges.guards import Guards
from scopeminer.privileges.links import Links
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Coverage, MissingHandler, ModuleNeed, RemoteUse, Unknown, Unparsed, Usage, Use
from scopeminer.privileges.surfaces import CALLED, Surfaces, first_step, impersonates, surface_index
from scopeminer.privileges.wrappers import Wrappers, product_of, shape
from scopeminer.program.callsite import CallSite
from scopeminer.program.entries import Entries
from scopeminer.program.graph import name_of
from scopeminer.program.nested_routes import has_nested_routes
from scopeminer.program.outside_calls import path_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import External
from scopeminer.records import dataclass, field, replace
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.pattern import literal

Fact = Use | Unknown | ModuleNeed | RemoteUse
ASKED = frozenset({"request", "remote", "graphql", "teamwork-graph"})
"""Kinds of surfaces that need what they are asked for."""
Meant = tuple[Surface, list[External], str]
"""What a call means, through which access paths, and how people call it."""


@dataclass(slots=True)
class Collector:
    """Reads the uses off one program."""

    program: Program
    catalog: Catalog
    locator: Locator
    surfaces: Surfaces
    answers: Answers
    wrappers: Wrappers
    features: Features
    guards: Guards
    authorizations: Guards
    request_sites: set[tuple[str, int]] = field(default_factory=set)
    links: dict[str, Links] = field(default_factory=dict)
    meant: dict[tuple[External, ...], list[Meant]] = field(default_factory=dict)
    nested: bool = field(init=False)
    """Whether routes stand inside routes."""

    def __post_init__(self) -> None:
        self.nested = has_nested_routes(self.program)

    def facts(self, sites: Iterable[CallSite], reachable: bool) -> Iterator[Fact]:
        """What the given call sites need."""
        for site in sites if self.wrappers.all else self.surfaces.concerned(sites):
            api = self.wrappers.of(site) if self.wrappers.all else None
            if api is not None:
                yield from self._wrapped(site, api, reachable)
                continue
            for surface, tokens, called in self._meant(tuple(site.externals)):
                yield from self._fact(site, surface, tokens, called, reachable)

    def _meant(self, called: tuple[External, ...]) -> list[Meant]:
        """What calls of these access paths mean; most calls are of few."""
        known = self.meant.get(called)
        if known is None:
            grouped: dict[tuple[object, ...], tuple[Surface, list[External]]] = {}
            for token in called:
                for surface in self.surfaces[token]:
                    if surface.on != "import":
                        grouped.setdefault(_meaning(surface), (surface, []))[1].append(token)
            meant = [(surface, tokens) for surface, tokens in grouped.values() if _needs_something(surface, tokens[0])]
            known = self.meant[called] = [(one, tokens, f"{one.package} {_called(one, tokens[0])}") for one, tokens in meant]
        return known

    def _fact(self, site: CallSite, surface: Surface, tokens: list[External], api: str, reachable: bool) -> Iterator[Fact]:
        side = self._side(site, surface)
        if surface.kind == "request":
            yield from self._requests(site, surface, tokens, api, side, reachable)
        elif surface.kind == "remote":
            if reachable:
                place = self.locator.site(site)
                yield from (RemoteUse(key, place, side) for key in self._keys(site))
        elif surface.kind in ("graphql", "teamwork-graph"):
            yield from self._graphql(site, surface, tokens, api, side, reachable)
        elif surface.module and reachable:
            yield ModuleNeed(surface.module, api, self.locator.site(site))
        elif surface.operations:
            yield from self._operations(site, surface, api, side, reachable)
        elif surface.alternatives:
            base = self._base(site, surface.kind, api, side, reachable)
            yield replace(base, alternatives=surface.alternatives, certainty=surface.certainty)

    def _base(self, site: CallSite, kind: str, api: str, side: str, reachable: bool) -> Use:
        found = {"evidence": self.locator.evidence(site, api), "features": self.features.of(site)} if reachable else {}
        return self._use(site, kind, api, side, reachable, **found)

    def _use(self, site: CallSite, kind: str, api: str, side: str, reachable: bool, **more: Any) -> Use:
        """Without evidence and features."""
        place, function, guarded = self.locator.site(site), name_of(site.caller), self.guards(site)
        return Use(kind, api, place, side=side, reachable=reachable, guarded=guarded, function=function, **more)

    def _side(self, site: CallSite, surface: Surface) -> str:
        if surface.side:
            return surface.side
        sides = self.program.sides.get(site.caller, frozenset())
        return "frontend" if sides == {"frontend"} else "backend"

    def _principals(self, tokens: list[External]) -> tuple[str, ...]:
        return tuple(sorted({surface.principal for token in tokens for surface in self.surfaces[token] if surface.principal}))

    def _requests(self, site: CallSite, surface: Surface, tokens: list[External], api: str, side: str, reachable: bool) -> Iterator[Fact]:
        self.request_sites.add((site.path, site.at))
        base = self._use(
            site,
            "rest",
            api,
            side,
            reachable,
            product=surface.product,
            principal=self._principals(tokens),
            impersonates=any(impersonates(token) for token in tokens),
            authorized=self.authorizations(site),
        )
        outcomes: list[Use | Unknown] = []
        for request in self._links(surface.product).requests(site, self._matters(surface.product)):
            reached_from = replace(base, features=self.features.of(site, request.frames)) if reachable else base
            outcomes += rest.outcome(request, reached_from, self.catalog, self.locator)
        if reachable:
            if self.answers.speak_of(base.site):
                base = replace(base, evidence=self.locator.evidence(site, api), features=self.features.of(site))
            settled = self.answers.apply(outcomes, base, self.catalog)
            yield from (outcome for outcome in settled if not (self.wrappers.hides(site) and vague(outcome)))
        else:
            yield from (outcome for outcome in outcomes if isinstance(outcome, Use))

    def _links(self, product: str) -> Links:
        if product not in self.links:
            self.links[product] = Links(self.program, self.surfaces, product)
        return self.links[product]

    def _matters(self, product: str) -> Matters:
        return partial(rest.matters, product, None if self.nested else self.catalog)

    def _wrapped(self, site: CallSite, api: Api, reachable: bool) -> Iterator[Fact]:
        """The requests of a call that scopeminer.toml speaks for."""
        self.request_sites.add((site.path, site.at))
        side = "frontend" if self.program.sides.get(site.caller, frozenset()) == {"frontend"} else "backend"
        base = replace(
            self._base(site, "rest", api.function, side, reachable),
            product=product_of(api),
            principal=(api.principal,) if api.principal else ("user",) if side == "frontend" else (),
            answered=True,
        )
        for request in requests(self.program, site, shape(api), self._matters(product_of(api))):
            yield from (
                outcome for outcome in rest.outcome(request, base, self.catalog, self.locator) if reachable or isinstance(outcome, Use)
            )

    def _graphql(self, site: CallSite, surface: Surface, tokens: list[External], api: str, side: str, reachable: bool) -> Iterator[Fact]:
        base = replace(self._base(site, "graphql", api, side, reachable), principal=self._principals(tokens))
        yield from GraphRequests(self.program, self.catalog, self.locator).outcomes(site, surface, tokens, base)

    def _operations(self, site: CallSite, surface: Surface, api: str, side: str, reachable: bool) -> Iterator[Fact]:
        for name in surface.operations:
            operation = self.catalog.operation(name)
            base = replace(self._base(site, "rest", api, side, reachable), certainty=surface.certainty)
            method, _, path = name.partition(" ")
            if operation is None:
                base = replace(base, product=surface.product, method=method, route=path, operation=path, in_catalog=False)
                yield replace(base, alternatives=surface.alternatives)
                continue
            yield replace(
                base,
                product=operation.product,
                method=operation.method,
                route=operation.path,
                operation=operation.path,
                status=operation.status,
                alternatives=operation.alternatives,
                announced=operation.announced,
                principal=(surface.principal,) if surface.principal else (),
            )

    def _keys(self, site: CallSite) -> Iterable[str | None]:
        """Every literal text that argument 0 can be; None for what is not known."""
        texts = Evaluator(self.program.answers).text(site.args[0], None) if site.args else ()
        return dict.fromkeys(literal(text.pattern) for text in texts) or (None,)


def _meaning(surface: Surface) -> tuple[object, ...]:
    """What tells apart the surfaces that one site can mean: `p.get` and `p.set` need other scopes, two clients of a product do not."""
    return surface.kind, surface.product, surface.module, surface.operations, surface.alternatives


def _needs_something(surface: Surface, token: External) -> bool:
    """Whether a call can need anything for what it means: the further steps of a builder chain do not."""
    if surface.kind in ASKED or surface.module or surface.operations:
        return True
    return bool(surface.alternatives) and first_step(token, surface)


def _called(surface: Surface, token: External) -> str:
    """The access path; where a row is for all of a package's own steps (`kvs.*`), the one that is taken (`kvs.get`)."""
    path = list(takewhile(lambda step: step not in CALLED, path_of(token)))
    return ".".join(path) if surface.path.endswith("*") and "(" not in surface.path and path else surface.path.removesuffix(".*")


def collect(
    program: Program,
    manifest: Manifest,
    entries: Entries,
    catalog: Catalog,
    locator: Locator,
    sources: tuple[str, ...],
    apis: tuple[Api, ...] = (),
) -> Usage:
    """The usage of an app; of its coverage, what concerns request sites. `apis`: wrappers that people speak for."""
    surfaces = Surfaces(surface_index(catalog), program.analysis.externals.values())
    running = program.live
    live = [site for site in program.sites() if site.caller in running]
    answers = Answers(_answers(program, locator), map(locator.site, surfaces.of_kind("request", live)))
    wrappers = Wrappers(program, apis)
    features = Features(program, entries.points, locator)
    guards, authorizations = (Guards(program, surfaces.of_kind(kind, program.sites())) for kind in ("probe", "authorize"))
    collector = Collector(program, catalog, locator, surfaces, answers, wrappers, features, guards, authorizations)
    facts: list[Fact] = list(collector.facts(live, reachable=True))
    facts += declared.declared(manifest, entries.missing, catalog, locator)
    facts += declared.unimplemented(program.missing_exports, catalog, locator)
    facts += escapes.unknowns(program, live, surfaces, catalog, locator)
    live_sites, wrong = set(collector.request_sites), tuple(wrappers.problems())
    unparsed = tuple(_unparsed(program, locator))
    missing = tuple(_missing_handlers(program, entries, locator))
    program.explore_unreached(sources)
    dead = [site for site in program.sites() if site.caller not in running]
    facts += (fact for fact in collector.facts(dead, reachable=False) if isinstance(fact, Use))
    uses = sorted(dict.fromkeys(f for f in facts if isinstance(f, Use)), key=_order)
    unknowns = sorted(dict.fromkeys(f for f in facts if isinstance(f, Unknown)), key=by_place)
    usage = Usage(
        uses=tuple(_without_dead_twins(uses)),
        unknowns=tuple(unknowns),
        module_needs=tuple(sorted(dict.fromkeys(f for f in facts if isinstance(f, ModuleNeed)), key=lambda n: (n.module, n.site))),
        missing_handlers=missing,
        remotes=tuple(sorted(dict.fromkeys(f for f in facts if isinstance(f, RemoteUse)), key=lambda r: (r.site, r.key or ""))),
        unparsed=unparsed,
        answer_problems=tuple(sorted((*answers.problems(), *wrong), key=lambda problem: (problem.place, problem.subject))),
    )
    open_sites = {u.site for u in unknowns} | {u.site for u in uses if u.resolution == "bounded"}
    resolved = sum(locator.place(*site) not in open_sites for site in live_sites)
    answered = len({use.site for use in uses if use.answered})
    coverage = Coverage(request_sites=len(live_sites), request_sites_resolved=resolved, request_sites_answered=answered)
    return replace(usage, coverage=coverage)


def _answers(program: Program, locator: Locator) -> Iterator[Answer]:
    for path, loaded in program.analysis.modules.items():
        for at, text in loaded.ir.directives:
            yield parse(locator.place(path, at), text)


def by_place(unknown: Unknown) -> tuple[object, ...]:
    """The order of unknowns."""
    return unknown.site, unknown.reason, unknown.detail, unknown.product or ""


def _order(use: Use) -> tuple[object, ...]:
    what = (use.kind, use.method or "", use.operation or "", use.route or "", use.api)
    return (use.site, *what, not use.reachable, use.principal, len(use.evidence), use.evidence)


def _without_dead_twins(uses: Iterable[Use]) -> Iterator[Use]:
    """One use for each site and operation: the reachable one, with the shortest evidence and the features of all."""
    best: dict[tuple[object, ...], Use] = {}
    for use in uses:
        key = (use.site, use.kind, use.api, use.method, use.operation, use.route, use.candidates, use.alternatives, use.holds_back)
        known = best.get(key)
        if known is None or (use.reachable and not known.reachable):
            best[key] = use
        elif use.reachable:
            best[key] = replace(known, features=merged((*known.features, *use.features)))
    yield from best.values()


def _unparsed(program: Program, locator: Locator) -> Iterator[Unparsed]:
    for path, loaded in sorted(program.analysis.modules.items()):
        if loaded.ir.error_bytes:
            yield Unparsed(path, loaded.ir.error_bytes, locator.place(path, 0))


def _missing_handlers(program: Program, entries: Entries, locator: Locator) -> Iterator[MissingHandler]:
    for entry in entries.missing:
        if entry.kind == "handler-file":
            export = entry.path.rsplit(".", 1)[-1]
            yield MissingHandler(entry.key, entry.path, export, entry.reason, locator.span(entry.span))
    for point in program.missing_exports:
        export = point.export or ""
        reason = f"{point.file} does not export {export}"
        yield MissingHandler(point.key, f"{point.file}: {export}", export, reason, locator.entry(point))
