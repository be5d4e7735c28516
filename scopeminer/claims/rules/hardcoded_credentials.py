"""hardcoded-credentials: no credential in any file of the app that is no test."""

from __future__ import annotations

from scopeminer.claims.model import Facts, Judgement
from scopeminer.claims.rules.ground import against, settle, supports, unresolved
from scopeminer.privileges.model import Credential


def judge(facts: Facts) -> Judgement:
    found = facts.disclosure.credentials
    return settle(
        (against(f"{said(one)} is written down", one.site) for one in found if one.certain),
        (
            unresolved(f"a long random-looking text is given to {one.name or 'a telling name'}", one.site)
            for one in found
            if not one.certain
        ),
        (supports("no credential in source, manifest or environment files"),),
    )


def said(credential: Credential) -> str:
    """The kind and the name, never the secret."""
    kind = credential.kind.replace("-", " ")
    article = "an" if kind[0] in "aeiou" else "a"
    return f"{article} {kind}{f' ({credential.name})' if credential.name else ''}"
