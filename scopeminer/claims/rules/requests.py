"""What of the product requests is known, and what could still ask for more."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.catalog.categories import load_categories
from scopeminer.claims.model import Basis, Facts
from scopeminer.claims.rules.ground import counted, unresolved
from scopeminer.disclosure.model import Access


def reading(facts: Facts) -> Iterator[Access]:
    """What requests are sure to read."""
    yield from (access for access in facts.disclosure.accesses if access.action == "reads" and access.sure)


def doubtful(facts: Facts, product: str | None = None) -> Iterator[Basis]:
    """Requests that may ask for more than is seen; `product` limits it to what may be a request of that product."""
    for access in facts.disclosure.accesses:
        if access.sure or (product is not None and not may_be(access, product)):
            continue
        because = f" ({access.because})" if access.because else ""
        yield unresolved(f"{access.operation} may read {title(access.category)}{because}", access.site)


def may_be(access: Access, product: str) -> bool:
    """Whether an access can be one of a product's pages, issues or repositories."""
    path = access.operation.partition(" ")[2]
    if product == "confluence":
        return path.startswith(("/wiki", "…", "/{")) or " /" not in access.operation
    return not path.startswith("/wiki")


def title(category: str) -> str:
    """How people call a category."""
    return load_categories().titles.get(category, category)


def requests(facts: Facts, many: str, one: str) -> str:
    """`all 3 product requests are resolved`; `many` and `one` say what is so of them."""
    number = facts.audit.usage.coverage.request_sites
    if number == 0:
        return "there is no product request"
    return f"all {counted(number, 'product request')} {many}" if number > 1 else f"the only product request {one}"
