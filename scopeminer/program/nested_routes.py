"""Routes inside routes: `route` encodes what it is given, except for what `route` or `assumeTrustedRoute` made.

Source: buildUrl and requireSafeUrl of @forge/api, which tell a route by its class.
"""

from __future__ import annotations

from scopeminer.program.program import Program
from scopeminer.program.tokens import External

MAKERS = frozenset({"assumeTrustedRoute", "route"})


def has_nested_routes(program: Program) -> bool:
    """Whether a route can stand in a hole of another one anywhere in an app."""
    of = program.analysis.solver.of
    tags = (site for site in program.analysis.all_sites if site.kind == "tag" and any(_makes(token) for token in site.externals))
    return any(_is_route(token) for site in tags for var in site.vars if var for token in of(var))


def _makes(token: External) -> bool:
    return bool(token.path) and token.path[-1] in MAKERS


def _is_route(token: object) -> bool:
    return isinstance(token, External) and token.path[-1:] == ("()",) and token.path[-2] in MAKERS
