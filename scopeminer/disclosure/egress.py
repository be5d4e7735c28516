"""A solved program, its manifest and its resources → every host that reachable code and shipped pages talk to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import compress
from posixpath import commonprefix

from scopeminer.catalog.clients import Client, Clients
from scopeminer.disclosure import document, html
from scopeminer.disclosure.address import Target, pattern_of, target
from scopeminer.disclosure.calls import Reading, open_sources
from scopeminer.disclosure.elements import attributes, concerns, intrinsic, made, sheet
from scopeminer.disclosure.makers import Makers, receiver_of
from scopeminer.disclosure.markup import loaded
from scopeminer.disclosure.matching import host as host_in
from scopeminer.disclosure.own import OwnFiles, plain
from scopeminer.disclosure.providers import remotes_behind, remotes_signing_in
from scopeminer.disclosure.resources import Resources
from scopeminer.disclosure.settings import Setting, defaults_of, settings
from scopeminer.disclosure.shown import Shown
from scopeminer.disclosure.written_styles import loads, written
from scopeminer.manifest.model import Manifest
from scopeminer.privileges.model import Egress
from scopeminer.program.callsite import CallSite
from scopeminer.program.contexts import nearest
from scopeminer.program.outside_calls import path_of
from scopeminer.program.program import MAX_ALL_STEPS, Program
from scopeminer.program.tokens import External, Function
from scopeminer.records import replace
from scopeminer.source import Place
from scopeminer.syntax.ir import Assign, Call, Expr, Index, Jsx, Member, Str, Tagged, Template
from scopeminer.syntax.walk import own_nodes
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Pattern, literal
from scopeminer.values.pending import settled

Ask = Callable[[Reading], Iterable[Shown]]
MOST_CHAINS = 250
"""Of callers, for one place: of 2,600 places in 80 apps five have more than 100, and name no host beyond the first."""
MOST_STEPS = 600
"""Of the string evaluator, for what one place shows; past them there is an address that nobody knows."""
QUIET = 10
"""Chains in a row that name nothing new, when an address is among those found that nobody knows: what is said is open then anyway."""


def egress(
    program: Program, manifest: Manifest, resources: Resources, clients: Clients, place: Callable[[str, int], Place]
) -> tuple[Egress, ...]:
    """Everything that leaves the app, sorted, once per place. Only code that runs counts.

    `place` turns (file, byte offset) into a place for people. An address that is relative is the app's own and left out; calls
    of products through the SDK and `invokeRemote` are not egress of this kind (see privileges).
    """
    found = _without_variants(_Disclosure(program, manifest, clients, place).all(resources))
    every = dict.fromkeys(loaded for entry in found for loaded in (entry, *_behind(entry, clients)))
    return tuple(sorted(every, key=lambda entry: (entry.site, entry.side, entry.directive, entry.host or "", entry.url)))


class _Disclosure:
    def __init__(self, program: Program, manifest: Manifest, clients: Clients, place: Callable[[str, int], Place]) -> None:
        self.program = program
        self.manifest = manifest
        self.clients = clients
        self.place = place
        self.makers = Makers(program)
        self.own = OwnFiles(program)
        tokens = program.analysis.externals.values()
        self.known = frozenset(token for token in tokens if clients.knows(token.package, token.path))
        """The access paths that a row may be about."""
        self.settings = settings(program, clients, self.known)
        self.targets: dict[tuple[Pattern, str], Target | None] = {}

    def all(self, resources: Resources) -> Iterator[Egress]:
        """What is loaded, and what else may be of all that is written in styles."""
        said = set()
        for entry in self._loaded(resources):
            said.add((entry.directive, entry.host))
            yield entry
        for function, node, is_source in written(self.program, resources.styled):
            told = self._told(function, node.at, "client", partial(_written, node, is_source))
            yield from (entry for entry in told if (entry.directive, entry.host) not in said)

    def _loaded(self, resources: Resources) -> Iterator[Egress]:
        live, known = self.program.live, self.known
        methods: list[tuple[CallSite, Call, Member]] = []
        for site in tuple(self.program.sites()):
            node = site.node
            if type(node) is Call:
                callee = node.callee
                if type(callee) is Member and callee.name in document.CALLED:
                    methods.append((site, node, callee))
            elif type(node) is Jsx and type(node.tag) is Str:
                tag = node.tag.value
                if concerns(tag, site.args[0]) and site.caller in live:
                    yield from self._element(site, tag)
                continue
            if site.externals and not known.isdisjoint(site.externals) and site.caller in live:
                yield from self._site(site)
        for setting in self.settings:
            yield from self._setting(setting)
        yield from self._signing_in()
        yield from self._document(resources.making, methods)
        for found in resources.found:
            address = target(pattern_of(found.url))
            if address is not None:
                yield Egress("client", address.host, address.url, found.directive, self.place(found.path, found.at), found.is_data)

    def _document(self, making: frozenset[str], methods: list[tuple[CallSite, Call, Member]]) -> Iterator[Egress]:
        """What code of a page does to elements, whoever gave them.

        `making`: the files that make some; `methods`: calls of methods that elements have.
        """
        sides, assignments = self.program.sides, self.program.analysis.assignments
        shown = {function: None for function in self.program.live if "frontend" in sides.get(function, ())}
        for function in shown:
            for assign in assignments.get(function, ()):
                target = assign.target
                if isinstance(target, Member) and document.is_set(target) and self._is_foreign(target.object, target.name):
                    yield from self._told(function, target.at, "client", partial(_put, target, assign.value))
            for inner in own_nodes(function.func) if function.path in making else ():
                if isinstance(inner, Assign) and isinstance(inner.target, Index) and self._is_made(inner.target.object):
                    yield from self._told(function, inner.target.at, "client", partial(_indexed, inner.target, inner.value))
        for site, node, callee in methods:
            if site.caller in shown:
                element = node.args[0] if callee.name == "assign" and node.args else callee.object
                if self._is_foreign(element, callee.name):
                    yield from self._told(site.caller, site.at, "client", partial(_done, node))

    def _is_foreign(self, element: Expr, name: str) -> bool:
        """Whether something can be an element to which `name` does anything: no object of the app's own, nor what a row is about."""
        if name in document.ONLY_MADE:
            return self._is_made(element)
        tokens = self.program.analysis.solver.of(self.program.answers.variable(element))
        outside = [token for token in tokens if isinstance(token, External)]
        rows = (row for token in outside for row in self.clients.of(token.package, path_of(token), "set"))
        return (bool(outside) or not tokens) and not any(name in row.keys for row in rows)

    def _is_made(self, element: Expr) -> bool:
        """Whether it can be an element that code made."""
        tokens = self.program.analysis.solver.of(self.program.answers.variable(element))
        return any(isinstance(token, External) and path_of(token) in document.MAKING for token in tokens)

    def _element(self, site: CallSite, tag: str) -> Iterator[Egress]:
        yield from self._told(site.caller, site.at, "client", lambda reading: intrinsic(reading, tag, site.args[0]))

    def _site(self, site: CallSite) -> Iterator[Egress]:
        on = site.kind if site.kind in ("new", "jsx", "tag") else "call"
        seen: set[int] = set()
        for token in [token for token in site.externals if token in self.known]:
            for row in self.clients.of(token.package, path_of(token), on):
                if id(row) not in seen:
                    seen.add(id(row))
                    yield from self._row(site, row, token)

    def _row(self, site: CallSite, row: Client, token: External) -> Iterator[Egress]:
        if row.remote:
            yield from self._provider(site, token)
        elif row.on == "jsx":
            props = site.args[0]
            yield from self._told(site.caller, site.at, row.side, lambda reading: attributes(reading, props, row.keys, row.directive))
        elif row.on == "tag":
            yield from self._told(site.caller, site.at, row.side, partial(_template, site, row.directive))
        elif row.directive == "component":
            yield from self._told(site.caller, site.at, row.side, lambda reading: made(reading, site.args))
        else:
            yield from self._told(site.caller, site.at, row.side, partial(self._called, site, row, token), row.directive, row.scheme)

    def _called(self, site: CallSite, row: Client, token: External, reading: Reading) -> Iterator[Shown]:
        path = path_of(token)
        made = max((index + 1 for index, step in enumerate(path) if step in ("()", "new")), default=0)
        owners = dict.fromkeys((path[:made], ()))
        defaults = [value for owner in owners for value in defaults_of(self.settings, token.package, owner, row.bases)]
        for text in reading.call(row, site.args, receiver_of(site), token, defaults):
            yield from loaded(row.directive, text)

    def _setting(self, setting: Setting) -> Iterator[Egress]:
        for row in self.clients.of(setting.token.package, path_of(setting.token), "set"):
            if setting.name in row.keys:
                yield from self._told(setting.function, setting.at, row.side, partial(self._assigned, setting, row), row.directive)

    def _assigned(self, setting: Setting, row: Client, reading: Reading) -> Iterator[Shown]:
        directive: str | None = row.directive
        if directive == "element":
            makings = self.makers.of(reading.evaluator, setting.object, setting.token, reading.frame, reading.sources)
            tags = {literal(text.pattern) for made in makings if made.args for text in reading.evaluator.text(made.args[0], made.frame)}
            tag = tags.pop() if len(tags) == 1 else None
            directive = html.directive_of(tag or "", setting.name, "stylesheet" if tag == "link" else "")
        if directive is not None:
            yield from (shown for text in reading.value(setting.value) for shown in loaded(directive, text))

    def _provider(self, site: CallSite, token: External) -> Iterator[Egress]:
        evaluator = Evaluator(self.program.answers)
        for making in self.makers.of(evaluator, receiver_of(site), token, None, []):
            for remote in remotes_behind(self.manifest, evaluator, making):
                for url in remote.base_urls:
                    yield Egress("backend", host_in(url), url, "fetch.backend", self.place(site.path, site.at))

    def _signing_in(self) -> Iterator[Egress]:
        """Whether an entry is needed for what Forge asks is not published for each action: the documented example has them all."""
        for remote in remotes_signing_in(self.manifest):
            place = self.place(remote.span.file, remote.span.start)
            yield from (Egress("backend", host_in(url), url, "fetch.backend", place, is_data=True) for url in remote.base_urls)

    def _told(
        self, function: Function, at: int, side: str, ask: Ask, directive: str | None = "", scheme: str = "https"
    ) -> Iterator[Egress]:
        """The answers to `ask` under every chain of callers that matters, for each side that the code runs on.

        A request (`directive`: "fetch") may be one that needs a scope: its addresses are asked for to the end.
        """

        def question(evaluator: Evaluator, frame: Frame | None) -> tuple[list[tuple[Shown, Target]], list[object]]:
            reading = Reading(evaluator, frame, self.makers, partial(self.own, function.path))
            answers: list[tuple[Shown, Target]] = []
            for shown in ask(reading):
                key = (shown.text.pattern, scheme)
                address = self.targets[key] if key in self.targets else self.targets.setdefault(key, target(*key))
                if address is not None:
                    answers.append((shown, address))
                    reading.sources += open_sources(shown.text.pattern) if not address.is_known else ()
            return answers, reading.sources

        found: dict[tuple[str, str | None, str, bool], None] = {}
        heard: dict[int, list[tuple[Shown, Target]]] = {}
        quiet = 0
        asked = directive == "fetch"
        for answers in nearest(self.program, question, MOST_CHAINS, MAX_ALL_STEPS if asked else MOST_STEPS):
            before = len(found)
            if answers is not None and id(answers) not in heard:
                heard[id(answers)] = answers
                for shown, address in compress(answers, settled([shown.text.conditions for shown, _ in answers])):
                    unsure = address.host is None and not shown.sure
                    found[shown.directive, address.host, address.url, shown.is_data or unsure] = None
            quiet = quiet + 1 if len(found) == before else 0
            if not asked and quiet >= QUIET and any(host is None and not is_data for _, host, _, is_data in found):
                break
        for kind, host, url, is_data in found:
            place = self.place(function.path, at)
            for where in (side,) if side else self._sides(function):
                yield Egress(where, host, url, f"fetch.{where}" if kind == "fetch" else kind, place, is_data)

    def _sides(self, function: Function) -> list[str]:
        sides: Mapping[str, str] = {"frontend": "client", "backend": "backend"}
        return sorted({sides.get(side, "backend") for side in self.program.sides.get(function, frozenset({"backend"}))})


