"""Packages that are not here and call Forge themselves → unknowns: what the SDK could do for them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.clients import Clients
from scopeminer.catalog.libraries import Libraries
from scopeminer.manifest.model import Manifest
from scopeminer.privileges.declared import everything
from scopeminer.privileges.locate import Locator
from scopeminer.privileges.model import Unknown, Use
from scopeminer.program.lockfiles import Lockfiles
from scopeminer.program.outside import Outside
from scopeminer.program.packages import Packages
from scopeminer.records import dataclass

SDK = "@forge/"
STORAGE = ("@forge/kvs", "@forge/storage")
"""What entities of the manifest are read and written with today."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What is known of an app's packages. `imports`: whether any of its own files imports a package, running or not."""

    catalog: Catalog
    libraries: Libraries
    clients: Clients
    manifest: Manifest
    packages: Packages
    lockfiles: Lockfiles
    imports: Callable[[str], bool]

    def unknowns(self, found: Iterable[Outside], uses: Iterable[Use], locator: Locator) -> Iterator[Unknown]:
        """One for each package and side that could need a scope which its known calls (`uses`) do not account for."""
        accounted: dict[str, set[str]] = {}
        stores = False
        for use in uses:
            accounted.setdefault(use.api.partition(" ")[0], set()).update(*use.alternatives)
            stores = stores or use.kind == "storage"
        said = set()
        for one in found:
            if (one.package, one.side) in said or not self._may_call(one):
                continue
            said.add((one.package, one.side))
            for sdk, sure in self._built_on(one, stores):
                held = self._reach(sdk, one.side) - accounted.get(one.package, set())
                if held:
                    does = "the catalog does not know" if sdk == one.package else f"{'uses' if sure else 'can use'} {sdk}"
                    detail = f"{one.package}, which {does}"
                    yield Unknown(locator.place(one.path, one.at), "package-call", detail, side=one.side, holds_back=held)

    def _may_call(self, one: Outside) -> bool:
        """Libraries and clients of services that are known by name do not."""
        known = self.libraries.is_silent(one.package, one.subpath) or self.libraries.domains(one.package) or self.clients.has(one.package)
        return not known

    def _built_on(self, one: Outside, stores: bool) -> Iterator[tuple[str, bool]]:
        """The packages of the SDK that it uses for certain, or that something in the app says it uses.

        What a package can do without is used where the app asks for it and does not import it itself, or where nothing else (`stores`) uses
        the entities of the manifest; without a lockfile that is believed of storage alone, for templates list more than apps import. The
        rows of the catalog say all that the packages which they are about need for certain. Of the SDK a package is its own part.
        """
        if one.package.startswith(SDK):
            yield one.package, True
            return
        folder = posixpath.dirname(one.path) or "."
        locked = self.lockfiles.built_on(one.package, folder)
        if locked is not None and not self._has_rows(one.package):
            yield from ((name, True) for name in sorted(locked.needed) if name.startswith(SDK))
        listed = {name for package in self.packages.above(folder) for name in package.dependencies}
        left = set() if stores or not self._has_entities else set(STORAGE[:1] if locked is None else STORAGE)
        possible = listed.intersection(STORAGE) | left if locked is None else locked.optional & (listed | left)
        yield from ((name, False) for name in sorted(possible) if name.startswith(SDK) and not self.imports(name))

    @property
    def _has_entities(self) -> bool:
        storage = self.manifest.extra.get("app.storage")
        return isinstance(storage, Mapping) and bool(storage.get("entities"))

    def _has_rows(self, package: str) -> bool:
        return any(row.package == package for row in self.catalog.surfaces)

    def _reach(self, sdk: str, side: str) -> frozenset[str]:
        """The scopes that code of a side could need for what a package of the SDK offers: anything, where that is not known."""
        if not self.libraries.is_silent(sdk):
            return everything(self.catalog, side)
        out: set[str] = set()
        for row in self.catalog.surfaces:
            if row.package == sdk and row.side in ("", side):
                out.update(*row.alternatives)
                if row.product:
                    out |= self.catalog.held_back(row.product, None, None, side)
        return frozenset(out)
