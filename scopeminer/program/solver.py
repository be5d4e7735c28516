"""Inclusion constraints over variables and tokens, solved by difference propagation.

Variables are integers, 0 is the variable that holds nothing. Tokens are kept in insertion order (dicts as ordered sets),
which makes every result deterministic.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from scopeminer.program.tokens import Token

Handler = Callable[[Token], None]


class Solver:
    """The constraint graph of one app. `budget` bounds the number of propagated tokens; `spent` says when it ran out."""

    def __init__(self, budget: int = 4_000_000) -> None:
        self.tokens: list[dict[Token, None] | None] = [None]
        self._targets: list[dict[int, None] | None] = [None]
        self._handlers: list[list[Handler] | None] = [None]
        self._pending: list[list[Token] | None] = [None]
        self._queue: deque[int] = deque()
        self.budget = budget

    @property
    def spent(self) -> bool:
        return self.budget <= 0

    def var(self) -> int:
        """A new variable."""
        self.tokens.append(None)
        self._targets.append(None)
        self._handlers.append(None)
        self._pending.append(None)
        return len(self.tokens) - 1

    def of(self, var: int) -> tuple[Token, ...]:
        """The tokens that `var` holds so far."""
        return tuple(self.tokens[var] or ())

    def add(self, var: int, token: Token) -> None:
        """`token` ∈ `var`."""
        if not var:
            return
        held = self.tokens[var]
        if held is None:
            held = self.tokens[var] = {}
        elif token in held:
            return
        held[token] = None
        if self._targets[var] is None and self._handlers[var] is None:
            return
        waiting = self._pending[var]
        if waiting is None:
            self._pending[var] = [token]
            self._queue.append(var)
        else:
            waiting.append(token)

    def edge(self, source: int, target: int) -> None:
        """`source` ⊆ `target`."""
        if not source or not target or source == target:
            return
        targets = self._targets[source]
        if targets is None:
            targets = self._targets[source] = {}
        elif target in targets:
            return
        targets[target] = None
        for token in tuple(self.tokens[source] or ()):
            self.add(target, token)

    def on(self, var: int, handler: Handler) -> None:
        """Call `handler` once for every token that `var` holds now or later."""
        if not var:
            return
        handlers = self._handlers[var]
        if handlers is None:
            self._handlers[var] = [handler]
        else:
            handlers.append(handler)
        waiting = self._pending[var]
        for token in tuple(self.tokens[var] or ()):
            if waiting is None or token not in waiting:
                handler(token)

    def step(self) -> bool:
        """Propagate one variable's new tokens; False when nothing is left or the budget is spent."""
        if not self._queue or self.budget <= 0:
            return False
        var = self._queue.popleft()
        fresh = self._pending[var] or []
        self._pending[var] = None
        self.budget -= len(fresh)
        for target in tuple(self._targets[var] or ()):
            self.budget -= len(fresh)
            for token in fresh:
                self.add(target, token)
        for handler in tuple(self._handlers[var] or ()):
            for token in fresh:
                handler(token)
        return True
