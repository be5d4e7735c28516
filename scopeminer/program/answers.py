"""The program's answers to the string evaluator (values/lookup.Lookup), read off a finished analysis."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import ANY_KEY, MERGED, NO_TABLES, ClassToken, External, Function, Holder, Token
from scopeminer.program.unseen_callers import calls_of
from scopeminer.syntax.ir import Expr, Member, Name, This, TypeHint
from scopeminer.values.definitions import Definition
from scopeminer.values.lookup import Changes

URL_PARTS = frozenset({"host", "hostname", "href", "pathname"})


class Answers:
    """Implements Lookup over an Analysis, as long as that does not change."""

    def __init__(self, analysis: Analysis) -> None:
        self.a = analysis
        self._held: dict[int, list[Holder]] = {}

    def definition(self, name: Name) -> Definition | None:
        return self.a.reads.get(name)

    def variable(self, expr: Expr) -> int:
        return self.a.variable(expr)

    def this(self, expr: This) -> int:
        return self.a.variable(expr)

    def stored(self, variable: int, name: str) -> Sequence[tuple[Definition, bool]]:
        return list(dict.fromkeys(entry for holder in self._holders(variable, name) for entry in holder.stores.get(name, ())))

    def changes(self, variable: int) -> Changes:
        tables = [holder for holder in self._holders(variable) if holder.stores and holder.kind not in NO_TABLES]
        return _changes(tables, any(holder.moved for holder in tables))

    def initial(self, variable: int, name: str) -> Sequence[Definition]:
        return [given for holder in self._holders(variable) if (given := holder.initial(name)) is not None]

    def stored_names(self, variable: int) -> Sequence[str]:
        return sorted({name for holder in self._holders(variable) for name in holder.stores if name != MERGED})

    def late_stores(self, literal: Expr, name: str) -> Sequence[tuple[Definition, bool]]:
        holder = self.a.holders.get(literal)
        return holder.stores.get(name, ()) if holder is not None else ()

    def late_names(self, literal: Expr) -> Sequence[str]:
        holder = self.a.holders.get(literal)
        return [name for name in holder.stores if name not in (ANY_KEY, MERGED)] if holder is not None else ()

    def late_changes(self, literal: Expr) -> Changes | None:
        holder = self.a.holders.get(literal)
        changed = holder is not None and (holder.moved or ANY_KEY in holder.stores or MERGED in holder.stores)
        return _changes([holder], holder.moved) if holder is not None and changed else None

    def late_definitions(self, literal: Expr) -> Sequence[Definition]:
        """All that is stored in an object or array literal after it was made."""
        holder = self.a.holders.get(literal)
        return [one for entries in holder.stores.values() for one, _ in entries] if holder is not None else ()

    def callees(self, call: Expr) -> Sequence[tuple[object, CallSite]]:
        site = self.a.sites.get(call)
        return [(function, site) for function in site.targets] if site is not None else []

    def given(self, function: object) -> Sequence[CallSite | None]:
        return calls_of(self.a.edges.get(function, ())) if isinstance(function, Function) else ()

    def getters(self, variable: int, name: str) -> Sequence[object]:
        return [holder.getters[name] for holder in self._holders(variable) if name in holder.getters]

    def returns(self, function: object) -> Sequence[Expr]:
        return function.returns if isinstance(function, Function) else ()

    def gives_nothing(self, function: object) -> bool:
        return isinstance(function, Function) and function.gives_nothing

    def paths(self, call: Expr) -> Sequence[tuple[str, str]]:
        site = self.a.sites.get(call)
        return [(token.package, ".".join(token.path)) for token in site.externals] if site is not None else []

    def is_rebuilt(self, made: Expr) -> bool:
        """`url.pathname = …` in the file in which it is made: all addresses of a file are one to the flow graph."""
        site = self.a.sites.get(made)
        return site is not None and site.path in self._rebuilding

    @cached_property
    def _rebuilding(self) -> frozenset[str]:
        """The files that replace a part of an address."""
        assigned = ((function.path, one.target) for function, every in self.a.assignments.items() for one in every)
        parts = ((path, target.object) for path, target in assigned if isinstance(target, Member) and target.name in URL_PARTS)
        return frozenset(path for path, url in parts if any(_is_url(token) for token in self.a.solver.of(self.a.variable(url))))

    def hint(self, definition: Definition) -> Sequence[str]:
        hint = self.a.hints.get(id(definition))
        return self._literals(hint[0], hint[1], 0) if hint is not None else ()

    def _literals(self, hint: TypeHint, path: str, depth: int) -> tuple[str, ...]:
        """Literal members, aliases looked up in the file; nothing when an alias is not known there."""
        out = list(hint.literals)
        module = self.a.modules.get(path)
        for alias in hint.aliases:
            target = module.ir.types.get(alias) if module is not None else None
            found = self._literals(target, path, depth + 1) if target is not None and depth < 5 else ()
            if not found:
                return ()
            out += found
        return tuple(dict.fromkeys(out))

    def _holders(self, variable: int, name: str = "") -> list[Holder]:
        """What `variable` holds that has properties, with everything that is inherited; a class that always has `name` inherits it not."""
        known = self._held.get(variable)
        if known is None:
            known = self._held[variable] = self._found(variable, "")
        classes = name and any(isinstance(token, ClassToken) for token in self.a.solver.of(variable))
        return self._found(variable, name) if classes else known

    def _found(self, variable: int, name: str) -> list[Holder]:
        out: dict[Holder, None] = {}
        stack: list[Token] = list(reversed(self.a.solver.of(variable))) if variable else []
        while stack:
            token = stack.pop()
            if isinstance(token, ClassToken):
                if all(conditional for _, conditional in token.statics.stores.get(name, ())):
                    stack += self.a.solver.of(token.base)
                token = token.statics
            elif isinstance(token, Function) and token.properties is not None:
                token = token.properties
            if isinstance(token, Holder) and token not in out:
                out[token] = None
                if token.parent:
                    stack += reversed(self.a.solver.of(token.parent))
        return list(out)


def _is_url(token: Token) -> bool:
    return isinstance(token, External) and token.path[-2:] == ("URL", "new")


def _changes(holders: list[Holder], moved: bool) -> Changes:
    keyed = dict.fromkeys(definition for holder in holders for definition, _ in holder.stores.get(ANY_KEY, ()))
    merged = dict.fromkeys(definition for holder in holders for definition, _ in holder.stores.get(MERGED, ()))
    return Changes(tuple(keyed), tuple(merged), moved)
