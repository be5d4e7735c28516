"""Declared addresses against used ones, as tables."""

from __future__ import annotations

import pytest

from scopeminer.disclosure.matching import addresses, host, matches, needs_entry, overlaps
from scopeminer.manifest.model import EgressGrant, Remote
from scopeminer.source import Span

HERE = Span("manifest.yml", 0, 0)


@pytest.mark.parametrize(
    ("address", "url", "backend", "client"),
    [
        # an address without a scheme means https
        ("api.example.com", "https://api.example.com/v1", True, True),
        ("api.example.com", "http://api.example.com/v1", False, False),
        ("http://api.example.com", "http://api.example.com/v1", True, True),
        ("http://api.example.com", "https://api.example.com/v1", False, False),
        ("wss://live.example.com", "wss://live.example.com/feed", True, True),
        ("live.example.com", "wss://live.example.com/feed", False, False),
        ("ws://live.example.com", "wss://live.example.com/feed", False, False),
        # a wildcard holds the subdomains, not the domain itself
        ("*.example.com", "https://api.example.com/v1", True, True),
        ("*.example.com", "https://a.b.example.com", True, True),
        ("*.example.com", "https://example.com", False, False),
        ("*.example.com", "https://badexample.com", False, False),
        ("*.example.com", "http://api.example.com", False, False),
        ("https://*.example.com", "https://api.example.com", True, True),
        ("*", "https://anything.example.org", True, True),
        ("*", "http://anything.example.org", True, True),
        ("https://*", "https://anything.example.org", True, True),
        ("https://*", "http://anything.example.org", False, False),
        # a host that is known in part is allowed by what allows all it can be
        ("*.example.com", "https://*.example.com/v1", True, True),
        ("api.example.com", "https://*.example.com/v1", False, False),
        ("*.eu.example.com", "https://*.example.com/v1", False, False),
        ("*.example.com", "https://{}.eu.example.com/v1", True, True),
        ("*.example.com", "https://{*}/v1", False, False),
        # paths count in pages only
        ("https://example.com/api/", "https://example.com/api/x", True, True),
        ("https://example.com/api/", "https://example.com/other", True, False),
        ("https://example.com/api", "https://example.com/api/x", True, False),
        ("https://example.com/api", "https://example.com/api", True, True),
        ("https://example.com/avatar/*", "https://example.com/avatar/7", True, True),
        ("https://example.com/", "https://example.com/x", True, True),
        ("https://example.com/api/", "https://example.com/{*}", True, True),
        ("https://example.com/api/", "https://example.com/v2/{*}", True, False),
        # so do ports
        ("https://example.com", "https://example.com:443/x", True, True),
        ("https://example.com", "https://example.com:8443/x", True, False),
        ("example.com:8443", "https://example.com:8443/x", True, True),
        # case and a final dot do not
        ("API.Example.com", "https://api.example.com.", True, True),
        ("api.example.com", "api.example.com", True, True),
        # nobody knows what a placeholder will be
        ("https://${HOST}", "https://api.example.com", False, False),
        ("{{host}}", "https://api.example.com", False, False),
        ("", "https://api.example.com", False, False),
    ],
)
def test_matches(address, url, backend, client):
    assert (matches(address, url, "backend"), matches(address, url, "client")) == (backend, client)


@pytest.mark.parametrize(
    ("address", "url", "expected"),
    [
        ("api.example.com", "https://api.example.com", True),
        ("api.example.com", "https://*.example.com/v1", True),
        ("*.eu.example.com", "https://*.example.com", True),
        ("other.example.org", "https://*.example.com", False),
        ("api.example.com", "http://*.example.com", False),
        ("api.example.com", "https://{*}/notify", True),
        ("api.example.com", "wss://{*}/notify", False),
        ("api.example.com", "{*}/queue", True),
        ("https://${HOST}", "https://api.example.com", True),
        ("*", "https://api.example.com", True),
        ("slack:", "https://api.example.com", True),
    ],
)
def test_overlaps(address, url, expected):
    assert overlaps(address, url, "backend") is expected


@pytest.mark.parametrize(
    ("url", "directive", "expected"),
    [
        ("https://secure.gravatar.com/avatar/1", "images", False),
        ("https://forge.cdn.prod.atlassian-dev.net/global-bridge.js", "scripts", False),
        ("https://forge.cdn.prod.atlassian-dev.net/global-bridge.js", "fetch.client", True),
        ("https://i0.wp.com/x.png", "images", False),
        ("https://avatar-management--avatars.us-west-2.prod.public.atl-paas.net/1", "images", False),
        ("https://secure.gravatar.com/avatar/1", "fetch.client", True),
        ("http://secure.gravatar.com/avatar/1", "images", True),
        ("https://img.example.com/x.png", "images", True),
    ],
)
def test_avatars_need_no_entry(url, directive, expected):
    assert needs_entry(url, directive) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://API.example.com:8443/v1?q", "api.example.com"),
        ("api.example.com", "api.example.com"),
        ("example.com:8443", "example.com"),
        ("*.example.com", "*.example.com"),
        ("https://user:secret@example.com/x", "example.com"),
        ("*", "*"),
        ("slack:", "slack:"),
    ],
)
def test_host(text, expected):
    assert host(text) == expected


def test_an_entry_that_names_a_remote_allows_its_addresses():
    remote = Remote("live", ("https://eu.example.com", "https://us.example.com"), (), False, False, HERE)
    by_key = EgressGrant("fetch.client", None, "live", None, None, HERE)
    by_address = EgressGrant("images", "img.example.com", None, None, None, HERE)
    unknown = EgressGrant("fetch.client", None, "nobody", None, None, HERE)
    assert [addresses(grant, [remote]) for grant in (by_key, by_address, unknown)] == [remote.base_urls, ("img.example.com",), ()]
