"""Which conditions are decided alike: keys that correlate the branches of a route with those of a method."""

from __future__ import annotations

from collections.abc import Callable

from scopeminer.syntax.ir import Binary, Expr, Lit, Name, Str, Unary
from scopeminer.values.definitions import Choice, Definition


def decision(test: Expr, definition: Callable[[Name], Definition | None]) -> tuple[object, bool]:
    """A key that equal conditions share, and whether `test` is its positive form."""
    match test:
        case Unary(op="!"):
            key, positive = decision(test.value, definition)
            return key, not positive
        case Name():
            read = definition(test)
            if read is not None:
                return ("truthy", id(read)), True
        case Binary(op=op, left=Name() as left, right=(Str() | Lit()) as right) if op in ("===", "==", "!==", "!="):
            read = definition(left)
            if read is not None:
                return ("equals", id(read), right.value), op in ("===", "==")
    return ("at", id(test)), True


def positive_form(test: Expr) -> Expr:
    """The condition without its negations: branches are labelled by the positive form."""
    while isinstance(test, Unary) and test.op == "!":
        test = test.value
    if isinstance(test, Binary) and test.op in ("!==", "!="):
        return Binary(test.op.replace("!", "=", 1), test.left, test.right, test.at)
    return test


def branch_fits(label: object, decided: str | bool, choice: Choice) -> bool:
    """Whether the branch `label` of a choice is the one that a decided condition or subject takes."""
    if isinstance(label, bool):
        return label == bool(decided)
    if isinstance(label, tuple):
        cases = {part[0] for part in choice.parts}
        return label == ("case", decided) if ("case", decided) in cases else label == ("default", None)
    return True
