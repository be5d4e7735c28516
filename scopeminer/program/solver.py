"""Inclusion constraints over variables and tokens, solved by difference propagation.

Variables are integers, 0 is the variable that holds nothing. Tokens are kept in insertion order (tuples, or dicts as ordered sets
where there are many), which makes every result deterministic. Most variables hold one token and flow into one other: so a set of
one is its member. Tokens travel in batches: most of what arrives where many meet is known there already, and is told apart at once.
What holds one token for ever is a constant: whom it flows into is told at once, and not kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import filterfalse

from scopeminer.program.tokens import Token

Tokens = Sequence[Token]
Handler = Callable[[Tokens], None]
"""Told of tokens, each once, in the order in which they came."""
MOST_NESTED = 40
"""Handlers inside handlers; what comes beyond waits in a queue."""
FEW = 6
"""Members of a set that are sooner gone through than looked up."""
CONSTANT = -1
"""In the place of a variable's targets."""


class Solver:
    """The constraint graph of one app.

    `budget` bounds the number of propagated tokens and of those that handlers are told; `spent` says when it ran out. From then
    on the graph still grows, but nothing flows in it any more.
    """

    __slots__ = ("_handlers", "_later", "_nesting", "_pending", "_queue", "_targets", "_tokens", "budget")

    def __init__(self, budget: int = 4_000_000) -> None:
        self._tokens: list[Token | tuple[Token, ...] | dict[Token, None] | None] = [None]
        self._targets: list[int | tuple[int, ...] | dict[int, None]] = [0]
        self._handlers: list[Handler | list[Handler] | None] = [None]
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
        self._handlers.append(None)
        return len(tokens) - 1

    def constant(self, token: Token) -> int:
        """A new variable that holds `token` and nothing else, ever: nothing may flow into it."""
        tokens = self._tokens
        tokens.append(token)
        self._targets.append(CONSTANT)
        self._handlers.append(None)
        return len(tokens) - 1

    def fixed(self, var: int) -> Token | None:
        """What a constant holds; None for other variables."""
        held = self._tokens[var]
        return held if self._targets[var] == CONSTANT and isinstance(held, Token) else None

    def of(self, var: int) -> tuple[Token, ...]:
        """The tokens that `var` holds so far."""
        held = self._tokens[var]
        if held is None:
            return ()
        if isinstance(held, tuple):
            return held
        return tuple(held) if isinstance(held, dict) else (held,)

    def add(self, var: int, token: Token) -> None:
        """`token` ∈ `var`."""
        if not var:
            return
        held = self._tokens[var]
        if held is None:
            self._tokens[var] = token
        elif held is token:
            return
        elif isinstance(held, dict):
            if token in held:
                return
            held[token] = None
        elif not isinstance(held, tuple):
            self._tokens[var] = (held, token)
        elif token in held:
            return
        elif len(held) < FEW:
            self._tokens[var] = (*held, token)
        else:
            self._tokens[var] = dict.fromkeys((*held, token))
        if not self._targets[var] and self._handlers[var] is None:
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
            fresh = list(filterfalse(held.__contains__, tokens))
            if not fresh:
                return
            held.update(dict.fromkeys(fresh))
        elif held is None:
            fresh = list(tokens)
            self._tokens[var] = _set_of(fresh)
        else:
            known = held if isinstance(held, tuple) else (held,)
            fresh = [token for token in tokens if token not in known]
            if not fresh:
                return
            self._tokens[var] = _set_of((*known, *fresh))
        if not self._targets[var] and self._handlers[var] is None:
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
        elif isinstance(targets, int):
            if targets == target:
                return
            if targets != CONSTANT:
                self._targets[source] = (targets, target)
        elif target in targets:
            return
        elif isinstance(targets, dict):
            targets[target] = None
        elif len(targets) < FEW:
            self._targets[source] = (*targets, target)
        else:
            self._targets[source] = dict.fromkeys((*targets, target))
        held = self._tokens[source]
        if held is None or self.budget <= 0:
            return
        if isinstance(held, dict):
            self.budget -= len(held)
            self.add_all(target, tuple(held))
        elif isinstance(held, tuple):
            self.budget -= len(held)
            self.add_all(target, held)
        else:
            self.budget -= 1
            self.add(target, held)

    def on(self, var: int, handler: Handler) -> None:
        """Tell `handler` every token that `var` holds now or later."""
        if not var:
            return
        if self._targets[var] != CONSTANT:
            handlers = self._handlers[var]
            if handlers is None:
                self._handlers[var] = handler
            elif isinstance(handlers, list):
                handlers.append(handler)
            else:
                self._handlers[var] = [handlers, handler]
        held = self._tokens[var]
        if held is not None:
            told = held if isinstance(held, tuple) else tuple(held) if isinstance(held, dict) else (held,)
            waiting = self._pending.get(var)  # they are the last ones, and come with the next step
            if waiting is None:
                self.call(handler, told)
            elif len(told) > len(waiting):
                self.call(handler, told[: -len(waiting)])

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
        if isinstance(targets, int):
            targets = (targets,) if targets else ()
        for target in targets:
            self.budget -= count
            if self.budget <= 0:
                return False
            if count == 1:
                self.add(target, fresh[0])
            else:
                self.add_all(target, fresh)
        handlers = self._handlers[var]
        if handlers is not None:
            for handler in tuple(handlers) if isinstance(handlers, list) else (handlers,):
                self.call(handler, fresh)
        return True


def _set_of(tokens: Tokens) -> Token | tuple[Token, ...] | dict[Token, None]:
    """Of more than none."""
    if len(tokens) <= FEW:
        return tokens[0] if len(tokens) == 1 else tuple(tokens)
    return dict.fromkeys(tokens)
