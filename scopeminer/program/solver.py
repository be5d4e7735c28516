"""Inclusion constraints over variables and tokens, solved by difference propagation.

Variables are integers, 0 is the variable that holds nothing. Tokens are kept in insertion order (dicts as ordered sets),
which makes every result deterministic. Most variables hold one token and flow into one other: so a set of one is its member.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

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
        self._tokens: list[Token | dict[Token, None] | None] = [None]
        self._targets: list[int | dict[int, None]] = [0]
        self._handlers: dict[int, Handler | list[Handler]] = {}
        self._pending: dict[int, list[Token]] = {}
        self._queue: deque[int] = deque()
        self._later: deque[tuple[Handler, Token]] = deque()
        self._nesting = 0
        self.budget = budget

    @property
    def spent(self) -> bool:
        return self.budget <= 0

    def var(self) -> int:
        """A new variable."""
        self._tokens.append(None)
        self._targets.append(0)
        return len(self._tokens) - 1

    def of(self, var: int) -> tuple[Token, ...]:
        """The tokens that `var` holds so far."""
        held = self._tokens[var]
        if held is None:
            return ()
        return tuple(held) if isinstance(held, dict) else (held,)

    def add(self, var: int, token: Token) -> None:
        """`token` ∈ `var`."""
        if not var:
            return
        held = self._tokens[var]
        if held is None:
            self._tokens[var] = token
        elif isinstance(held, dict):
            if token in held:
                return
            held[token] = None
        elif held is token:
            return
        else:
            self._tokens[var] = {held: None, token: None}
        if not self._targets[var] and var not in self._handlers:
            return
        waiting = self._pending.get(var)
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
        if isinstance(targets, dict):
            if target in targets:
                return
            targets[target] = None
        elif not targets:
            self._targets[source] = target
        elif targets == target:
            return
        else:
            self._targets[source] = {targets: None, target: None}
        held = self._tokens[source]
        if held is None or self.budget <= 0:
            return
        if isinstance(held, dict):
            self.budget -= len(held)
            for token in tuple(held):
                self.add(target, token)
        else:
            self.budget -= 1
            self.add(target, held)

    def on(self, var: int, handler: Handler) -> None:
        """Call `handler` once for every token that `var` holds now or later."""
        if not var:
            return
        handlers = self._handlers.get(var)
        if handlers is None:
            self._handlers[var] = handler
        elif isinstance(handlers, list):
            handlers.append(handler)
        else:
            self._handlers[var] = [handlers, handler]
        if self._tokens[var] is not None:
            held = self.of(var)
            told = len(held) - len(self._pending.get(var, ()))  # those that wait are the last ones, and come with the next step
            for token in held[:told]:
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
        fresh = self._pending.pop(var, [])
        self.budget -= len(fresh)
        targets = self._targets[var]
        for target in targets if isinstance(targets, dict) else (targets,) if targets else ():
            self.budget -= len(fresh)
            if self.budget <= 0:
                return False
            for token in fresh:
                self.add(target, token)
        handlers = self._handlers.get(var, ())
        for handler in tuple(handlers) if isinstance(handlers, list) else (handlers,) if handlers else ():
            for token in fresh:
                self.call(handler, token)
        return True
