"""What leaves the app, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass

from scopeminer.source import Place


@dataclass(frozen=True, slots=True)
class Egress:
    """A host that reachable code, or a page that ships with it, talks to.

    `side`: backend | client. `host`: lower case, without scheme and port; `*.example.com` when only its head is known at run
    time, None when the host itself is. `url`: what is known of the address, holes as `{}` and `{*}`, without user, query and
    fragment. `directive`: the manifest key below `permissions.external` (`fetch.backend`, `fetch.client`, `images`,
    `scripts`, `styles`, `fonts`, `frames`, `media`, `navigation`).
    """

    side: str
    host: str | None
    url: str
    directive: str
    site: Place
