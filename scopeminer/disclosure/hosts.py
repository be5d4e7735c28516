"""Whose a host is: Atlassian's, the own machine's, or somebody else's."""

from __future__ import annotations

import re

PRODUCT = re.compile(r"^(?:.*\.)?atlassian\.net$|^api\.atlassian\.com$|^(?:.*\.)?atl-paas\.net$|^(?:api\.)?bitbucket\.org$", re.IGNORECASE)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", "0.0.0.0"})


def is_atlassian(host: str | None) -> bool | None:
    """Whether it is a product's host; None where the host is not known."""
    if host is None or host in ("", "*"):
        return None
    return PRODUCT.match(host.removeprefix("*.")) is not None or PRODUCT.match(host) is not None


def is_loopback(host: str | None) -> bool:
    """Whether it is the own machine: nothing is sent."""
    return host in LOOPBACK


def is_external(host: str | None) -> bool:
    """Whether a known host is neither."""
    return host is not None and not is_atlassian(host) and not is_loopback(host)
