"""Clients that are made first and used later: what the call that made one was given."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.catalog.paths import Steps
from scopeminer.program.callsite import CallSite
from scopeminer.program.outside_calls import IMPERSONATED, path_of
from scopeminer.program.program import Program
from scopeminer.program.tokens import External
from scopeminer.records import NamedTuple
from scopeminer.syntax.ir import Call, Expr, Member, New, Tagged
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import ParameterRef

MADE = ("()", "new")


class Making(NamedTuple):
    """The arguments of a making call, and the frame in which they are read."""

    args: tuple[Expr, ...]
    frame: Frame | None


class Makers:
    """Looks up makings of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._sites: dict[tuple[str, Steps], list[CallSite]] | None = None

    def of(self, evaluator: Evaluator, receiver: Expr | None, token: External, frame: Frame | None, sources: list[object]) -> list[Making]:
        """What made the client behind `token`, used as `receiver`; functions whose callers decide it are added to `sources`.

        Where the receiver cannot be followed, every call of the same making function counts.
        """
        path = path_of(token)
        end = max((index for index, step in enumerate(path) if step in MADE), default=-1)
        if end < 0:
            return []
        out: list[Making] = []
        followed = receiver is not None
        for node in evaluator.reduce(_peeled(receiver, len(path) - end - 1), frame) if receiver is not None else ():
            if isinstance(node.value, Call | New) and self._makes(evaluator, node.value, token.package, path[:end]):
                out.append(Making(node.value.args, node.frame))
            else:
                followed = False
                if isinstance(node.value, ParameterRef):
                    sources.append(node.value.function)
        return out if followed else [*out, *self._all(token.package, path[:end])]

    def _makes(self, evaluator: Evaluator, call: Call | New, package: str, path: Steps) -> bool:
        wanted = ".".join(path).replace(IMPERSONATED, "()")
        return any(
            found == package and given.replace(IMPERSONATED, "()").removeprefix("default").removeprefix(".") == wanted
            for found, given in evaluator.lookup.paths(call)
        )

    def _all(self, package: str, path: Steps) -> Iterator[Making]:
        if self._sites is None:
            self._sites = {}
            for site in self._program.sites():
                for token in site.externals:
                    self._sites.setdefault((token.package, path_of(token)), []).append(site)
        for site in self._sites.get((package, path), ()):
            if site.caller in self._program.live:
                yield Making(site.args, None)


def receiver_of(site: CallSite) -> Expr | None:
    """The called expression of a site."""
    node = site.node
    if isinstance(node, Call | New):
        return node.callee
    return node.tag if isinstance(node, Tagged) else None


def _peeled(expr: Expr, names: int) -> Expr:
    """`client.rest.repos.get` → `client`: what `names` property reads stand on."""
    while names > 0 and isinstance(expr, Member):
        expr, names = expr.object, names - 1
    return expr
