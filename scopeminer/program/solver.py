"""Inclusion constraints over variables and tokens, solved by difference propagation.

Variables are integers, 0 is the variable that holds nothing. Tokens are kept in insertion order (dicts as ordered sets),
which makes every result deterministic.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import islice

from scopeminer.program.tokens import Token

Handler = Callable[[Token], None]
MOST_NESTED = 40
"""Handlers inside handlers; what comes beyond waits in a queue."""


class Solver:
    """The constraint graph of one app.

    `budget` bounds the number of propagated tokens and of handler calls; `spent` says when it ran out. From then on the graph
    still grows, but nothing flows in it any more.
    """

    def __init__(self, budget: int = 4_000_000) -> None:
        self.tokens: list[dict[Token, None] | None] = [None]
        self._targets: list[dict[int, None] | None] = [None]
        self._handlers: list[list[Handler] | None] = [None]
        self._pending: list[list[Token] | None] = [None]
        self._queue: deque[int] = deque()
        self._later: deque[tuple[Handler, Token]] = deque()
        self._nesting = 0
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
        held = self.tokens[source]
        if held and self.budget > 0:
            self.budget -= len(held)
            for token in tuple(held):
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
        held = self.tokens[var]
        if held:
            waiting = self._pending[var]
            told = len(held) - len(waiting or ())  # those that wait are the last ones, and come with the next step
            for token in tuple(islice(held, told)):
                self.call(handler, token)

    def call(self, handler: Handler, token: Token) -> None:
        """Now, or later when handlers have called handlers too often: chains of prototypes can be long. Never past the budget."""
        if self.budget <= 0:
            return
        self.budget -= 1
        if self._nesting >= MOST_NESTED:
            self._later.append((handler, token))
            return
        self._nesting += 1
        try:
            handler(token)
        finally:
            self._nesting -= 1

    def step(self) -> bool:
        """Propagate one variable's new tokens; False when nothing is left or the budget is spent."""
        if self.budget <= 0:
            return False
        if self._later:
            self.call(*self._later.popleft())
            return True
        if not self._queue:
            return False
        var = self._queue.popleft()
        fresh = self._pending[var] or []
        self._pending[var] = None
        self.budget -= len(fresh)
        for target in self._targets[var] or ():
            self.budget -= len(fresh)
            if self.budget <= 0:
                return False
            for token in fresh:
                self.add(target, token)
        for handler in tuple(self._handlers[var] or ()):
            for token in fresh:
                self.call(handler, token)
        return True
