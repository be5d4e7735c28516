"""Reachable code that uses a file system, a database, a process, or modules that only run time names."""

from __future__ import annotations

from scopeminer.catalog.capabilities import load_capabilities
from scopeminer.disclosure.model import Capability
from scopeminer.disclosure.subject import Subject

COMPUTED = "a computed module name"
"""The detail of an unknown that program/modules leaves where a module's name is not known."""


def capabilities(subject: Subject) -> tuple[Capability, ...]:
    """Each once per place, sorted by place."""
    table = load_capabilities()
    found: set[Capability] = set()
    for site in subject.program.sites():
        if site.caller in subject.program.live:
            for token in site.externals:
                kind = table.get(token.package) or table.get(token.package.removeprefix("node:"))
                if kind is not None:
                    found.add(Capability(kind, token.package, subject.place(site.path, site.at)))
    for unknown in subject.usage.unknowns:
        if unknown.detail == COMPUTED or unknown.reason == "eval":
            found.add(Capability("dynamic-module", unknown.detail, unknown.site))
    return tuple(sorted(found, key=lambda one: (one.site, one.kind, one.package)))
