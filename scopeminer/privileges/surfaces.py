"""Access paths of the SDK → catalog surfaces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Surface
from scopeminer.catalog.paths import steps
from scopeminer.program.analysis import BEYOND_CALL
from scopeminer.program.callsite import CallSite
from scopeminer.program.outside_calls import IMPERSONATED, path_of
from scopeminer.program.tokens import External

CALLED = frozenset({"()", "new", BEYOND_CALL})
"""Steps of an access path behind which something was called."""


class SurfaceIndex:
    """Looks up the surfaces of an access path. A trailing `*` step of a row matches any further steps."""

    def __init__(self, surfaces: Iterable[Surface]) -> None:
        self._exact: dict[tuple[str, tuple[str, ...]], list[Surface]] = {}
        self._open: dict[tuple[str, tuple[str, ...]], list[Surface]] = {}
        self._packages: dict[str, list[tuple[tuple[str, ...], Surface]]] = {}
        for surface in surfaces:
            path = steps(surface.path)
            table = self._open if path[-1:] == ("*",) else self._exact
            table.setdefault((surface.package, path[:-1] if table is self._open else path), []).append(surface)
        for (package, path), rows in (*self._exact.items(), *self._open.items()):
            self._packages.setdefault(package, []).extend((path, surface) for surface in rows)

    def of(self, token: External) -> list[Surface]:
        """The surfaces that `token` is, called or read; the most specific rows only."""
        path = path_of(token)
        exact = self._exact.get((token.package, path))
        if exact:
            return exact
        for length in range(len(path), -1, -1):
            found = self._open.get((token.package, path[:length]))
            if found:
                return found
        return []

    def below(self, token: External) -> list[Surface]:
        """The surfaces that can be reached from `token` by further steps (a client object, a whole package)."""
        path = path_of(token)
        return [surface for steps_, surface in self._packages.get(token.package, ()) if steps_[: len(path)] == path]


class Surfaces(dict[External, list[Surface]]):
    """The surfaces of the access paths of one program, each looked up once: there are many more calls."""

    def __init__(self, index: SurfaceIndex, tokens: Collection[External]) -> None:
        """`tokens`: all that the program has by now."""
        super().__init__()
        self._index = index
        self._tokens = tokens

    def __missing__(self, token: External) -> list[Surface]:
        found = self[token] = self._index.of(token)
        return found

    def below(self, token: External) -> list[Surface]:
        """See SurfaceIndex."""
        return self._index.below(token)

    def concerned(self, sites: Iterable[CallSite]) -> Iterator[CallSite]:
        """The calls that mean anything to the catalog: most do not."""
        return _calls(frozenset(token for token in self._tokens if self[token]), sites)

    def of_kind(self, kind: str, sites: Iterable[CallSite]) -> Iterator[CallSite]:
        """The calls that can be of a kind: "request" to a product, "probe" of what was granted, "authorize" for what the user may."""
        return _calls(frozenset(token for token in self._tokens if any(surface.kind == kind for surface in self[token])), sites)


def _calls(tokens: frozenset[External], sites: Iterable[CallSite]) -> Iterator[CallSite]:
    """Those of one of the tokens, asked of each call at once: there are many more calls than tokens."""
    return (site for site in sites if site.externals and not tokens.isdisjoint(site.externals)) if tokens else iter(())


@lru_cache(maxsize=1)
def surface_index(catalog: Catalog) -> SurfaceIndex:
    """The index of a catalog, made once."""
    return SurfaceIndex(catalog.surfaces)


def impersonates(token: External) -> bool:
    """Whether the path goes through `asUser(accountId)`."""
    return IMPERSONATED in token.path


def first_step(token: External, surface: Surface) -> bool:
    """The first call of a builder chain stands for the whole chain (`kvs.query().where(…).getMany()` is one use)."""
    if not surface.path.endswith("*"):
        return True
    behind = path_of(token)[len(steps(surface.path)) - 1 :]
    return not CALLED & set(behind)
