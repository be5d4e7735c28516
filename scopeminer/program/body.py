"""The activation of one function while its constraints are generated: scopes and the definitions that reach each point."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scopeminer.program.analysis import MODULE_NAMES, Analysis
from scopeminer.program.bindings import NOTHING, Binding, Scope, block_names
from scopeminer.program.left import left_by
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Class, Expr, Func, Jump, Logic, Name, Stmt, Unary
from scopeminer.values.decision import decision, positive_form
from scopeminer.values.definitions import Choice, Definition, Truthy

Environment = dict[Binding, Definition]
EXPRESSIONS: dict[type, Callable[[Body, Any], int]] = {}
"""Expression → its constraints, which give its flow variable; filled by program/expressions."""


class Body:
    """Generates one function. `env` maps those of the function's own variables that vary to what reaches this point; None behind return.

    A constant stands in it where a condition has told something of it.
    """

    __slots__ = ("_is_lent", "_recorders", "_targets", "a", "depth", "env", "function", "scope")

    def __init__(self, a: Analysis, function: Function) -> None:
        self.a = a
        self.function = function
        self.scope = Scope(function.scope)
        self.env: Environment | None = {}
        self.depth = 0
        """How many conditions surround this point."""
        self._targets: list[tuple[str, list[Environment]]] = []
        """What surrounds this point and can be left with a jump (loop, switch, block), innermost last, and what reaches such jumps."""
        self._is_lent = False
        """Whether somebody else has the environment, too: whoever assigns takes a copy."""
        self._recorders: list[list[tuple[Binding, Definition]]] = []
        """The assignments since the beginning of each `try` around this point."""

    def declare(self, names: Iterable[str], constant: bool = False) -> None:
        """Bind `names` in the current scope."""
        function, known = self.function, self.scope.names
        assigned, hoisted = function.func.assigned, function.func.hoisted  # by nested ones too; what `var` declares is as good as assigned
        for name in names:
            if known is NOTHING:
                known = self.scope.names = {}
            if name not in known:
                varies = name in assigned
                known[name] = Binding(name, function, None if varies and not constant else False, not varies and name not in hoisted)
            elif known[name].is_constant:
                self._declared_again(known[name])

    def _declared_again(self, binding: Binding) -> None:
        """What a name is that is declared twice depends on the point, like that of one that is assigned."""
        binding.is_constant = False
        if binding.first is not None:
            self._put(binding, binding.first)

    def enter(self, body: tuple[Stmt, ...]) -> list[Func | Class]:
        """Declare what a block declares; the functions and classes among that."""
        constants, others, code = block_names(body)
        if constants:
            self.declare(constants, constant=True)
        if others:
            self.declare(others)
        return code

    def value(self, expr: Expr) -> int:
        """The flow variable of `expr` (see program/expressions)."""
        return EXPRESSIONS[expr.__class__](self, expr)

    def named(self, expr: Expr, name: str) -> int:
        """The same; `name` is what an anonymous function or class is called."""
        return self.a.expression(self, expr, name)

    def free(self, expr: Name) -> int:
        """The variable of a name that nothing around declares."""
        own = self.a.module_globals.get((self.function.path, expr.id)) if expr.id in MODULE_NAMES else None
        if own is None:
            return self.a.global_value(expr.id)
        self.a.vars[expr] = own
        return own

    def reaching(self, binding: Binding) -> Definition:
        """What `binding` can be at this point. What nested functions assign to has no order: it can be anything it ever is."""
        env = self.env
        if env and binding in env and (binding.shared is False or not self._is_shared(binding)):
            return env[binding]
        if binding.function is not self.function:
            if binding.shared is False or not self._is_shared(binding):
                return binding.finished(self.a.solver)
        elif binding.is_constant and binding.first is not None:
            return binding.first
        return binding.union(self.a.solver)

    def _is_shared(self, binding: Binding) -> bool:
        if binding.shared is None:
            binding.shared = binding.name in binding.function.func.assigned_within
        return binding.shared

    def current(self, name: str) -> Definition | None:
        """What reaches this point under `name`, without recording a read."""
        binding = self.scope.lookup(name)
        return None if binding is None else self.reaching(binding)

    def define(self, name: str, definition: Definition) -> None:
        """`name` has a new value from here on."""
        binding = self.scope.lookup(name)
        if binding is not None:
            self.assign(binding, definition)

    def assign(self, binding: Binding, definition: Definition) -> None:
        """`binding` has a new value from here on."""
        if binding.function is not self.function:
            definition = left_by(self.function, definition)
        elif not binding.is_constant:
            self._put(binding, definition)
        binding.define(definition, self.a.solver)

    def _put(self, binding: Binding, definition: Definition) -> None:
        if self.env is not None:
            if self._is_lent:
                self.env, self._is_lent = dict(self.env), False
            self.env[binding] = definition
            for recorder in self._recorders:
                recorder.append((binding, definition))

    def narrow(self, test: Expr, holds: bool) -> None:
        """From here on `test` holds (or does not): a name that it tests is something."""
        while type(test) is Unary and test.op == "!":
            test, holds = test.value, not holds
        if not holds:
            return
        if type(test) is Logic and test.op == "&&":
            self.narrow(test.left, True)
            self.narrow(test.right, True)
        if type(test) is not Name or self.env is None:
            return
        binding = self.scope.lookup(test.id)
        if binding is not None and binding.function is self.function and not self._is_shared(binding):
            known = self.env.get(binding, binding.constant)
            if known is not None:
                self.env[binding] = Truthy(known.var, known)

    def merge(self, envs: list[tuple[object, Environment | None]], key: object, test: Expr | None) -> None:
        """Join the environments of branches, each with its label; dead branches (None) do not take part."""
        alive = [(label, env) for label, env in envs if env is not None]
        if len(alive) < 2:
            self.env = alive[0][1] if alive else None
            return
        first = alive[0][1]
        merged = dict(first)
        changed: set[Binding] = set()
        for _, env in alive[1:]:
            if env is not first:
                changed.update([b for b, d in env.items() if first.get(b) is not d], first.keys() - env.keys())
        for binding in sorted(changed, key=lambda b: b.name) if changed else ():
            merged[binding] = self.choice([(label, env.get(binding, binding.constant)) for label, env in alive], key, test)
        self.env = merged

    def join(self, then: Environment | None, test: Expr) -> None:
        """Join the environment at hand, in which `test` does not hold, and the one in which it does."""
        if self.env is None:
            self.env = then
        elif then is not None and then != self.env:
            key, positive = self.decision(test)
            self.merge([(positive, then), (not positive, self.env)], key, positive_form(test))

    def choice(self, parts: list[tuple[object, Definition | None]], key: object, test: Expr | None) -> Choice:
        """One of several definitions; None means no value on that branch."""
        choice = Choice(self.a.solver.var(), key, test)
        for label, definition in parts:
            if definition is not None:
                choice.add(label, definition)
                self.a.solver.edge(definition.var, choice.var)
        return choice

    def inside(self, kind: str, generate: Callable[[], None]) -> list[Environment]:
        """Generate what a jump can leave; what reaches the jumps that do."""
        left: list[Environment] = []
        self._targets.append((kind, left))
        generate()
        self._targets.pop()
        return left

    def leave(self, jump: Jump) -> None:
        """Jump to the end of what surrounds this point; with a label to the end of any of it."""
        kinds = ("loop",) if jump.kind == "continue" else ("loop", "switch")
        for kind, left in reversed(self._targets):
            if jump.label or kind in kinds:
                left.append(dict(self.env or {}))
                if not jump.label:
                    break
        self.env = None

    def recorded(self, generate: Callable[[], None]) -> list[tuple[Binding, Definition]]:
        """Generate something; what it assigns to which of this function's names."""
        recorder: list[tuple[Binding, Definition]] = []
        self._recorders.append(recorder)
        generate()
        self._recorders.pop()
        return recorder

    def apart(self, expr: Expr) -> int:
        """Generate an expression that depends on a condition: the environment is another one behind it if it assigns."""
        shared, depth = self._is_lent, self.depth
        self._is_lent, self.depth = True, depth + 1
        var = EXPRESSIONS[expr.__class__](self, expr)
        self._is_lent, self.depth = shared, depth
        return var

    def at_any_point(self, before: Environment, assigned: list[tuple[Binding, Definition]]) -> Environment:
        """What there is when something that assigns is left anywhere."""
        found: dict[Binding, list[tuple[object, Definition | None]]] = {}
        for binding, definition in assigned:
            if binding in before:
                found.setdefault(binding, [(None, before[binding])]).append((None, definition))
        return before | {binding: self.choice(parts, None, None) for binding, parts in found.items()}

    def loop_entry(self, assigned: frozenset[str]) -> list[tuple[Binding, Choice]]:
        """Give everything a loop assigns a choice between the value before and the values of earlier rounds."""
        entries: list[tuple[Binding, Choice]] = []
        if self.env is None:
            return entries
        for name in sorted(assigned):
            binding = self.scope.lookup(name)
            if binding is not None and binding.function is self.function and binding in self.env:
                choice = self.choice([(None, self.env[binding])], None, None)
                self.env[binding] = choice
                entries.append((binding, choice))
        return entries

    def loop_exit(self, entries: list[tuple[Binding, Choice]]) -> None:
        """Close the loop: what the body leaves behind flows into the next round."""
        for binding, choice in entries:
            last = self.env.get(binding) if self.env is not None else None
            if last is not None and last is not choice:
                choice.add(None, last)
                self.a.solver.edge(last.var, choice.var)

    def decision(self, test: Expr) -> tuple[object, bool]:
        """A key that equal conditions share, and whether the condition is its positive form."""
        return decision(test, self.a.reads.get)
