"""Whether a file could use a scope at all, by the words in its text: files that nothing reaches are only read where they could."""

from __future__ import annotations

import re
from functools import lru_cache

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.paths import steps

WORDS = (b"/rest/", b"/wiki/", b"/2.0/", b"@atlassian/", b"__requestAtl")
"""One of them is enough, and sooner looked for than an expression."""
MENTION = re.compile(rb"@forge/(?!(?:bridge|react)[\"'`])|request(?:Jira|Confluence|Bitbucket|Graph|TeamworkGraph)")
OF_PAGES = frozenset({"@forge/bridge", "@forge/react"})
"""Packages that nearly every file of a page imports, and few for what needs a scope: there it has to be named."""


def could_use(text: bytes, catalog: Catalog) -> bool:
    """Whether code can use a scope, itself or through a wrapper that it calls."""
    if any(word in text for word in WORDS):
        return True
    packages = b"@forge/" in text
    return ((packages or b"request" in text) and MENTION.search(text) is not None) or (
        packages and _names(catalog).search(text) is not None
    )


@lru_cache(maxsize=1)
def _names(catalog: Catalog) -> re.Pattern[bytes]:
    """What `OF_PAGES` have that needs one."""
    names = {steps(surface.path)[0] for surface in catalog.surfaces if surface.package in OF_PAGES and surface.kind != "none"}
    return re.compile(b"|".join(map(str.encode, sorted(names))))
