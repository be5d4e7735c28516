"""missing-handler: a manifest function that nothing implements."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    for missing in case.facts.usage.missing_handlers:
        message = f"function {missing.function}: {missing.reason}"
        yield finding("missing-handler", message, missing.export, missing.place, context=(missing.function, missing.handler))
