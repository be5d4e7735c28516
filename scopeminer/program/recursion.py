"""Functions that call themselves: what such a call hands on unchanged is what the calls from elsewhere hand over."""

from __future__ import annotations

from collections.abc import Iterable

from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Binary, Expr, Lit, Name, Obj, Prop, Spread
from scopeminer.values.definitions import FieldOf, Parameter
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Lookup
from scopeminer.values.origin import origin
from scopeminer.values.pattern import Hole, Pattern
from scopeminer.values.trace import TEXT, Read

Path = tuple[str, ...]


def calls_itself(function: Function, site: CallSite | None) -> bool:
    """Whether a call of `function` stands inside it."""
    caller = site.caller if site is not None else None
    while caller is not None and caller is not function:
        caller = caller.outer
    return caller is function


def hands_on(lookup: Lookup, site: CallSite, reads: Iterable[Read]) -> bool:
    """Whether a call of a function in itself gives each of its own parameters that is read what that was given."""
    return all(_is_same(lookup, site, parameter, _plain(path)) for parameter, path in reads)


def settles(evaluator: Evaluator, site: CallSite, reads: Iterable[Read]) -> bool:
    """Whether one round of a function's call in itself shows all that further ones give: what is not handed on is not made of it."""
    for parameter, path in reads:
        if _is_same(evaluator.lookup, site, parameter, _plain(path)):
            continue
        found = _argument(site, parameter, _plain(path))
        if found is None or found[1] or not all(_is_new(text.pattern) for text in evaluator.text(found[0], None)):
            return False
    return True


def counted(evaluator: Evaluator, site: CallSite) -> CallSite:
    """The call with every argument that counts (`at + 50`) as a number that nobody knows: the next round's is another."""
    args = tuple(Binary("-", arg, Lit(0.0, site.at), site.at) if _counts(evaluator, arg) else arg for arg in site.args)
    return CallSite(site.caller, site.kind, site.node, site.at, args, site.vars, site.result)


def _counts(evaluator: Evaluator, arg: Expr) -> bool:
    if not isinstance(arg, Binary) or arg.op != "+":
        return False
    return all(
        len(text.pattern) == 1 and isinstance(text.pattern[0], Hole) and text.pattern[0].kind == "segment"
        for text in evaluator.text(arg, None)
    )


def _plain(path: Path) -> Path:
    return path[:-1] if path[-1:] == (TEXT,) else path


def _argument(site: CallSite, parameter: Parameter, path: Path) -> tuple[Expr, Path] | None:
    """What a call gives a parameter's property: an expression of which a property is taken, as far as it stands there."""
    if parameter.rest or parameter.index >= len(site.args) or Spread in map(type, site.args[: parameter.index + 1]):
        return None
    expr = site.args[parameter.index]
    while path and isinstance(expr, Obj):
        given = next((prop for prop in reversed(expr.props) if isinstance(prop, Spread) or prop.key in (path[0], "")), None)
        if given is None or not isinstance(given, Prop):
            return (given.value, path) if given is not None else None
        expr, path = given.value, path[1:]
    return expr, path


def _is_same(lookup: Lookup, site: CallSite, parameter: Parameter, path: Path) -> bool:
    found = _argument(site, parameter, path)
    definition = lookup.definition(found[0]) if found is not None and isinstance(found[0], Name) else None
    if found is None or definition is None:
        return False
    source, taken = origin(lookup, definition, found[1])
    if isinstance(source, FieldOf) and isinstance(source.key, str):  # a default: what it once replaced is not missing any more
        source, taken = origin(lookup, source.base, (source.key, *taken))
    return source is parameter and taken == path


def _is_new(pattern: Pattern) -> bool:
    """Whether a text is made of nothing that the function was given."""
    return all(not isinstance(part, Hole) or part.source is None for part in pattern)
