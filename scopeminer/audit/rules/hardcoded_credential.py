"""hardcoded-credential: a secret that is written down is disclosed, whether or not the code around it runs."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding
from scopeminer.privileges.model import Credential


def check(case: Case) -> Iterator[Finding]:
    """One a kind, name and file; nothing here has ever held the secret."""
    groups: dict[tuple[str, str, str], list[Credential]] = {}
    for one in case.facts.usage.credentials:
        if one.certain:
            groups.setdefault((one.kind, one.name, one.site.file), []).append(one)
    for (kind, name, file), found in groups.items():
        what = kind.replace("-", " ")
        message = f"{what}{f' in {name}' if name else ''} is written down: withdraw it, and keep it in an encrypted environment variable"
        subject = f"{kind} {name}".strip()
        yield finding("hardcoded-credential", message, subject, found[0].site, related=[one.site for one in found], context=(file,))
