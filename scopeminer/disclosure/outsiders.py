"""Code that is not here → where it may talk to, beside what the calls of the app say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from scopeminer.catalog.clients import Clients
from scopeminer.catalog.libraries import Libraries
from scopeminer.disclosure.html import STYLED
from scopeminer.disclosure.sheets import Absent
from scopeminer.privileges.model import Egress, Outsider
from scopeminer.program.outside import Outside
from scopeminer.source import Place

ANYWHERE = ("*",)
SHOWN = ("frames", "images", "media")
"""What HTML can load that a library shows."""
CDN = re.compile(
    r"https://(?:(?:cdn\.jsdelivr\.net/npm|unpkg\.com|esm\.sh)/(?P<package>(?:@[^/@]+/)?[^/@]+)"
    r"|cdnjs\.cloudflare\.com/ajax/libs/(?P<library>[^/]+?)(?:\.js)?/)",
    re.IGNORECASE,
)
"""Addresses under which packages of npm are given out."""


def outsiders(
    found: Iterable[Outside],
    absent: Iterable[Absent],
    leaving: Iterable[Egress],
    libraries: Libraries,
    clients: Clients,
    place: Callable[[str, int], Place],
) -> tuple[Outsider, ...]:
    """Packages, style sheets and the scripts of other hosts, each once a side, by name. What nobody knows may talk to any host."""
    out: dict[tuple[str, str], Outsider] = {}
    for one in (*_packages(found, libraries, clients, place), *_sheets(absent, libraries, place), *_scripts(leaving, libraries)):
        out.setdefault((one.name, one.side), one)
    return tuple(out[key] for key in sorted(out))


def _packages(found: Iterable[Outside], libraries: Libraries, clients: Clients, place: Callable[[str, int], Place]) -> Iterator[Outsider]:
    for one in found:
        domains = libraries.domains(one.package)
        if domains is None:
            known = libraries.is_silent(one.package, one.subpath) or clients.has(one.package)
            domains = () if known else ANYWHERE
        side = "client" if one.side == "frontend" else "backend"
        if domains:
            yield Outsider(f"package {one.package}", side, domains, place(one.path, one.at))
        elif side == "client" and libraries.shows(one.package, one.subpath):
            yield Outsider(f"what {one.package} shows", side, ANYWHERE, place(one.path, one.at), SHOWN)


def _sheets(absent: Iterable[Absent], libraries: Libraries, place: Callable[[str, int], Place]) -> Iterator[Outsider]:
    for one in absent:
        domains = libraries.domains(one.package) if one.package else None
        if domains is None:
            domains = () if one.package and libraries.is_silent(one.package, one.subpath) else ANYWHERE
        if domains:
            yield Outsider(f"style sheet {one.name}", "client", domains, place(one.path, one.at), STYLED)


def _scripts(leaving: Iterable[Egress], libraries: Libraries) -> Iterator[Outsider]:
    """A script of another host does in the page what it likes."""
    for entry in leaving:
        if entry.directive == "scripts" and not _is_silent(entry, libraries):
            name = f"the script of {entry.host}" if entry.host else "a script whose address is known only at run time"
            yield Outsider(name, "client", ANYWHERE, entry.site)


def _is_silent(script: Egress, libraries: Libraries) -> bool:
    given_out = CDN.match(script.url)
    if given_out is None:
        return script.host in libraries.scripts
    return libraries.is_silent((given_out["package"] or given_out["library"]).lower())
