"""Calls that code outside the app makes of what it is given."""

from __future__ import annotations

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.linking import AtSite, call_external, link
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import Bound, External, Function, Native
from scopeminer.syntax.ir import Expr, Opaque

CALLED_BACK = (Function, Bound, Native)


def invoke(
    a: Analysis,
    site: CallSite,
    var: int,
    args: tuple[Expr, ...],
    variables: tuple[int, ...],
    result: int,
    kind: str = "callback",
    this: int = 0,
) -> None:
    """Code outside the app calls what `var` holds, with arguments that are known and `this` = what that variable holds: one call site
    of its own."""
    inner = CallSite(site.caller, kind, None, site.at, args, variables, result)
    a.all_sites.append(inner)
    inner.modelled = True
    a.solver.on(var, CalledBack(a, inner, this))


class CalledBack(AtSite):
    """By code outside the app, with `this` = what the variable `what` holds."""

    __slots__ = ()

    def __call__(self, tokens: Tokens) -> None:
        a, site, this = self.a, self.site, self.what
        for token in tokens:
            if isinstance(token, External):
                _link_outside(a, site, token)
            elif isinstance(token, CALLED_BACK):
                link(a, site, token)
                if this and isinstance(token, Function):
                    a.solver.edge(this, token.this)


def _link_outside(a: Analysis, site: CallSite, token: External) -> None:
    """The same call of a package's function: an index or an array is more than it asks for (`paths.map(requestJira)`)."""
    asked = next((n for n, arg in enumerate(site.args) if n and isinstance(arg, Opaque) and not site.vars[n]), len(site.args))
    inner = CallSite(site.caller, site.kind, None, site.at, site.args[:asked], site.vars[:asked], site.result)
    a.all_sites.append(inner)
    inner.modelled = True
    call_external(a, inner, token)
