"""unparsed-file: syntax errors in a file that runs."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules.rule import Case, finding


def check(case: Case) -> Iterator[Finding]:
    for file in case.facts.usage.unparsed:
        message = f"{file.error_bytes} bytes of {file.path} cannot be parsed: look at them yourself"
        yield finding("unparsed-file", message, file.path, file.place, confidence="medium")
