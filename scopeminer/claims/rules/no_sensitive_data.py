"""no-sensitive-data: no password, card, bank account or government number is asked for or stored."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, blind, settle, supports, unresolved
from scopeminer.disclosure.inputs import kind_of

KEPT = frozenset({"storage", "secret", "sql", "object-store", "property", "browser", "file"})
CALLED = {"password": "password", "card": "card number", "bank-account": "bank account", "government-number": "government number"}


def judge(facts: Facts) -> Judgement:
    return settle(
        _against(facts),
        (*_open(facts), *blind(facts)),
        (supports("no field asks for a password, card, bank account or government number, and none is stored"),),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    for field in facts.disclosure.inputs:
        if field.kind in CALLED:
            yield against(f"a field asks for a {CALLED[field.kind]}{f' ({field.name})' if field.name else ''}", field.site)
    for flow in facts.disclosure.flows:
        if flow.sink in KEPT:
            for name in (*flow.names, *(() if flow.key is None else (flow.key,))):
                kind = kind_of(name)
                if kind in CALLED and flow.part != "key":
                    yield against(f"{name} is stored by {flow.api}", flow.site)


def _open(facts: Facts) -> Iterator[Basis]:
    for field in facts.disclosure.inputs:
        if field.kind == "token":
            yield unresolved(f"a field asks for a token ({field.name}): a credential, but nothing personal", field.site)
    for flow in facts.disclosure.flows:
        if flow.sink in KEPT and flow.part != "key" and any(kind_of(name) == "token" for name in flow.names):
            yield unresolved(f"a token is stored by {flow.api}", flow.site)
