"""One address that something shows."""

from __future__ import annotations

from scopeminer.records import NamedTuple
from scopeminer.values.pattern import Alternative


class Shown(NamedTuple):
    """One address, and the manifest key for what loads it. `sure`: it is written there, not merely possible through `{...props}`.

    `is_data`: as in Egress.
    """

    directive: str
    text: Alternative
    sure: bool = True
    is_data: bool = False
