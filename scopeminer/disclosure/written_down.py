"""Credentials of known formats in code, configuration and environment files: quick enough for every scan.

The expressions that recognise them are imported only where a file could hold one: most apps have none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

from scopeminer.privileges.model import Credential
from scopeminer.source import Place

LARGEST = 200_000
"""Bytes; a longer file was made by a program."""
CODE = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".json", ".yml", ".yaml")
_NEEDLES = "aws glpat- gldt- glft- glrt- GR1348941 eyJ -us sk- PuTTY-User-Key pypi-Ag SG. xox hooks.slack sq0csp- sntry"
NEEDLES = (*_NEEDLES.encode().split(), b"PRIVATE KEY", b"Basic ")
CAPITAL = re.compile(rb"A(?:KIA|SIA|BIA|CCA|3T|ccountKey=|TATT|TCTT|TBB|Iza)")
UNDERSCORED = re.compile(
    rb"_(?:authToken|(?<=gh[oprsu]_)|(?<=github_pat_)|(?<=k_live_)|(?<=gsk_)|(?<=npm_)|(?<=dop_v1_)|(?<=shpat_)|(?<=figd_)|(?<=lin_api_)|"
    rb"(?<=ntn_)|(?<=secret_))"
)
"""One look for many: both characters are rare in code."""
UNMARKED = re.compile(rb"://[^\s/:@'\"`]+:[^\s/:@'\"`]+@")
"""A password in a URL begins like any URL. (Tokens of Telegram and Discord have no beginning of their own: a scan asks for none.)"""


def could_hold(source: bytes) -> bool:
    """Whether a file can hold a credential of a known format at all: most cannot, and this is quick."""
    if any(needle in source for needle in NEEDLES):
        return True
    return any(marked.search(source) is not None for marked in (CAPITAL, UNDERSCORED, UNMARKED))


def written_down(paths: Iterable[str], read: Callable[[str], bytes | None], place: Callable[[str, int], Place]) -> tuple[Credential, ...]:
    """Every one that is certain, sorted by place."""
    found: list[Credential] = []
    for path in paths:
        if path.endswith(CODE) or posixpath.basename(path).startswith(".env"):
            source = read(path) or b""
            if len(source) <= LARGEST and could_hold(source):
                found += _in_file(path, source, place)
    return tuple(sorted(found, key=lambda one: (one.site, one.kind, one.name)))


def _in_file(path: str, source: bytes, place: Callable[[str, int], Place]) -> list[Credential]:
    from scopeminer.disclosure.credential_formats import HEADS
    from scopeminer.disclosure.credentials import in_file, is_looked_at

    return [one for one in in_file(path, source, place, HEADS) if one.certain] if is_looked_at(path) else []
