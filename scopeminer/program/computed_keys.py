"""Reads under computed keys: `object[key]` is what is kept under the names that the key can be, as far as somebody can tell them."""

from __future__ import annotations

from scopeminer.program.analysis import Analysis, is_data
from scopeminer.program.answers import Answers
from scopeminer.program.elements import load_computed
from scopeminer.program.objects import load
from scopeminer.program.tokens import PLAIN, Holder, Token
from scopeminer.syntax.ir import Expr
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import ANYBODY
from scopeminer.values.pattern import Hole, literal
from scopeminer.values.reduce import OutOfStepsError

KEY_STEPS = 60
"""Of the string evaluator, for one computed key; past them it can be any."""


def read_keys(a: Analysis) -> bool:
    """Computed keys, as far as they are known by now: later rounds may know more callers. One that is not known can be any, for good.

    Whether that is news.
    """
    pending, a.dynamic = a.dynamic, []
    evaluator = Evaluator(Answers(a))
    changed = False
    for read in pending:
        held = a.solver.of(read.container)
        if all(map(is_data, held)):  # is what is read of it, whatever the key
            new = [token for token in held if token not in a.solver.of(read.var)]
            a.solver.add_all(read.var, new)
            a.dynamic.append(read)
            changed = changed or bool(new)
            continue
        known = {} if all(map(_is_nameless, held)) else _names(evaluator, read.expr.key)
        if not known or None in known:
            a.solver.edge(load_computed(a, read.container), read.var)
            changed = True
            continue
        for name in known:
            if name is not None and name not in read.names:
                a.solver.edge(load(a, read.container, name), read.var)
                changed = True
        a.dynamic.append(read._replace(names=tuple(known)))
    return changed


def read_any_key(a: Analysis) -> None:
    """Rounds have come to an end before all was known: each key can be any."""
    for read in a.dynamic:
        a.solver.edge(load_computed(a, read.container), read.var)


def _is_nameless(token: Token) -> bool:
    """Whether nothing is kept in it under a name that is known: whatever the key, what is read is the same."""
    return isinstance(token, Holder) and token.kind in PLAIN and not (token.fields or token.given or token.getters)


def _names(evaluator: Evaluator, key: Expr) -> dict[str | None, None]:
    """What a computed key can be; None: something that is not known."""
    evaluator.steps, evaluator.in_full = KEY_STEPS, True
    try:
        found = evaluator.text(key, None)
        holes = [part.source for text in found for part in text.pattern if isinstance(part, Hole)]
        if holes and None not in holes:
            found = evaluator.text(key, ANYBODY)
    except OutOfStepsError:
        return {None: None}
    return dict.fromkeys(literal(text.pattern) for text in found)
