"""Whether a chain of calls can happen, as far as the tests around its calls go: who hands over a method decides `method === 'GET'`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scopeminer.program.callsite import CallSite
from scopeminer.program.given import Given
from scopeminer.program.known import Known
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Await, Binary, Call, Expr, Func, Lit, Member, Name, New, Str, Tagged, Template, This
from scopeminer.values.branches import ways
from scopeminer.values.definitions import ValueOf
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame, Site
from scopeminer.values.nodes import Absent
from scopeminer.values.origin import origin
from scopeminer.values.trace import Trace

if TYPE_CHECKING:
    from scopeminer.program.likeness import Likeness

MADE = (Call, Func, Lit, New, Str, Tagged, Template)
"""What is nothing that a caller gave, or nothing that can be compared."""


class Decision:
    """Whether something can hold, and whether callers that are missing have a say in it."""

    __slots__ = ("fits", "open")

    def __init__(self, fits: bool, is_open: bool) -> None:
        self.fits = fits
        self.open = is_open


class Conditions:
    """Those of one program, as long as it does not change."""

    def __init__(self, given: dict[int, tuple[Given, ...]], likeness: Likeness) -> None:
        """`given`: by identity of the expression, of calls and functions."""
        self._given = given
        self._likeness = likeness
        self._decidable: dict[int, tuple[Given, ...]] = {}
        self._known: dict[tuple[int, object], Known[Decision]] = {}

    def clear(self) -> None:
        """Forget everything: the keys that it is kept by are not used any more."""
        self._known.clear()

    def ahead(self, chain: Frame | None, site: CallSite | None) -> tuple[Decision, ...] | None:
        """What longer chains can contradict of what is given at `site` and at the calls that lead there; None: this one does."""
        out: list[Decision] = []
        for decision in self._decisions(chain, site):
            if not decision.fits:
                return None
            if decision.open:
                out.append(decision)
        return tuple(out)

    def _decisions(self, chain: Frame | None, site: Site | None) -> Iterator[Decision]:
        while True:
            for given in self._of(site):
                yield self._decided(given, chain)
            if chain is None:
                return
            site, chain = chain.site, chain.outer

    def _of(self, site: Site | None) -> Iterator[Given]:
        """What holds where a call stands, and held where its function was made."""
        if isinstance(site, CallSite):
            yield from self._at(id(site.node))
            maker: Function | None = site.caller
            while maker is not None and not maker.is_module:
                yield from self._at(id(maker.func))
                maker = maker.outer

    def _at(self, key: int) -> tuple[Given, ...]:
        """Of what holds there, what callers can decide."""
        found = self._given.get(key, ())
        if found and key not in self._decidable:
            self._decidable[key] = tuple(given for given in found if self._is_decidable(given.test))
        return self._decidable[key] if found else ()

    def _is_decidable(self, test: Expr) -> bool:
        if isinstance(test, Binary):
            return self._is_decidable(test.left) or self._is_decidable(test.right)
        while isinstance(test, Member):
            test = test.object
        definition = self._likeness.answers.definition(test) if isinstance(test, Name) else None
        if definition is None:
            return isinstance(test, This)
        found, _ = origin(self._likeness.answers, definition, ())
        made = found.expr if isinstance(found, ValueOf) else None
        while isinstance(made, Await):
            made = made.value
        return not isinstance(made, MADE)

    def _decided(self, given: Given, chain: Frame | None) -> Decision:
        key = (id(given.test), given.holds)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Known()
        found = known.find(self._likeness.read, chain)
        if found is None:
            trace = Trace(chain, self._likeness)
            evaluator = self._likeness.evaluator(trace)
            fits = _fits(evaluator, given, chain) or evaluator.cuts > 0
            found = Decision(fits, any(map(self._likeness.is_called, trace.open)))
            known.put(tuple(trace.reads), self._likeness.read, chain, found)
        return found


def _fits(evaluator: Evaluator, given: Given, chain: Frame | None) -> bool:
    test = given.test
    if isinstance(given.holds, bool):
        if (
            isinstance(test, Binary)
            and test.op == "==="
            and all(_can_be_nothing(evaluator, side, chain) for side in (test.left, test.right))
        ):
            return True  # `null` or `undefined`: the IR does not tell, and they are not equal
        return any(decided is None or bool(decided) == given.holds for decided, _ in ways(evaluator, test, chain))
    texts = [node.value.value if isinstance(node.value, Str) else None for node in evaluator.spelled(test, chain)]
    return any(text is None or (text if text in given.cases else None) in given.holds for text in texts)


def _can_be_nothing(evaluator: Evaluator, expr: Expr, chain: Frame | None) -> bool:
    values = [node.value for node in evaluator.spelled(expr, chain)]
    return any(isinstance(value, Absent) or (isinstance(value, Lit) and value.value is None) for value in values)
