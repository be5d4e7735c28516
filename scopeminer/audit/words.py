"""How uses, scopes and unknowns are called in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scopeminer.privileges.model import Unknown, Use

PREFIXES = ("/rest/api/3/", "/wiki/api/v2/", "/wiki/rest/api/", "/")
KINDS = {"event": "event ", "module": "module "}
HOLE = re.compile(r"\{[^{}]*\}")
PRODUCTS = {"jira": "Jira", "confluence": "Confluence", "bitbucket": "Bitbucket", "compass": "Compass", "graph": "the Teamwork Graph"}
GATEWAYS = {"atlassian": "the Atlassian gateway", "connected-data": "connected data"}


def spoken(use: Use) -> str:
    """`GET issue/{issueIdOrKey}`, `event avi:jira:updated:issue`, `kvs.get`: a use as people name it."""
    if use.kind == "rest" and (use.operation or use.route):
        return f"{use.method or 'a request to'} {_short(use.operation or use.route or '')}"
    if use.kind == "remote":
        return use.api
    if use.kind == "storage":
        return _stored(use.api)
    return KINDS.get(use.kind, "") + use.api.split(" ")[-1]


def _short(path: str) -> str:
    """Without its beginning, as long as something is left that names a thing."""
    prefix = next((prefix for prefix in PREFIXES if path.startswith(prefix)), "")
    left = path[len(prefix) :]
    return left if re.search(r"\w", HOLE.sub("", left.partition("?")[0])) else path


def _stored(api: str) -> str:
    """`kvs.get` of `@forge/kvs kvs.get`, and of `@forge/kvs get`, which is what an import under another name leaves, or a class."""
    package, _, path = api.replace(" new.", " ").rpartition(" ")
    return path if "." in path or not package else f"{package.rpartition('/')[2]}.{path}"


def distinct(uses: Iterable[Use]) -> tuple[Use, ...]:
    """One use for each call and operation: several spellings of a route at one place are one thing to a reader."""
    return tuple({(use.site, use.kind, use.api, use.method, use.operation): use for use in reversed(list(uses))}.values())[::-1]


def several(uses: Iterable[Use]) -> str:
    """`GET issue/{issueIdOrKey}, 3 more`: the first, and how many more different ones; two short ones by name."""
    names = list(dict.fromkeys(spoken(use) for use in uses))
    if len(names) == 2 and not any(" " in name for name in names):
        return ", ".join(names)
    return names[0] + (f", {len(names) - 1} more" if len(names) > 1 else "")


def listed(names: Sequence[str], most: int = 2) -> str:
    """`a`, `a and b`, `a and 3 more`; `a, b and c` where `most` is more than two."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def product(name: str | None) -> str:
    """`Jira`; an unknown one is a product."""
    return (PRODUCTS | GATEWAYS).get(name or "", name or "a product")


def request(unknown: Unknown) -> str:
    """What is known of a request that is known in part only, as a sentence that lacks its end."""
    if unknown.reason == "dynamic-method" and unknown.detail:
        return f"the method for {unknown.detail} is known only at run time"
    methods = " or ".join(unknown.methods) or "a request"
    where = f" below {unknown.prefix}" if unknown.prefix else ""
    return f"the route is known only at run time: {methods} on {product(unknown.product)}{where or ', any path'}"
