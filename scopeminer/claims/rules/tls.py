"""tls: product calls go through the platform, which encrypts them."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved

WEAK = {"insecure": "without TLS", "unchecked": "with certificate checks off", "old-tls": "with a TLS version below 1.2"}


def judge(facts: Facts) -> Judgement:
    return settle(
        _against(facts),
        (*_open(facts), *blind(facts)),
        (supports("every product call goes through Forge's request functions: the platform's TLS"),),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    direct = [channel for channel in facts.disclosure.channels if channel.atlassian]
    for channel in facts.disclosure.channels:
        if channel.problem in WEAK and (channel.atlassian or (channel.host is None and direct and channel.problem != "insecure")):
            yield against(f"an Atlassian host is called {WEAK[channel.problem]}", channel.site)


def _open(facts: Facts) -> Iterator[Basis]:
    for channel in facts.disclosure.channels:
        if channel.atlassian and channel.problem == "none":
            yield unresolved(f"{channel.host} is called over https by another client than Forge's", channel.site)
        elif channel.problem == "unknown-scheme":
            yield unresolved("a request may go to an Atlassian host, and its scheme is known only at run time", channel.site)
