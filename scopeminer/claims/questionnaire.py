"""What a security questionnaire asks and code can answer; everything else is the vendor's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from scopeminer.claims.model import Basis, Facts
from scopeminer.claims.rules.account_data import ACCOUNT, KEEPING
from scopeminer.claims.rules.ground import blind, note
from scopeminer.claims.rules.incident_response import CONTACTS
from scopeminer.claims.rules.outside import leaving, product_data, talks
from scopeminer.claims.rules.process_promise import SCANS, UPDATES
from scopeminer.claims.topics import BY_ID
from scopeminer.disclosure.model import Flow
from scopeminer.records import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """`answer`: yes | no | cannot-tell | vendor. `text`: one sentence; `basis`: with places where there are some."""

    id: str
    question: str
    answer: str
    text: str
    basis: tuple[Basis, ...] = ()


Given = tuple[str, str, tuple[Basis, ...]]


def questionnaire(facts: Facts) -> tuple[Answer, ...]:
    """Every question in the order of the table."""
    return tuple(Answer(row["id"], row["question"], *ANSWERS.get(row["id"], _vendor)(facts)) for row in _questions())


def _found(bases: Iterable[Basis], yes: str, no: str, facts: Facts) -> Given:
    """Yes with what was found; no where everything could be looked at."""
    found = tuple(dict.fromkeys(bases))
    if found:
        return "yes", yes, found
    hidden = tuple(blind(facts))
    return ("cannot-tell", "A part of the app cannot be seen.", hidden) if hidden else ("no", no, ())


def _topic(topic: str, yes: str, no: str, inverted: bool = False) -> Callable[[Facts], Given]:
    """The verdict on a topic as an answer; `inverted`: supported means no."""

    def answer(facts: Facts) -> Given:
        found = BY_ID[topic].judge(facts)
        if found.verdict == "cannot-tell":
            return "cannot-tell", "Code does not decide it.", tuple(basis for basis in found.basis if basis.bearing == "open")
        supported = found.verdict == "supported"
        wanted = "for" if supported else "against"
        holds = supported != inverted
        return ("yes" if holds else "no"), (yes if holds else no), tuple(basis for basis in found.basis if basis.bearing == wanted)

    return answer


def _principal(principal: str) -> Callable[[Facts], Given]:
    def answer(facts: Facts) -> Given:
        uses = [use for use in facts.audit.uses if use.reachable and principal in use.principal and use.kind != "storage"]
        bases = (note(f"{use.method or use.api} {use.operation or use.route or ''}".strip(), use.site) for use in uses)
        return _found(bases, f"Requests run as the {principal}.", f"No request runs as the {principal}.", facts)

    return answer


def _impersonation(facts: Facts) -> Given:
    bases = (
        note(f"{use.method or ''} {use.operation or use.route or use.api}".strip(), use.site)
        for use in facts.audit.uses
        if use.impersonates
    )
    return _found(bases, "asUser(accountId) is used.", "asUser(accountId) is not used.", facts)


def _web_triggers(facts: Facts) -> Given:
    triggers = facts.outline.find("modules", "webtrigger", "*")
    checks = tuple(note("code checks who calls", one.site) for one in facts.disclosure.authentications if one.direction == "checks")
    if not triggers:
        return "no", "There is no web trigger.", ()
    bases = tuple(note("a web trigger is declared", facts.place(entry.name)) for entry in triggers)
    if checks:
        return "yes", "There are web triggers, and code checks a signature or a shared secret.", (*bases, *checks)
    return "cannot-tell", "There are web triggers, and no check of their callers is seen.", bases


def _remotes(facts: Facts) -> Given:
    tokens = {endpoint.remote for endpoint in facts.manifest.endpoints if endpoint.user_token or endpoint.system_token}
    bases = []
    for remote in facts.manifest.remotes:
        given = remote.user_token or remote.system_token or remote.key in tokens
        bases.append(note(f"remote {remote.key}{' receives tokens' if given else ''}", facts.place(remote.span)))
    return _found(bases, "Remotes are declared.", "No remote is declared.", facts)


def _egress(facts: Facts) -> Given:
    bases = (note(f"{entry.host or 'a host known at run time'} ({entry.directive})", entry.site) for entry in talks(facts))
    return _found(bases, "Hosts outside Atlassian are contacted.", "No host outside Atlassian is contacted.", facts)


def _leaves(facts: Facts) -> Given:
    flows = [flow for flow in leaving(facts) if product_data(flow)]
    bases = (note(f"sent to {flow.host or flow.key or 'a host known at run time'}", flow.site) for flow in flows)
    return _found(bases, "Product data is sent outside.", "No product data is seen to be sent outside.", facts)


def _flows(wanted: Callable[[Flow], bool], yes: str, no: str) -> Callable[[Facts], Given]:
    def answer(facts: Facts) -> Given:
        return _found((note(f"{flow.sink} by {flow.api}", flow.site) for flow in facts.disclosure.flows if wanted(flow)), yes, no, facts)

    return answer


def _is_personal(flow: Flow) -> bool:
    return any(category in ACCOUNT for one in flow.origins for category in one.categories)


def _stored(flow: Flow) -> bool:
    return flow.sink in KEEPING and flow.sink not in ("log", "egress", "remote", "prompt") and bool(product_data(flow))


def _collected(facts: Facts) -> Given:
    bases = (note(f"a field asks for a {one.kind}{f' ({one.name})' if one.name else ''}", one.site) for one in facts.disclosure.inputs)
    return _found(bases, "Fields ask for them.", "No field asks for them.", facts)


def _analytics(facts: Facts) -> Given:
    bases = (note(f"{one.name} ({one.kind})", one.site) for one in facts.disclosure.vendors)
    return _found(bases, "Such services are used or declared.", "None is used or declared.", facts)


def _dynamic(facts: Facts) -> Given:
    bases = (
        note("a computed module name" if one.package else "code made at run time", one.site)
        for one in facts.disclosure.capabilities
        if one.kind == "dynamic-module"
    )
    return _found(bases, "It does.", "It does not.", facts)


def _files(names: tuple[str, ...], text: str) -> Callable[[Facts], Given]:
    def answer(facts: Facts) -> Given:
        return "vendor", "For the vendor to answer.", tuple(note(f"{text}: {path}") for path in facts.files if path.endswith(names))

    return answer


def _vendor(facts: Facts) -> Given:
    return "vendor", "For the vendor to answer.", ()


ANSWERS: dict[str, Callable[[Facts], Given]] = {
    "app-principal": _principal("app"),
    "user-principal": _principal("user"),
    "impersonation": _impersonation,
    "least-privilege": _topic("minimum-scopes", "Every declared scope is needed.", "Declared scopes are not needed."),
    "web-triggers": _web_triggers,
    "remotes": _remotes,
    "egress": _egress,
    "product-data-leaves": _leaves,
    "tls": _topic("insecure-channels", "Every connection is protected.", "A connection is not protected."),
    "secrets-in-code": _topic("hardcoded-credentials", "A secret is written down.", "None is written down.", inverted=True),
    "secret-storage": _flows(lambda flow: flow.sink == "secret" and flow.part == "value", "Secrets are stored.", "No secret is stored."),
    "stored-data": _flows(_stored, "Product data or data of people is stored.", "None is stored."),
    "logged-personal-data": _flows(lambda flow: flow.sink == "log" and _is_personal(flow), "Data of people is logged.", "None is logged."),
    "credentials-collected": _collected,
    "external-authentication": _topic("external-authentication", "It does.", "It does not.", inverted=True),
    "analytics": _analytics,
    "runs-on-atlassian": _topic("runs-on-atlassian", "It does; a pre-check.", "It does not."),
    "dynamic-code": _dynamic,
    "security-contact": _files(CONTACTS, "a security contact"),
    "dependency-updates": _files((*UPDATES, *SCANS), "configured in the repository"),
}


@lru_cache(maxsize=1)
def _questions() -> tuple[dict[str, str], ...]:
    data = json.loads((Path(__file__).parent / "data" / "questionnaire.json").read_text(encoding="utf-8"))
    return tuple(data["questions"])
