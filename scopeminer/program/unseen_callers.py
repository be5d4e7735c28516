"""Callers that the app does not show: who is started by an entry, or given to other code, gets more than its known calls give."""

from __future__ import annotations

from collections.abc import Sequence

from scopeminer.program.analysis import Edge
from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import External
from scopeminer.syntax.ir import Jsx, Member

QUIET = frozenset({"react", "react-dom", "preact", "preact/hooks"})
"""Packages that call what they are given with nothing that a request is made of."""


def calls_of(edges: Sequence[Edge]) -> tuple[CallSite | None, ...]:
    """The calls of a function of which these are all edges, each once; None = a call of which nothing is known."""
    sites = dict.fromkeys(edge.site for edge in edges if edge.site is not None)
    return (*sites, *((None,) if is_called_outside(edges) else ()))


def is_called_outside(edges: Sequence[Edge]) -> bool:
    """Whether something calls a function, of which these are all edges, with arguments that nobody knows and that may matter.

    Where no call is known, its parameters are unknown anyway. What pages invoke, they tell the arguments of.
    """
    sites = [edge.site for edge in edges if edge.site is not None]
    enough = not sites or any(site.kind == "join" for site in sites)
    unseen = (edge for edge in edges if edge.site is None and (edge.decides or not enough))
    return any(not _only_passes_on(edge.handed, sites) for edge in unseen)


def _only_passes_on(handed: CallSite | None, sites: Sequence[CallSite]) -> bool:
    """Whether a function comes back from the code that it is handed to, or goes on to a function of the app: its calls are known then."""
    if handed is None:
        return False
    if handed.targets or _is_context(handed.node) or (handed.externals and all(token.package in QUIET for token in handed.externals)):
        return True
    return any(_is_of(token, made) for made in handed.externals for site in sites for token in site.externals)


def _is_context(node: object) -> bool:
    """`<Context.Provider value={…}>`: whoever reads the context calls what it gives."""
    return isinstance(node, Jsx) and isinstance(node.tag, Member) and node.tag.name == "Provider"


def _is_of(token: External, made: External) -> bool:
    """Whether a call of `made` gave what is `token`: `debounce(f)(x)` is a call of `f`, too."""
    steps = (*made.path, "()")
    return token.package == made.package and token.path[: len(steps)] == steps
