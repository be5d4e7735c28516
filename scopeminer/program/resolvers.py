"""Resolver objects: what is defined on one can run only where its definitions get out.

What `define` is given runs when a page invokes it, and a page gets at it through the handler that a module names. A resolver whose
definitions no such handler holds, and that no code we do not see is given, can be invoked by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.outside_calls import escape_arguments
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Token

PACKAGE = "@forge/resolver"
BUILDING = (("define",), ("getDefinitions",))
"""The methods whose call alone lets nothing out."""


def model(site: CallSite, token: External) -> Callable[[Analysis, CallSite], None] | None:
    """The model of the package: objects are told apart, and definitions wait for their object to get out."""
    if site.kind == "new":
        return partial(_make, token)
    return partial(_define, token) if token.path[-1:] == ("define",) else None


def _make(token: External, a: Analysis, site: CallSite) -> None:
    a.solver.add(site.result, a.external(PACKAGE, (*token.path, "new"), site))
    escape_arguments(a, site)


def _define(token: External, a: Analysis, site: CallSite) -> None:
    """It gives the resolver, for the next definition."""
    a.solver.add(site.result, a.external(PACKAGE, token.path[:-1], token.origin))
    if token.origin is None or token.origin in a.exposed:
        escape_arguments(a, site)
    else:
        a.definitions.setdefault(token.origin, []).append(site)


def expose(a: Analysis, tokens: Iterable[Token]) -> bool:
    """The resolvers among `tokens` can be invoked; True when that is new."""
    made = {token.origin: None for token in tokens if isinstance(token, External) and token.origin is not None}
    new = [origin for origin in made if origin not in a.exposed]
    for origin in new:
        a.exposed.add(origin)
        for site in a.definitions.pop(origin, ()):
            escape_arguments(a, site)
    return bool(new)


def expose_more(a: Analysis, exported: Iterable[int]) -> bool:
    """Expose what gets out otherwise than as the value of a handler, one of `exported`; True when there is such a resolver."""
    if not a.definitions:
        return False
    held = [tuple(a.solver.of(var)) for var in exported]
    if not all(map(_is_known, held)):
        return expose_all(a)
    return expose(a, [*_within(a, (token for tokens in held for token in tokens)), *let_out(a)])


def let_out(a: Analysis) -> list[External]:
    """What is part of a resolver, and called by the app itself, or given to code that we do not see, or kept under a key nobody knows."""
    hidden = (loaded.namespace.rest for loaded in a.modules.values())
    escaped = (*a.handed_over, *(token for var in hidden for token in a.solver.of(var)))
    called = (token for site in a.all_sites for token in site.externals if token.path[-1:] not in BUILDING)
    return [token for token in (*escaped, *called) if isinstance(token, External) and token.origin is not None]


def expose_all(a: Analysis) -> bool:
    """Expose every resolver there is."""
    return expose(a, _all(a))


def _all(a: Analysis) -> list[Token]:
    return [token for token in a.externals.values() if token.origin is not None]


def _is_known(tokens: tuple[Token, ...]) -> bool:
    """Whether it is known what a handler is: nothing that a package made, unless from a resolver."""
    return bool(tokens) and all(not isinstance(token, External) or token.origin is not None for token in tokens)


def _within(a: Analysis, tokens: Iterable[Token]) -> Iterator[Token]:
    """All that is reached from `tokens` through properties, and through what functions give."""
    seen: set[Token] = set()
    pending = list(tokens)
    while pending:
        token = pending.pop()
        if token in seen:
            continue
        seen.add(token)
        yield token
        for var in _inside(a, token):
            pending += a.solver.of(var)


def _inside(a: Analysis, token: Token) -> tuple[int, ...]:
    if isinstance(token, Holder):
        return *(var for _, var in token.variables()), token.rest, token.parent
    if isinstance(token, ClassToken):
        return token.prototype_var, token.base, *_inside(a, token.statics)
    target = token.target if isinstance(token, Bound) else token
    if not isinstance(target, Function):
        return ()
    return target.result, *(_inside(a, target.properties) if target.properties else ())
