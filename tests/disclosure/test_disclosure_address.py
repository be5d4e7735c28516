"""Abstract strings: pattern in, address out."""

from __future__ import annotations

import pytest

from scopeminer.disclosure.address import target
from scopeminer.values.pattern import Hole

SEG, RAW, OPEN, QUERY = Hole("segment"), Hole("raw"), Hole("open"), Hole("query")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (("https://api.example.com/v1?key=secret#x",), ("https", "api.example.com", "https://api.example.com/v1")),
        (("HTTP://API.Example.com.",), ("http", "api.example.com", "http://api.example.com.")),
        (("wss://live.example.com:8443/feed",), ("wss", "live.example.com", "wss://live.example.com:8443/feed")),
        (("//cdn.example.com/x.js",), ("https", "cdn.example.com", "https://cdn.example.com/x.js")),
        (("  https://user:secret@example.com/x\n",), ("https", "example.com", "https://example.com/x")),
        (("https://api.example.com/", SEG, "/items?", QUERY), ("https", "api.example.com", "https://api.example.com/{}/items")),
        (("https://api.example.com", RAW), ("https", "api.example.com", "https://api.example.com{*}")),
        (("https://api.example.com:", SEG, "/x"), ("https", "api.example.com", "https://api.example.com:{}/x")),
        (("https://", SEG, ".example.com/x"), ("https", "*.example.com", "https://{}.example.com/x")),
        (("https://", SEG, "-eu.api.example.com"), ("https", "*.api.example.com", "https://{}-eu.api.example.com")),
        (("https://a.", SEG, ".", SEG, ".example.com"), ("https", "*.example.com", "https://a.{}.{}.example.com")),
        (("https://api.", SEG), ("https", None, "https://api.{}")),
        (("https://api.example.", SEG, "/x"), ("https", None, "https://api.example.{}/x")),
        (("https://", SEG, ".com"), ("https", None, "https://{}.com")),
        (("https://", RAW, "/notify"), ("https", None, "https://{*}/notify")),
        ((SEG, "://api.example.com/x"), ("https", "api.example.com", "https://api.example.com/x")),
        (("http", SEG, "://api.example.com"), ("http", "api.example.com", "http://api.example.com")),
        ((OPEN,), ("https", None, "{*}")),
        ((RAW, "/queue?x=", SEG), ("https", None, "{*}/queue")),
        # the app's own, or no network address
        (("/rest/api/3/issue/", SEG), None),
        (("//buildWithParameters",), None),
        (("//", RAW, "/x"), None),
        (("./logo.png",), None),
        (("logo.png",), None),
        (("data:image/png;base64,AAAA",), None),
        (("blob:https://example.com/1",), None),
        (("mailto:a@example.com",), None),
        (("slack://open",), None),
        (("#top",), None),
        (("",), None),
        ((), None),
    ],
)
def test_target(pattern, expected):
    assert target(pattern) == expected