def _behind(entry: Egress, clients: Clients) -> Iterator[Egress]:
    """What a style sheet of a known host loads in its turn."""
    if entry.directive == "styles":
        for directive, url in clients.sheets.get(entry.host or "", ()):
            yield replace(entry, host=host_in(url), url=url, directive=directive)


def _without_variants(found: Iterable[Egress]) -> Iterator[Egress]:
    """One entry for all that a site can say without its host: what their addresses begin with."""
    hostless: dict[Egress, list[str]] = {}
    for entry in dict.fromkeys(found):
        if entry.host is not None:
            yield entry
        else:
            hostless.setdefault(replace(entry, url=""), []).append(entry.url)
    for entry, urls in hostless.items():
        common = re.sub(r"\{[*}]?$", "", commonprefix(urls))
        yield replace(entry, url=urls[0] if len(urls) == 1 else f"{common.removesuffix('{*}')}{{*}}")


def _template(site: CallSite, directive: str, reading: Reading) -> Iterator[Shown]:
    if isinstance(site.node, Tagged):
        for text in reading.evaluator.text(plain(site.node.template, reading.own), reading.frame):
            yield from sheet(text) if directive == "css" else loaded(directive, text)


def _put(target: Member, value: Expr, reading: Reading) -> Iterator[Shown]:
    return document.assigned(reading, target.object, target.name, value)


def _indexed(target: Index, value: Expr, reading: Reading) -> Iterator[Shown]:
    return document.indexed(reading, target, value)


def _done(node: Call, reading: Reading) -> Iterator[Shown]:
    return document.called(reading, node)


def _written(node: Str | Template, is_source: bool, reading: Reading) -> Iterator[Shown]:
    return loads(reading, node, is_source)
