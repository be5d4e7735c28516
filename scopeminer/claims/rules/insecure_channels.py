"""insecure-channels: every network call has a fixed secure scheme, or goes through Forge's request functions."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved


def judge(facts: Facts) -> Judgement:
    calls = [channel for channel in facts.disclosure.channels if channel.problem == "none"]
    good = "every network call has a secure scheme" if calls else "there is no network call but through Forge's request functions"
    return settle(_against(facts), (*_open(facts), *blind(facts)), (supports(good, calls[0].site if calls else None),))


def _against(facts: Facts) -> Iterator[Basis]:
    for channel in facts.disclosure.channels:
        if channel.problem == "insecure":
            yield against(f"{channel.url} is called without TLS", channel.site)
        elif channel.problem == "unchecked":
            yield against("certificate checks are switched off", channel.site)
        elif channel.problem == "old-tls":
            yield against("a TLS version below 1.2 is allowed", channel.site)


def _open(facts: Facts) -> Iterator[Basis]:
    for channel in facts.disclosure.channels:
        if channel.problem == "unknown-scheme":
            yield unresolved("a request's scheme is known only at run time", channel.site)
