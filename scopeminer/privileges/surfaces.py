"""Access paths of the SDK → catalog surfaces."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Surface
from scopeminer.catalog.paths import steps
from scopeminer.program.callsite import CallSite
from scopeminer.program.linking import IMPERSONATED
from scopeminer.program.tokens import External


class SurfaceIndex:
    """Looks up the surfaces of an access path. A trailing `*` step of a row matches any further steps."""

    def __init__(self, surfaces: Iterable[Surface]) -> None:
        self._exact: dict[tuple[str, tuple[str, ...]], list[Surface]] = {}
        self._open: dict[tuple[str, tuple[str, ...]], list[Surface]] = {}
        self.packages: set[str] = set()
        for surface in surfaces:
            path = steps(surface.path)
            self.packages.add(surface.package)
            table = self._open if path[-1:] == ("*",) else self._exact
            table.setdefault((surface.package, path[:-1] if table is self._open else path), []).append(surface)

    def of(self, token: External) -> list[Surface]:
        """The surfaces that `token` is, called or read; the most specific rows only."""
        path = plain(token)
        exact = self._exact.get((token.package, path))
        if exact:
            return exact
        for length in range(len(path), -1, -1):
            found = self._open.get((token.package, path[:length]))
            if found:
                return found
        return []

    def is_request(self, site: CallSite) -> bool:
        """Whether a call can be a request to a product."""
        return any(surface.kind == "request" for token in site.externals for surface in self.of(token))

    def is_probe(self, site: CallSite) -> bool:
        """Whether a call asks what was granted."""
        return any(surface.kind == "probe" for token in site.externals for surface in self.of(token))

    def below(self, token: External) -> list[Surface]:
        """The surfaces that can be reached from `token` by further steps (a client object, a whole package)."""
        path = plain(token)
        return [
            surface
            for (package, steps_), rows in self._exact.items()
            if package == token.package and steps_[: len(path)] == path
            for surface in rows
        ]


@lru_cache(maxsize=1)
def surface_index(catalog: Catalog) -> SurfaceIndex:
    """The index of a catalog, made once."""
    return SurfaceIndex(catalog.surfaces)


def plain(token: External) -> tuple[str, ...]:
    """The path without `default` in front and without the difference between `asUser()` and `asUser(accountId)`."""
    path = tuple("()" if step == IMPERSONATED else step for step in token.path)
    return path[1:] if path[:1] == ("default",) else path


def impersonates(token: External) -> bool:
    """Whether the path goes through `asUser(accountId)`."""
    return IMPERSONATED in token.path
