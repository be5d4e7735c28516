"""missing-module: SQL, object store and LLM work only with their manifest module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MAJOR, Case, finding


def check(case: Case) -> Iterator[Finding]:
    types = {module.type for module in case.facts.manifest.modules}
    said = set()
    for need in case.facts.usage.module_needs:
        if need.module not in types and need.module not in said:
            said.add(need.module)
            found = finding("missing-module", f"{need.api} works only with a module of type {need.module}", need.module, need.site)
            yield replace(found, fix=Fix("add-module", (), MAJOR))
