"""What holds where a call stands: the tests around it, and those that would have left its block."""

from __future__ import annotations

from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Binary, Expr, Logic, Member, Name, Str, Switch, Unary
from scopeminer.values.decision import positive_form

MOST = 24
"""Tests around one place: chains of `else if` can be long, and what is left out only tells less apart."""


class Given(NamedTuple):
    """`test` turned out as `holds`; of a switch's subject: it led to one of these cases (None = the default), of all `cases`."""

    test: Expr
    holds: bool | frozenset[str | None]
    cases: frozenset[str] = frozenset()


def following(test: Expr, holds: bool) -> tuple[Given, ...]:
    """The comparisons and names that a test with this outcome says something of."""
    while isinstance(test, Unary) and test.op == "!":
        test, holds = test.value, not holds
    if isinstance(test, Logic) and test.op == ("&&" if holds else "||"):
        return *following(test.left, holds), *following(test.right, holds)
    if isinstance(test, Binary) and test.op in ("===", "==", "!==", "!="):
        return (Given(positive_form(test), holds == (test.op[0] == "=")),)
    return (Given(test, holds),) if isinstance(test, Name | Member) else ()


def leading_to(switch: Switch, labels: frozenset[str | None]) -> tuple[Given, ...]:
    """That the subject of a switch led to one of these cases; nothing where a case is no text."""
    tests = [case.test for case in switch.cases if case.test is not None]
    cases = frozenset(test.value for test in tests if isinstance(test, Str))
    return (Given(switch.subject, labels, cases),) if len(cases) == len(tests) and labels != {*cases, None} else ()


def together(around: tuple[Given, ...], given: tuple[Given, ...]) -> tuple[Given, ...]:
    """All of it, up to a bound."""
    return (around + given)[:MOST] if given else around
