"""Packages that are not here → where they may talk to, beside what the calls of the app say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scopeminer.catalog.clients import Clients
from scopeminer.catalog.libraries import Libraries
from scopeminer.privileges.model import Outsider
from scopeminer.program.outside import Outside
from scopeminer.source import Place


def outsiders(found: Iterable[Outside], libraries: Libraries, clients: Clients, place: Callable[[str, int], Place]) -> tuple[Outsider, ...]:
    """Each once a side, by name. What nobody knows may talk to any host."""
    out: dict[tuple[str, str], Outsider] = {}
    for one in sorted(found):
        side = "client" if one.side == "frontend" else "backend"
        domains = libraries.domains(one.package)
        if domains is None:
            known = libraries.is_silent(one.package, one.subpath) or clients.has(one.package)
            domains = () if known else ("*",)
        if domains and (one.package, side) not in out:
            out[one.package, side] = Outsider(one.package, side, domains, place(one.path, one.at))
    return tuple(out.values())
