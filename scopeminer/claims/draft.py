"""The facts of an app → a statement whose every sentence is verified, inherited from the platform, or the vendor's to write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from scopeminer.catalog.categories import load_categories
from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.rules.account_data import NONE as NO_ACCOUNT
from scopeminer.claims.rules.app_configuration import NONE as NOTHING_STORED
from scopeminer.claims.rules.page_metadata_only import NONE as NO_PAGE
from scopeminer.claims.topics import BY_ID
from scopeminer.claims.wording import load_wording
from scopeminer.disclosure.hosts import is_external
from scopeminer.disclosure.matching import parse
from scopeminer.records import dataclass
from scopeminer.source import Place

MOST_PLACES = 3
VENDOR = "Say here what applies; the code contradicts the usual sentence."
DEFECT = "Correct before publication"
"""How a sentence begins that no statement should have: the app has to change."""
BEARING = {"supported": "for", "contradicted": "against", "cannot-tell": "open"}
EMPTY = frozenset({NO_PAGE, NOTHING_STORED, NO_ACCOUNT})
ACTIONS = {"reads": "read", "writes": "written"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`mark`: verified | platform | vendor. `places`: what verifies it, at most MOST_PLACES; `because`: how, where that has no place.
    `topic`: None for what claims nothing.
    """

    text: str
    mark: str
    topic: str | None = None
    places: tuple[Place, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """`app`: how the app is called."""

    app: str
    sections: tuple[Section, ...]


def draft(facts: Facts) -> Draft:
    """The draft. Checking it (claims/check) against the same app contradicts nothing."""
    judged = {topic: BY_ID[topic].judge(facts) for topic in BY_ID}
    name = facts.manifest.name or Path(facts.audit.app.path).resolve().name
    sections = tuple(Section(row["title"], tuple(_sentences(row, judged, facts, name))) for row in _table()["sections"])
    return Draft(name, sections)


def _sentences(row: dict[str, Any], judged: dict[str, Judgement], facts: Facts, name: str) -> Iterator[Sentence]:
    for text in row.get("vendor", ()):
        yield _safe(Sentence(text.format(app=name), "vendor"), judged)
    if row.get("inventory"):
        yield from (_safe(sentence, judged) for sentence in _inventory(facts))
    if row.get("scopes"):
        yield _safe(_scopes(facts), judged)
    for topic in row["topics"]:
        yield _safe(_on(topic, judged[topic], facts), judged)


def _on(topic: str, judgement: Judgement, facts: Facts) -> Sentence:
    """What can be said on a topic."""
    texts = _table()["sentences"][topic]
    verdict = judgement.verdict
    places = _places(judgement)
    because = "" if places else next((basis.text for basis in judgement.basis if basis.bearing == BEARING[verdict]), "")
    if verdict == "contradicted" and "contradicted" in texts:
        counter = tuple(dict.fromkeys(basis.text for basis in judgement.basis if basis.bearing == "against"))
        text = texts["contradicted"].format(hosts=_hosts(facts), what=_listed(counter), sends=_sends(counter))
        return Sentence(text, "vendor" if text.startswith(DEFECT) else "verified", topic, places)
    if "platform" in texts:
        return Sentence(texts["platform"], "platform", topic)
    if verdict == "supported" and "empty" in texts and any(basis.text in EMPTY for basis in judgement.basis):
        return Sentence(texts["empty"], "verified", topic, places, because)
    if verdict == "supported":
        return Sentence(texts["supported"], "verified", topic, places, because)
    return Sentence((texts.get("open") or texts["vendor"]).format(hosts=_hosts(facts)), "vendor", topic, places)


def _listed(counter: tuple[str, ...]) -> str:
    more = f" and {len(counter) - MOST_PLACES} more" if len(counter) > MOST_PLACES else ""
    return "; ".join(counter[:MOST_PLACES]) + more


def _sends(counter: tuple[str, ...]) -> str:
    """`page bodies sent to a.example.com` → `The app sends page bodies to a.example.com.`"""
    parts = (text.partition(" sent to ") for text in counter)
    return " ".join(f"The app sends {what} to {where}." if sent else f"{what[:1].upper()}{what[1:]}." for what, sent, where in parts)


def _safe(sentence: Sentence, judged: dict[str, Judgement]) -> Sentence:
    """Nothing is said that our own check would call contradicted."""
    claimed = load_wording().topics(sentence.text)
    if any(judged[topic].verdict == "contradicted" for topic in claimed):
        return Sentence(VENDOR, "vendor", sentence.topic, sentence.places)
    return sentence


def _inventory(facts: Facts) -> Iterator[Sentence]:
    """A sentence a category of data, with what is done with it."""
    titles = load_categories().titles
    found: dict[str, dict[str, list[Place]]] = {}
    for access in facts.disclosure.accesses:
        if access.sure:
            found.setdefault(access.category, {}).setdefault(access.action, []).append(access.site)
    for category in (one for one in titles if one in found):
        done = " and ".join(ACTIONS[action] for action in ("reads", "writes") if action in found[category])
        places = tuple(dict.fromkeys(place for sites in found[category].values() for place in sites))[:MOST_PLACES]
        called = titles[category].replace("page ", "content ").replace("account ids, names, avatars", "people: ids, names, pictures")
        yield Sentence(f"{called.capitalize()}: {done}.", "verified", None, places)
    if any(not access.sure for access in facts.disclosure.accesses):
        yield Sentence("Say here what the requests touch that are known at run time only.", "vendor")


def _scopes(facts: Facts) -> Sentence:
    """The declared scopes by name, so that a later check sees when they no longer are those."""
    grants = facts.manifest.grants
    text = (
        f"Scopes declared in the manifest: {', '.join(grant.scope for grant in grants)}." if grants else "The manifest declares no scopes."
    )
    return Sentence(text, "verified", None, tuple(facts.place(grant.span) for grant in grants[:MOST_PLACES]))


def _places(judgement: Judgement) -> tuple[Place, ...]:
    wanted = BEARING[judgement.verdict]
    sites = dict.fromkeys(basis.site for basis in judgement.basis if basis.bearing == wanted and basis.site is not None)
    return tuple(sites)[:MOST_PLACES]


def _hosts(facts: Facts) -> str:
    hosts = {entry.host for entry in facts.audit.usage.egress if entry.directive != "navigation" and is_external(entry.host)}
    hosts |= {parse(url).host for remote in facts.manifest.remotes for url in remote.base_urls}
    hosts |= {parse(grant.address).host for grant in facts.manifest.egress if grant.address}
    return ", ".join(sorted(host for host in hosts if host)) or "to be listed"


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "draft.json").read_text(encoding="utf-8"))
    return found
