"""Credentials of known formats in code, configuration and environment files: quick enough for every scan.

The expressions that recognise them are imported only where a file could hold one: most apps have none. Whether one could is asked of many
files at once, by expressions that begin with a character that is rare in code.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from scopeminer.privileges.model import Credential
from scopeminer.source import Place

LARGEST = 200_000
"""Bytes; a longer file was made by a program."""
BATCH = 1_000_000
CODE = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".json", ".yml", ".yaml")
_UNDERSCORED = (
    *(b"gh[oprsu]_", b"github_pat_", b"k_live_", b"gsk_", b"npm_", b"dop_v1_", b"shpat_", b"figd_", b"lin_api_", b"ntn_"),
    *(b"secret_", b"sntry[su]_"),
)
SIGNS = tuple(
    map(
        re.compile,
        (
            rb"A(?:KIA|SIA|BIA|CCA|3T|ccountKey=|TATT|TCTT|TBB|Iza|g(?<=pypi-Ag))",
            rb"_(?:authToken|%b)" % b"|".join(rb"(?<=%b)" % ending for ending in _UNDERSCORED),
            rb"-(?:us\d(?<=[0-9a-z]{32}-us\d)|(?<=sk-)[\w\x80-\xff-]{20}|(?<=sq0csp-)|(?<=xox[abposr]-)|(?<=gl[dfr]t-)|(?<=glpat-))",
            rb"K(?:EY(?<=PRIVATE KEY)|ey(?<=PuTTY-User-Key))",
            rb"G(?:\.(?<=SG\.)|R1348941)",
            rb"J(?<=eyJ)",
            rb"Basic [A-Za-z0-9+/=]{12}",
            rb"aws",
            rb"hooks\.slack",
            rb"://[^\s/:@'\"`]+:[^\s/:@'\"`]+@",
        ),
    )
)
"""Beginnings and endings of the known formats. (Tokens of Telegram and Discord have none of their own: a scan asks for none.)"""


def written_down(paths: Iterable[str], read: Callable[[str], bytes | None], place: Callable[[str, int], Place]) -> tuple[Credential, ...]:
    """Every one that is certain, sorted by place."""
    found: list[Credential] = []
    for batch in _batches(paths, read):
        for path, source in suspects(batch):
            found += _in_file(path, source, place)
    return tuple(sorted(found, key=lambda one: (one.site, one.kind, one.name)))


def suspects(files: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Those that can hold a credential of a known format at all."""
    text = b"\n".join(source for _, source in files)
    starts = list(accumulate((len(source) + 1 for _, source in files), initial=0))
    places = {bisect_right(starts, match.start()) - 1 for sign in SIGNS for match in sign.finditer(text)}
    return (files[at] for at in sorted(places))


def _batches(paths: Iterable[str], read: Callable[[str], bytes | None]) -> Iterator[list[tuple[str, bytes]]]:
    batch: list[tuple[str, bytes]] = []
    size = 0
    for path in paths:
        if path.endswith(CODE) or posixpath.basename(path).startswith(".env"):
            source = read(path) or b""
            if len(source) <= LARGEST:
                batch.append((path, source))
                size += len(source)
        if size > BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def _in_file(path: str, source: bytes, place: Callable[[str, int], Place]) -> list[Credential]:
    from scopeminer.disclosure.credential_formats import HEADS
    from scopeminer.disclosure.credentials import in_file, is_looked_at

    return [one for one in in_file(path, source, place, HEADS) if one.certain] if is_looked_at(path) else []
