"""Services for analytics and error reporting that reachable code, shipped pages or the manifest name."""

from __future__ import annotations

from scopeminer.catalog.vendors import of_host, of_package
from scopeminer.disclosure.matching import parse
from scopeminer.disclosure.model import Vendor
from scopeminer.disclosure.subject import Subject


def vendors(subject: Subject) -> tuple[Vendor, ...]:
    """Each once per place, sorted. A package counts where running code calls it, a host where it is talked to or declared."""
    found: set[Vendor] = set()
    for site in subject.program.sites():
        if site.caller in subject.program.live:
            for token in site.externals:
                row = of_package(token.package)
                if row is not None:
                    found.add(Vendor(row.kind, row.name, subject.place(site.path, site.at), "package"))
    for entry in subject.usage.egress:
        row = of_host(entry.host) if entry.host and entry.directive != "navigation" else None
        if row is not None:
            found.add(Vendor(row.kind, row.name, entry.site, "script" if entry.directive == "scripts" else "host"))
    for grant in subject.manifest.egress:
        row = of_host(parse(grant.address or "").host)
        if row is not None and grant.directive != "navigation":
            found.add(Vendor(row.kind, row.name, subject.place(grant.span.file, grant.span.start), "manifest"))
    return tuple(sorted(found, key=lambda one: (one.site, one.kind, one.name)))
