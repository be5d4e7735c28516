"""incident-response: an organisational promise; a security contact is noted."""

from __future__ import annotations

from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.rules.ground import note, promise

CONTACTS = ("SECURITY.md", "SECURITY.txt", "security.txt", ".well-known/security.txt", ".github/SECURITY.md", "docs/SECURITY.md")


def judge(facts: Facts) -> Judgement:
    found = [path for path in facts.files if path.removeprefix("../").endswith(CONTACTS)]
    return promise(
        "what happens after an incident is an organisational promise", (), (note(f"a security contact: {path}") for path in found)
    )
