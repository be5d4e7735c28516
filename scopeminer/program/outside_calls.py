"""Calls of code outside the app: what they give, and what is in the hands of others afterwards."""

from __future__ import annotations

from functools import partial

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.escape import Escape, escape, lend
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Native
from scopeminer.syntax.ir import This

IMPERSONATED = "(account)"
"""The call step of `asUser(accountId)`: requests behind it act for somebody who is not there."""
GIVEN_BACK = frozenset({Function, ClassToken, Bound})
NEVER_GIVEN_BACK = (External, Holder, Native)


def path_of(token: External) -> tuple[str, ...]:
    """The access path without a leading `default`; `asUser(accountId)` counts as `asUser()`."""
    path = token.path
    if IMPERSONATED in path:
        path = tuple("()" if step == IMPERSONATED else step for step in path)
    return path[1:] if path[:1] == ("default",) else path


def pass_on(a: Analysis, site: CallSite, token: External, gives_back: bool = True) -> None:
    """What a call of code outside the app does where no model says it (see call_external)."""
    a.solver.add(site.result, a.step(token, step(site, token)))
    if not gives_back:
        escape_arguments(a, site)
    elif not site.gives_back:
        _hand_over(a, site)


def _hand_over(a: Analysis, site: CallSite) -> None:
    """Code outside the app may call what it is given, and may give it back."""
    site.escaped = site.gives_back = True
    _lend_this(a, site)
    for var in site.vars:
        if var in a.escaped:
            if not isinstance(a.solver.fixed(var), NEVER_GIVEN_BACK):
                a.solver.on(var, GiveBack(a, site))
        elif isinstance(a.solver.fixed(var), NEVER_GIVEN_BACK):
            escape(a, var, site)
        elif var:
            a.escaped.add(var)
            a.solver.on(var, HandOver(a, site))


def step(site: CallSite, token: External) -> str:
    """What a call adds to the access path that is called."""
    return "new" if site.kind == "new" else IMPERSONATED if token.path[-1:] == ("asUser",) and site.args else "()"


class GiveBack:
    """`memo(C)`, `debounce(f)`: code outside the app may give what it is given."""

    __slots__ = ("a", "site")

    def __init__(self, a: Analysis, site: CallSite) -> None:
        self.a = a
        self.site = site

    def __call__(self, tokens: Tokens) -> None:
        self.a.solver.add_all(self.site.result, [given for given in tokens if given.__class__ in GIVEN_BACK])


class HandOver(Escape):
    """What arrives may be called by code that `site` hands it to, and may be what that gives back."""

    __slots__ = ()
    site: CallSite

    def __call__(self, tokens: Tokens) -> None:
        super().__call__(tokens)
        self.a.solver.add_all(self.site.result, [given for given in tokens if given.__class__ in GIVEN_BACK])

    def properties(self, holder: Holder) -> None:
        Escape(self.a, self.site).properties(holder)


def escape_arguments(a: Analysis, site: CallSite) -> None:
    """Whoever is called may call what it is given."""
    if not site.escaped:
        site.escaped = True
        _lend_this(a, site)
        for var in site.vars:
            if var:
                escape(a, var, site)


def _lend_this(a: Analysis, site: CallSite) -> None:
    """`emitter.on('end', this.close, this)`: what is given last is the object that the functions before it are called on."""
    if len(site.args) < 2 or not isinstance(site.args[-1], This):
        return
    *before, this = site.vars
    for var in before:
        a.solver.on(var, partial(lend, a, this))
