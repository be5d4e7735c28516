"""Call sites: one record per syntactic call, construction, tagged template or JSX element, and per join the platform makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeminer.syntax.ir import Expr, Spread

if TYPE_CHECKING:
    from scopeminer.program.tokens import External, Function, Native

FEW = 8
"""Members of a set that are sooner gone through than looked up."""


class CallSite:
    """`args` are expressions, `vars` their flow variables (same length; a Spread's variable is the spread array).

    `targets` are the app functions it can call, `externals` the access paths behind it. `at` is a byte offset in `path`.
    `kind`: call | new | tag | jsx | callback (an argument that other code calls) | join (manifest or bridge).
    """

    __slots__ = (
        "args", "at", "caller", "escaped", "externals", "gives_back", "kind", "modelled", "natives", "node", "result", "targets", "vars",
    )  # fmt: skip

    def __init__(
        self, caller: Function, kind: str, node: Expr | None, at: int, args: tuple[Expr, ...], variables: tuple[int, ...], result: int
    ) -> None:
        self.caller = caller
        self.kind = kind
        self.node = node
        self.at = at
        self.args = args
        self.vars = variables
        self.result = result
        self.targets: tuple[Function, ...] | dict[Function, None] = ()
        self.externals: tuple[External, ...] | dict[External, None] = ()
        self.natives: tuple[Native, ...] = ()
        """Functions of the platform that it can call (a state's setter)."""
        self.escaped = False
        self.gives_back = False
        """Code outside the app may give what it is given."""
        self.modelled = False
        """A model of the platform (array methods, promises) already says what happens to the arguments."""

    @property
    def path(self) -> str:
        return self.caller.path

    @property
    def spread_at(self) -> int:
        """Index of the first spread argument, or the number of arguments."""
        for index, arg in enumerate(self.args):
            if isinstance(arg, Spread):
                return index
        return len(self.args)

    def add_target(self, function: Function) -> None:
        """It can call `function` too."""
        targets = self.targets
        if isinstance(targets, dict):
            targets[function] = None
        else:
            self.targets = (*targets, function) if len(targets) < FEW else dict.fromkeys((*targets, function))

    def add_external(self, token: External) -> None:
        """It can call what lies behind `token` too."""
        externals = self.externals
        if isinstance(externals, dict):
            externals[token] = None
        else:
            self.externals = (*externals, token) if len(externals) < FEW else dict.fromkeys((*externals, token))
