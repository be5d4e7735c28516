"""Found things → origins as people read them: with the categories of data that they are."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.catalog.categories import Categories, load_categories
from scopeminer.disclosure.model import Origin
from scopeminer.disclosure.origins import Found, Origins
from scopeminer.disclosure.subject import Subject
from scopeminer.privileges.model import Use
from scopeminer.program.callsite import CallSite
from scopeminer.source import Place
from scopeminer.syntax.ir import Expr
from scopeminer.values.definitions import Definition
from scopeminer.values.lookup import Frame

SCHEDULED = frozenset({"scheduledTrigger"})
CALLERS = frozenset({"webtrigger"})


class Lineage:
    """Origins of values of one app."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.origins = Origins(subject.program)
        self.categories: Categories = load_categories()
        self._uses: dict[Place, list[Use]] = {}
        for use in subject.usage.uses:
            if use.reachable:
                self._uses.setdefault(use.site, []).append(use)
        self._starts: dict[str, set[str]] = {}
        for reference in subject.manifest.references:
            self._starts.setdefault(reference.target, set()).add(reference.module_type)

    def of(self, values: Iterable[Expr | Definition], at: Place, frame: Frame | None = None) -> tuple[tuple[Origin, ...], bool]:
        """What values at a place are made of, constants left out, and whether all of it is known."""
        out: dict[Origin, None] = {}
        resolved = True
        for value in values:
            for found in self.origins.of(value, (), frame):
                resolved = resolved and found.kind != "unknown"
                if found.kind not in ("constant", "error"):
                    out[self.origin(found, at)] = None
        return tuple(sorted(out, key=lambda one: (one.site, one.kind, one.fields, one.api))), resolved

    def origin(self, found: Found, at: Place) -> Origin:
        """A found thing for people; `at` stands for its place where it has none."""
        site = self.subject.place(found.file, found.at) if found.file else at
        kind = found.kind
        if kind == "event":
            started = self._starts.get(found.api, set())
            kind = "external" if started & CALLERS else "context" if started and started <= SCHEDULED else kind
        return Origin(kind, found.api, site, found.fields, self._categories(kind, found, site))

    def uses_at(self, site: Place, frame: Frame | None = None) -> list[Use]:
        """The uses of a request site; where a chain of calls is known, those that were decided by it."""
        uses = self._uses.get(site, [])
        through = set()
        while frame is not None:
            if isinstance(frame.site, CallSite):
                through.add(self.subject.place(frame.site.path, frame.site.at))
            frame = frame.outer
        near = [use for use in uses if through & {step.place for step in use.evidence}]
        return near or uses

    def _categories(self, kind: str, found: Found, site: Place) -> tuple[str, ...]:
        if kind == "response":
            answers = [self._response(use, found.fields) for use in self.uses_at(site, found.frame)]
            return tuple(dict.fromkeys(category for answer in answers for category in answer))
        named = [field for field in found.fields if field != "*"]
        if kind in ("context", "event"):
            table = self.categories.context if kind == "context" else self.categories.events
            special = [self.categories.fields[field] for field in named if field in self.categories.fields]
            if special and special[-1] != "account-profile":  # a context's locale and location are not a person's
                return (special[-1],)
            return tuple(dict.fromkeys(table[field] for field in named if field in table))[-1:]
        return ()

    def _response(self, use: Use, fields: tuple[str, ...]) -> tuple[str, ...]:
        if use.kind != "rest" or not (use.operation or use.candidates):
            return ()
        out: dict[str, None] = {}
        for name in (f"{use.method} {use.operation}",) if use.operation else use.candidates:
            default = self.categories.of_operation(use.product, name.partition(" ")[2])
            asked = tuple(category for category, _ in self.categories.of_query(use.product, (use.route or "").partition("?")[2]))
            out |= dict.fromkeys(self.categories.of_response(default, asked, fields))
        return tuple(out)
