"""The text of an operation → the operations of the catalog that it names, whatever their product."""

from __future__ import annotations

import re

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Operation

PRODUCTS = ("jira", "confluence", "bitbucket")
PARAMETER = re.compile(r"\$?\{[^{}/]*\}|<[^<>/]*>|(?<=/):\w+")
"""`{id}`, `${id}`, `<id>`, `:id`."""


def matching(catalog: Catalog, method: str | None, path: str) -> tuple[Operation, ...]:
    """By name, or else whatever a request for this path would be; parameters may have any name. `method` None: each one."""
    if method is not None and (named := catalog.operation(f"{method} {path}")):
        return (named,)
    route = PARAMETER.sub("{}", path)
    methods = None if method is None else frozenset({method})
    found: dict[str, Operation] = {}
    for product in PRODUCTS:
        match = catalog.match(product, methods, route)
        if match.kind in ("exact", "several"):
            found |= {operation.name: operation for operation in match.operations}
    return tuple(found.values())
