"""Inclusion constraints over variables and tokens, solved by difference propagation.

Variables are integers, 0 is the variable that holds nothing. What holds one token for ever is a constant: its number is negative, nothing
flows into it, and whom it flows into is told at once. Tokens are kept in insertion order (tuples, or dicts as ordered sets
where there are many), which makes every result deterministic. Most variables hold one token and flow into one other: so a set of
one is its member. Tokens travel in batches: most of what arrives where many meet is known there already, and is told apart at once.
Variables that flow into each other and hold many tokens are united: they have one set, one table of targets and one list of handlers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import chain, filterfalse

from scopeminer.program.cycles import Components
from scopeminer.program.tokens import Token

Tokens = Sequence[Token]
Held = Token | tuple[Token, ...] | dict[Token, None] | None
Handler = Callable[[Tokens], None]
"""Told of tokens, each once, in the order in which they came; of those of a variable that is united with its own, after that."""
MOST_NESTED = 40
"""Handlers inside handlers; what comes beyond waits in a queue."""
FEW = 6
"""Members of a set that are sooner gone through than looked up."""
CROWD = 32
"""Members of a set that are worth telling apart: of 240 apps one has variables with many more, and no end of them. What crowds wait for all
else, and each further member of one costs `CROWDING` units."""
CROWDING = 16
SEARCH = 20_000
"""Units of work before circles are looked for; then whenever half as much more is done. Most apps need less."""
ROOM = 256
"""Variables for which room is made at a time."""


def _ignored() -> None:
    """Nobody asked."""


class Solver:
    """The constraint graph of one app.

    `budget` bounds the number of propagated tokens and of those that handlers are told; `spent` says when it ran out. From then
    on the graph still grows, but nothing flows in it any more.
    """

    __slots__ = (
        "_constants", "_count", "_crowds", "_handlers", "_large", "_later", "_leaders", "_least", "_nesting",
        "_pending", "_queue", "_search", "_targets", "_tokens", "_united", "budget", "granted", "grown",
    )  # fmt: skip

    def __init__(self, budget: int = 4_000_000) -> None:
        self._tokens: list[Held] = [None] * ROOM
        self._large: list[int] = []
        """Variables that hold more than a few."""
        self._targets: list[int | tuple[int, ...] | dict[int, None]] = [0] * ROOM
        self._handlers: list[Handler | list[Handler] | None] = [None] * ROOM
        self._count = 1
        self._constants: list[Token] = [Token()]
        """What they hold, by their numbers without the sign."""
        self._pending: dict[int, list[Token]] = {}
        self._queue: deque[int] = deque()
        self._crowds: deque[int] = deque()
        self._later: deque[tuple[Handler, Tokens]] = deque()
        self._nesting = 0
        self._leaders: dict[int, int] = {}
        """The variable that stands for one that is united with others; what waits, waits with that."""
        self._united: dict[int, list[int]] = {}
        """All that a leader stands for."""
        self._search = SEARCH
        """How much has been done when circles are looked for."""
        self._least = max(0, budget - SEARCH)
        """What is left of the budget then."""
        self.budget = self.granted = budget
        self.grown: Callable[[], None] = _ignored
        """Called for every `ROOM` variables."""

    @property
    def spent(self) -> bool:
        return self.budget <= 0

    @property
    def done(self) -> int:
        """Units of work so far: as many tokens are kept, or less."""
        return self.granted - self.budget

    def grant(self, units: int) -> None:
        """So much more work."""
        self.granted += units
        self.budget += units
        self._least = max(0, self.granted - self._search)

    @property
    def variables(self) -> int:
        """How many there are."""
        return self._count + len(self._constants)

    def var(self) -> int:
        """A new variable."""
        made = self._count
        self._count = made + 1
        if not made % ROOM:
            self._tokens += [None] * ROOM
            self._targets += [0] * ROOM
            self._handlers += [None] * ROOM
            self.grown()
        return made

    def constant(self, token: Token) -> int:
        """A new variable that holds `token` and nothing else, ever."""
        made = len(self._constants)
        self._constants.append(token)
        if not made % ROOM:
            self.grown()
        return -made

    def fixed(self, var: int) -> Token | None:
        """What a constant holds; None for other variables."""
        return self._constants[-var] if var < 0 else None

    def of(self, var: int) -> tuple[Token, ...]:
        """The tokens that `var` holds so far."""
        if var < 0:
            return (self._constants[-var],)
        held = self._tokens[var]
        if held is None:
            return ()
        return (held,) if isinstance(held, Token) else tuple(held)

    def add(self, var: int, token: Token) -> None:
        """`token` ∈ `var`."""
        if var <= 0:
            return
        held = self._tokens[var]
        if held is None:
            self._tokens[var] = token
        elif held is token:
            return
        elif isinstance(held, tuple):
            if token in held:
                return
            self._hold(var, (*held, token))
        elif isinstance(held, dict):
            if token in held:
                return
            held[token] = None
            if len(held) > CROWD or var in self._leaders:
                self._crowd(var, len(held), [token])
                return
        else:
            self._tokens[var] = (held, token)
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
        if var <= 0 or not tokens:
            return
        held = self._tokens[var]
        if held is None:
            fresh = list(tokens)
            self._hold(var, fresh)
        elif isinstance(held, dict):
            fresh = list(filterfalse(held.__contains__, tokens))
            if not fresh:
                return
            held.update(dict.fromkeys(fresh))
            if len(held) > CROWD or var in self._leaders:
                self._crowd(var, len(held), fresh)
                return
        else:
            known = (held,) if isinstance(held, Token) else held
            fresh = list(filterfalse(known.__contains__, tokens))
            if not fresh:
                return
            self._hold(var, (*known, *fresh))
        if not self._targets[var] and self._handlers[var] is None:
            return
        waiting = self._pending.get(var)
        if waiting is None:
            self._pending[var] = fresh
            self._queue.append(var)
        else:
            waiting += fresh

    def _crowd(self, var: int, size: int, fresh: list[Token]) -> None:
        """New members of a set that has many, or is that of united variables: whoever is told of them waits for all else."""
        if size > CROWD:
            self.budget -= CROWDING * len(fresh)
        var = self._leaders.get(var, var)
        if self._targets[var] or self._handlers[var] is not None:
            waiting = self._pending.get(var)
            if waiting is None:
                self._pending[var] = fresh
                self._crowds.append(var)
            else:
                waiting += fresh

    def _hold(self, var: int, tokens: Tokens) -> None:
        """`var` holds these, of which there is at least one."""
        if len(tokens) > FEW:
            self._tokens[var] = dict.fromkeys(tokens)
            self._large.append(var)
        else:
            self._tokens[var] = tuple(tokens) if len(tokens) > 1 else tokens[0]

    def edge(self, source: int, target: int) -> None:
        """`source` ⊆ `target`."""
        if not source or target <= 0 or source == target:
            return
        if source < 0:
            if self.budget > 0:
                self.budget -= 1
                self.add(target, self._constants[-source])
            return
        known = self._targets[source]
        if known == 0:
            self._targets[source] = target
        elif known == target:
            return
        elif isinstance(known, int):
            self._targets[source] = (known, target)
        elif target in known:
            return
        elif isinstance(known, dict):
            known[self._leaders.get(target, target)] = None
        else:
            self._targets[source] = (*known, target) if len(known) < FEW else dict.fromkeys((*known, target))
        held = self._tokens[source]
        if held is None or self.budget <= 0:
            return
        if isinstance(held, Token):
            self.budget -= 1
            self.add(target, held)
        else:
            self.budget -= len(held)
            self.add_all(target, tuple(held))

    def on(self, var: int, handler: Handler) -> None:
        """Tell `handler` every token that `var` holds now or later."""
        if var > 0:
            handlers = self._handlers[var]
            if handlers is None:
                self._handlers[var] = handler
            elif isinstance(handlers, list):
                handlers.append(handler)
            else:
                self._handlers[var] = [handlers, handler]
            held = self._tokens[var]
            if held is None:
                return
            told = (held,) if isinstance(held, Token) else tuple(held)
            waiting = self._pending.get(self._leaders.get(var, var) if self._leaders else var)
            if waiting is not None:  # they are the last ones, and come with the next step
                told = told[: -len(waiting)]
                if not told:
                    return
        elif var:
            told = (self._constants[-var],)
        else:
            return
        if self._nesting >= MOST_NESTED:
            self.call_later(handler, told)
        elif self.budget > 0:
            self.budget -= len(told)
            self._nesting += 1
            handler(told)
            self._nesting -= 1

    def call_later(self, handler: Handler, tokens: Tokens) -> None:
        """Not now, for handlers have called handlers too often, or could: chains of prototypes can be long. Never past the budget."""
        if self.budget > 0:
            self.budget -= len(tokens)
            self._later.append((handler, tokens))

    def step(self) -> bool:
        """Propagate one variable's new tokens; False when nothing is left or the budget is spent."""
        if self.budget <= self._least:
            if self.budget <= 0:
                return False
            self._unite()
        if self._later:
            handler, tokens = self._later.popleft()
            self._nesting += 1
            handler(tokens)
            self._nesting -= 1
            return True
        queue = self._queue or self._crowds
        if not queue:
            return False
        var = queue.popleft()
        fresh = self._pending.pop(var)
        count = len(fresh)
        self.budget -= count
        for target in self._targets_of(var):
            self.budget -= count
            if self.budget <= 0:
                return False
            if count == 1:
                self.add(target, fresh[0])
            else:
                self.add_all(target, fresh)
        handlers = self._handlers[var]
        if handlers is not None:
            self._nesting += 1
            for handler in tuple(handlers) if isinstance(handlers, list) else (handlers,):
                if self.budget > 0:
                    self.budget -= count
                    handler(fresh)
            self._nesting -= 1
        return True

    def _unite(self) -> None:
        """Look for circles of variables with many members, and make one of each: then they are told of each other's tokens."""
        leaders = self._leaders
        several = [var for var in self._large if leaders.get(var, var) == var]
        among = set(several)

        def following(var: int) -> list[int]:
            targets = self._targets_of(var)
            found = dict.fromkeys(leaders.get(target, target) for target in targets)
            if len(found) < len(targets) and type(targets) is dict:
                targets.clear()
                targets.update(found)
            return [target for target in found if target in among and target != var]

        components = Components(following)
        circles = [found for var in several for found in components.of(var) if len(found) > 1]
        untold = [self._made_one(sorted(circle)) for circle in circles]
        self._queue, self._crowds = (deque(var for var in queue if var in self._pending) for queue in (self._queue, self._crowds))
        for targets, tokens in untold:
            for target in targets:
                if self.budget > 0:
                    self.budget -= len(tokens)
                    self.add_all(target, tokens)
        self._search = self.done + max(SEARCH, self.done // 2)
        self._least = max(0, self.granted - self._search)

    def _made_one(self, circle: list[int]) -> tuple[tuple[int, ...], Tokens]:
        """The variables of a circle share everything from now on. Where they flow, and what may not be known there."""
        leader, tokens = circle[0], self._tokens
        held = dict.fromkeys(chain.from_iterable(map(self.of, circle)))
        targets: dict[int, None] = {}
        handlers: list[Handler] = []
        missing: dict[Token, None] = {}
        for var in circle:
            untold = [*self._pending.pop(var, ()), *filterfalse(set(self.of(var)).__contains__, held)]
            told = self._handlers_of(var)
            targets |= dict.fromkeys(self._targets_of(var))
            handlers += told
            if untold:
                missing |= dict.fromkeys(untold)
                self._later += [(handler, untold) for handler in told]
        members = [one for var in circle for one in self._united.pop(var, (var,))]
        for one in members:
            targets.pop(one, None)
            self._leaders[one] = leader
            tokens[one], self._targets[one], self._handlers[one] = held, targets, handlers
        self._united[leader] = members
        return tuple(targets), tuple(missing)

    def _targets_of(self, var: int) -> tuple[int, ...] | dict[int, None]:
        known = self._targets[var]
        if isinstance(known, int):
            return (known,) if known else ()
        return known

    def _handlers_of(self, var: int) -> list[Handler]:
        handlers = self._handlers[var]
        return handlers if isinstance(handlers, list) else [] if handlers is None else [handlers]
