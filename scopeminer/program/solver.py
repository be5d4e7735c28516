"""Inclusion constraints over variables and tokens, solved by difference propagation.

Variables are integers, 0 is the variable that holds nothing. Tokens are kept in insertion order (dicts as ordered sets),
which makes every result deterministic. Most variables hold one token and flow into one other: so a set of one is its member.
Tokens travel in batches: most of what arrives where many meet is known there already, and is told apart at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from scopeminer.program.tokens import Token

Tokens = Sequence[Token]
Handler = Callable[[Tokens], None]
"""Told of tokens, each once, in the order in which they came."""
MOST_NESTED = 40
"""Handlers inside handlers; what comes beyond waits in a queue."""


class Solver:
    """The constraint graph of one app.

    `budget` bounds the number of propagated tokens and of those that handlers are told; `spent` says when it ran out. From then
    on the graph still grows, but nothing flows in it any more.
    """

    def __init__(self, budget: int = 4_000_000) -> None:
        self._tokens: list[Token | dict[Token, None] | None] = [None]
        self._targets: list[int | dict[int, None]] = [0]
        self._handlers: dict[int, list[Handler]] = {}
        self._pending: dict[int, list[Token]] = {}
        self._queue: deque[int] = deque()
        self._later: deque[tuple[Handler, Tokens]] = deque()
        self._nesting = 0
        self.budget = budget

    @property
    def spent(self) -> bool:
        return self.budget <= 0

    def var(self) -> int:
        """A new variable."""
        tokens = self._tokens
        tokens.append(None)
        self._targets.append(0)
        return len(tokens) - 1

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

    def add_all(self, var: int, tokens: Tokens) -> None:
        """`tokens` ⊆ `var`; no token stands twice in `tokens`."""
        if not var or not tokens:
            return
        held = self._tokens[var]
        if isinstance(held, dict):
            fresh = [token for token in tokens if token not in held]
            if not fresh:
                return
            held.update(dict.fromkeys(fresh))
        elif held is None:
            fresh = list(tokens)
            self._tokens[var] = dict.fromkeys(fresh)
        else:
            fresh = [token for token in tokens if token is not held]
            self._tokens[var] = dict.fromkeys((held, *fresh))
        if not self._targets[var] and var not in self._handlers:
            return
        waiting = self._pending.get(var)
        if waiting is None:
            self._pending[var] = fresh
            self._queue.append(var)
        else:
            waiting += fresh

    def edge(self, source: int, target: int) -> None:
        """`source` ⊆ `target`."""
        if not source or not target or source == target:
            return
        targets = self._targets[source]
        if not targets:
            self._targets[source] = target
        elif isinstance(targets, dict):
            if target in targets:
                return
            targets[target] = None
        elif targets == target:
            return
        else:
            self._targets[source] = {targets: None, target: None}
        held = self._tokens[source]
        if held is None or self.budget <= 0:
            return
        if isinstance(held, dict):
            self.budget -= len(held)
            self.add_all(target, tuple(held))
        else:
            self.budget -= 1
            self.add(target, held)

    def on(self, var: int, handler: Handler) -> None:
        """Tell `handler` every token that `var` holds now or later."""
        if not var:
            return
        handlers = self._handlers.get(var)
        if handlers is None:
            self._handlers[var] = [handler]
        else:
            handlers.append(handler)
        held = self._tokens[var]
        if held is not None:
            waiting = self._pending.get(var)  # they are the last ones, and come with the next step
            if waiting is None:
                self.call(handler, tuple(held) if isinstance(held, dict) else (held,))
            elif isinstance(held, dict) and len(held) > len(waiting):
                self.call(handler, tuple(held)[: -len(waiting)])

    def call(self, handler: Handler, tokens: Tokens) -> None:
        """Now, or later when handlers have called handlers too often: chains of prototypes can be long. Never past the budget."""
        if self.budget <= 0:
            return
        self.budget -= len(tokens)
        if self._nesting >= MOST_NESTED:
            self._later.append((handler, tokens))
            return
        self._nesting += 1
        handler(tokens)
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
        fresh = self._pending.pop(var)
        count = len(fresh)
        self.budget -= count
        targets = self._targets[var]
        for target in targets if isinstance(targets, dict) else (targets,) if targets else ():
            self.budget -= count
            if self.budget <= 0:
                return False
            if count == 1:
                self.add(target, fresh[0])
            else:
                self.add_all(target, fresh)
        for handler in tuple(self._handlers.get(var, ())):
            self.call(handler, fresh)
        return True
