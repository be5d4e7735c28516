"""external-authentication: no provider, no credential for an external host."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.claims.rules.outside import providers
from scopeminer.disclosure.hosts import is_loopback


def judge(facts: Facts) -> Judgement:
    return settle(
        (*_against(facts), *providers(facts)),
        (*_open(facts), *blind(facts)),
        (supports("no authentication provider is declared or used, and no credential is sent to an external host"),),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    for one in facts.disclosure.authentications:
        if one.direction == "sends" and one.atlassian is False and not is_loopback(one.host):
            yield against(f"a credential ({one.scheme}) is sent to {one.host}", one.site)


def _open(facts: Facts) -> Iterator[Basis]:
    for one in facts.disclosure.authentications:
        if one.direction == "checks":
            yield unresolved("the app checks by itself who calls it (signature or shared secret)", one.site)
        elif one.direction == "sends" and one.atlassian is None:
            yield unresolved(f"a credential ({one.scheme}) goes to a host known only at run time", one.site)
