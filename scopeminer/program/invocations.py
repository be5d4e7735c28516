"""Which resolver answers a page: that of the modules which show it, as far as the manifest and the code say so for certain.

A page is a bundle of its own: its code is in the files that are loaded from its entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from scopeminer.program import resolvers
from scopeminer.program.callsite import CallSite
from scopeminer.program.entries_model import EntryPoint, Handler

if TYPE_CHECKING:
    from scopeminer.program.analysis import Analysis

OPENING = ("@forge/bridge", "@forge/react")
OPENERS = frozenset({"Modal", "Frame"})
Having = dict[CallSite, dict[EntryPoint, None]]
"""Construction of a resolver → the entries whose handler is its definitions."""


class Invocations:
    """What is known of an analysis as it is now."""

    def __init__(self, a: Analysis, points: Iterable[EntryPoint], having: Having) -> None:
        self._a = a
        self._points = points
        self._having = having

    def meet(self, call: CallSite, definition: CallSite) -> bool:
        """Whether `call`, a page's invoke, can run what `definition` defines."""
        resolver = self._handlers(definition)
        answering = self._answering.get(call.path)
        return resolver is None or answering is None or not resolver.isdisjoint(answering)

    def _handlers(self, definition: CallSite) -> set[Handler] | None:
        """The handlers that are the definitions of the resolver; None when it is not certain that there are no others."""
        out: set[Handler] = set()
        for token in definition.externals:
            entries = self._having.get(token.origin) if token.origin is not None else None
            if not entries or token.origin in self._elsewhere:
                return None
            out |= {(entry.file, entry.export) for entry in entries}
        return out

    @cached_property
    def _elsewhere(self) -> set[CallSite | None]:
        """Resolvers that are used otherwise, too: what answers through them is not known."""
        return {token.origin for token in resolvers.let_out(self._a)}

    @cached_property
    def _answering(self) -> dict[str, set[Handler] | None]:
        """File → the handlers that answer the pages with it; None when one of these is not known, and nothing where no page is."""
        out: dict[str, set[Handler] | None] = {}
        if self._is_open:
            return out
        for point in self._points:
            if point.side != "frontend":
                continue
            for path in self._loaded_from(point.file):
                known = out.get(path, set())
                out[path] = None if known is None or point.answering is None else known.union(point.answering)
        return out

    @property
    def _is_open(self) -> bool:
        """Whether pages may hold more than is seen, or be shown by other pages (`new Modal({resource})`, `<Frame resource="…">`)."""
        tokens = self._a.externals.values()
        shown = any(token.package.startswith(OPENING) and not OPENERS.isdisjoint(token.path) for token in tokens)
        return shown or any(gap.reason == "unresolved-import" for gap in self._a.gaps)

    @cached_property
    def _imports(self) -> dict[str, dict[str, None]]:
        """File → the files that it loads."""
        out: dict[str, dict[str, None]] = {}
        for path, loaded in self._a.modules.items():
            for edge in self._a.edges.get(loaded.top, ()):
                if edge.caller is not None:
                    out.setdefault(edge.caller.path, {})[path] = None
        return out

    def _loaded_from(self, entry: str) -> set[str]:
        seen = {entry}
        pending = [entry]
        while pending:
            for path in self._imports.get(pending.pop(), ()):
                if path not in seen:
                    seen.add(path)
                    pending.append(path)
        return seen
