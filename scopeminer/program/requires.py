"""`createRequire` of Node's `module`, by which an ES module makes a `require` of its own (Node.js, "Modules: node:module API")."""

from __future__ import annotations

from collections.abc import Callable

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.modules import required
from scopeminer.program.tokens import External

PACKAGES = frozenset({"module", "node:module"})


def model(site: CallSite, token: External) -> Callable[[Analysis, CallSite], None] | None:
    """What a function of `module` does at `site`, when it loads code."""
    name = token.path[-1] if token.path else ""
    return MODELS.get(name) if site.args else None


def _made(a: Analysis, site: CallSite) -> None:
    """The file that it is made for is taken for the one that makes it."""
    a.solver.add(site.result, a.external("module", ("require",)))


def _required(a: Analysis, site: CallSite) -> None:
    a.solver.edge(required(a, site.caller, site.args[0], site.at), site.result)


MODELS = {"createRequire": _made, "require": _required}
