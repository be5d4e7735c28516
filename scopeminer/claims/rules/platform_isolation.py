"""platform-isolation: inherited from the platform."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import note, promise
from scopeminer.claims.rules.outside import remote_place


def judge(facts: Facts) -> Judgement:
    return promise("isolation and patches are Atlassian's: inherited from the platform", (), _notes(facts))


def _notes(facts: Facts) -> Iterator[Basis]:
    for entry in facts.outline.find("app", "runtime", "name"):
        yield note(f"the runtime is {entry.value}", facts.place(entry.span))
    for remote in facts.manifest.remotes:
        yield note(f"remote {remote.key} is not patched by the platform", remote_place(facts, remote))
    for entry in facts.outline.find("services", "*"):
        yield note("the image of a container is the vendor's to patch", facts.place(entry.name))
