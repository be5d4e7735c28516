"""Which callers of a wrapper around `invoke` mean a given resolver: what the others send never gets there."""

from __future__ import annotations

from scopeminer.program.analysis import Edge
from scopeminer.program.callsite import CallSite
from scopeminer.program.joins import DEFINE
from scopeminer.program.program import Program
from scopeminer.program.tokens import Bound, Function
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import literal

Keys = frozenset[str] | None


class Joined:
    """Answers for one program. Keys None: not known."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._defined: dict[Function, Keys] | None = None
        self._calls: dict[tuple[str, int], CallSite] = {}

    def frames(self, edge: Edge) -> list[Frame | None]:
        """The chains of calls under which a join's request is meant for the callee."""
        site = edge.site
        if site is None:
            return [None]
        wanted = self._keys_of(edge.callee)
        call = self._calls.get((site.path, site.at))
        if wanted is None or call is None or not call.args or self._key(call, None) is not None:
            return [None]
        callers = [caller.site for caller in self._program.callers(site.caller) if caller.site is not None]
        if not callers:
            return [None]
        frames: list[Frame | None] = [Frame(site.caller, caller, None) for caller in callers]
        keys = [(frame, self._key(call, frame)) for frame in frames]
        return [frame for frame, found in keys if found is None or found & wanted]

    def _key(self, call: CallSite, frame: Frame | None) -> Keys:
        """The keys that an invocation can name under a chain of calls."""
        texts = Evaluator(self._program.answers, self._program.memory).text(call.args[0], frame)
        found = [literal(text.pattern) for text in texts]
        return None if None in found else frozenset(text for text in found if text is not None)

    def _keys_of(self, function: Function) -> Keys:
        if self._defined is None:
            self._defined = {}
            for site in self._program.sites():
                if site.kind == "call":
                    self._calls.setdefault((site.path, site.at), site)
                if any(token.package == DEFINE[0] and token.path[-1:] == (DEFINE[1],) for token in site.externals) and len(site.args) > 1:
                    self._define(site)
        return self._defined.get(function)

    def _define(self, site: CallSite) -> None:
        keys = self._key(site, None)
        for token in self._program.analysis.solver.of(site.vars[1]):
            function = token.target if isinstance(token, Bound) else token
            if isinstance(function, Function) and self._defined is not None:
                known = self._defined.get(function, frozenset())
                self._defined[function] = None if keys is None or known is None else known | keys
