"""missing-module: SQL, object store and LLM work only with their manifest module."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.audit.model import Finding, Fix
from scopeminer.audit.rules.rule import MAJOR, Case, finding
from scopeminer.privileges.model import ModuleNeed


def check(case: Case) -> Iterator[Finding]:
    declared = {module.type for module in case.facts.manifest.modules}
    lacking: dict[str, list[ModuleNeed]] = {}
    for need in case.facts.usage.module_needs:
        if need.module not in declared:
            lacking.setdefault(need.module, []).append(need)
    for module, needs in lacking.items():
        message = f"{needs[0].api} works only with a module of type {module}: add it to the manifest"
        places = [need.site for need in needs]
        yield finding("missing-module", message, module, places[0], related=places, fix=Fix("add-module", (), MAJOR))
