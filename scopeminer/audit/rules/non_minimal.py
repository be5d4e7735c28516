"""non-minimal: what is left when everything removable is gone is still not the fewest scopes that would do."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    sets = case.decision.minimal_sets
    kept, fewest = sets["as-declared"], sets["fewest"]
    if len(fewest) < len(kept):
        message = f"{len(fewest)} scopes would do instead of {len(kept)}: {', '.join(sorted(set(fewest) - set(kept)))} in place of others"
        yield finding("non-minimal", message, "scopes", case.facts.scopes_place, fewest)
