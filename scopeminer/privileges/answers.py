"""Answers from people: `// scopeminer: GET /rest/api/3/issue/{key}` at a call that cannot be resolved.

An answer is believed only where the analysis does not know better: it has to fit the product, the method and the literal beginning
of the route that are known, and it has to name an operation of the catalog.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Operation
from scopeminer.privileges.model import AnswerProblem, Unknown, Use
from scopeminer.records import dataclass, replace
from scopeminer.source import Place

ANSWER = re.compile(r"(?P<method>GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)\s+(?P<path>/\S*)", re.IGNORECASE)
LINES_AHEAD = 4
"""An answer above its call may stand this far over the name that is called: the call can begin with `await api` and go on below."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`operations` as written ("METHOD /path"), `text` whole; empty operations = not understood."""

    place: Place
    text: str
    operations: tuple[str, ...]


def parse(place: Place, text: str) -> Answer:
    """`text` from `scopeminer:` on; several operations are separated by commas."""
    said = text.partition(":")[2].strip().removesuffix("*/").strip()
    parts = [ANSWER.fullmatch(part.strip()) for part in said.split(",")]
    known = [f"{match['method'].upper()} {match['path']}" for match in parts if match]
    return Answer(place, said, tuple(known) if len(known) == len(parts) else ())


class Answers:
    """The answers of an app, matched with its request sites."""

    def __init__(self, answers: Iterable[Answer], sites: Iterable[Place]) -> None:
        self._by_site: dict[Place, Answer] = {}
        self._used: set[Answer] = set()
        self._wrong: list[AnswerProblem] = []
        self.all = tuple(answers)
        places = sorted(set(sites)) if self.all else []
        for answer in self.all:
            site = _site_of(answer, places)
            if site is not None and answer.operations:
                self._by_site.setdefault(site, answer)

    def speak_of(self, site: Place) -> bool:
        """Whether there is an answer for a request site."""
        return site in self._by_site

    def apply(self, outcomes: Sequence[Use | Unknown], base: Use, catalog: Catalog) -> list[Use | Unknown]:
        """The outcomes of the site of `base`, with what could not be resolved replaced by the answer, if there is one that fits."""
        answer = self._by_site.get(base.site)
        unsettled = [outcome for outcome in outcomes if vague(outcome)]
        if answer is None or not unsettled:
            return list(outcomes)
        self._used.add(answer)
        said = [(text, _operation(text, unsettled, catalog)) for text in answer.operations]
        wrong = [(text, found) for text, found in said if isinstance(found, str)]
        if wrong:
            self._wrong += [AnswerProblem(f"{text} {why}", text, answer.place) for text, why in wrong]
            return list(outcomes)
        return [
            *(outcome for outcome in outcomes if not vague(outcome)),
            *(_answered(base, found) for _, found in said if isinstance(found, Operation)),
        ]

    def problems(self) -> Iterator[AnswerProblem]:
        """Answers that are wrong, not understood, or that answer nothing."""
        yield from self._wrong
        for answer in self.all:
            if not answer.operations:
                yield AnswerProblem("expected `METHOD /path`, several separated by commas", answer.text, answer.place)
            elif answer not in self._used:
                yield AnswerProblem("no unresolved request stands at this comment or below it", answer.text, answer.place)


def vague(outcome: Use | Unknown) -> bool:
    """Whether there is something left to answer."""
    return isinstance(outcome, Unknown) or outcome.resolution != "exact"


def _site_of(answer: Answer, places: Sequence[Place]) -> Place | None:
    """The first request on the line of the comment or within a few lines below it."""
    here = [p for p in places if p.file == answer.place.file and 0 <= p.line - answer.place.line <= LINES_AHEAD]
    return min(here, default=None)


def _operation(text: str, vague: Sequence[Use | Unknown], catalog: Catalog) -> Operation | str:
    """The operation that an answer names, or why it cannot be that."""
    method, _, path = text.partition(" ")
    bounds = next((outcome for outcome in vague if isinstance(outcome, Unknown)), None)
    product = next((outcome.product for outcome in vague if outcome.product), None)
    match = catalog.match(product or "", frozenset({method}), re.sub(r"\{[^}]*\}|:\w+", "{}", path))
    if match.kind != "exact":
        return f"is no operation of {product or 'this product'} that the catalog knows"
    if bounds is not None and bounds.methods and method not in bounds.methods:
        return f"contradicts the code, whose method is {' or '.join(bounds.methods)}"
    prefix = (bounds.prefix or "") if bounds is not None else ""
    if not _fits(prefix, match.operations[0], catalog):
        return f"contradicts the code, whose route begins with {prefix}"
    return match.operations[0]


def _fits(prefix: str, operation: Operation, catalog: Catalog) -> bool:
    """Whether a route that begins with `prefix` can be that operation."""
    possible = catalog.match(operation.product, frozenset({operation.method}), f"{prefix}{{*}}")
    return possible.kind == "any" or any(found.name == operation.name for found in possible.operations)


def _answered(base: Use, operation: Operation) -> Use:
    return replace(
        base,
        method=operation.method,
        route=operation.path,
        operation=operation.path,
        status=operation.status,
        certainty=operation.certainty,
        alternatives=operation.alternatives,
        announced=operation.announced,
        answered=True,
    )
