"""Abstract values: what a variable of the app can hold, one token per allocation site or access path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from scopeminer.syntax.ir import Class, Expr, Func, Obj, Prop
from scopeminer.values.definitions import FEW, Definition, ValueOf, more

if TYPE_CHECKING:
    from scopeminer.program.bindings import Scope
    from scopeminer.program.callsite import CallSite
    from scopeminer.program.solver import Solver


PLAIN = frozenset({"object", "array", "map"})
"""Kinds of holders that have no parent worth following."""
NO_TABLES = frozenset({"prototype", "class"})
"""Kinds of holders whose properties mostly have names that are known."""
OF_CONTAINERS = frozenset({
    "add", "at", "clear", "concat", "copyWithin", "delete", "entries", "every", "fill", "filter", "find", "findIndex", "findLast",
    "findLastIndex", "flat", "flatMap", "forEach", "get", "has", "includes", "indexOf", "join", "keys", "lastIndexOf", "length", "map",
    "next", "pop", "push", "reduce", "reduceRight", "reverse", "set", "shift", "size", "slice", "some", "sort", "splice", "toReversed",
    "toSorted", "toSpliced", "toString", "unshift", "values", "with",
})  # fmt: skip
"""What arrays and Maps have: none of it is an element."""
ANY_KEY, MERGED = "", "..."
INHERITING = frozenset({"module", "instance", "prototype", "copy"})
"""The kinds that have, even before there is one."""


Stored = tuple[Definition, bool]
"""What is stored, and whether on some paths only."""


class Token:
    """Compared by identity; the solver keeps tokens in insertion order, so results do not depend on hashes."""

    __slots__ = ()


NONE: dict[str, Any] = {}
"""In the place of tables that have nothing in them, as most have for ever; not to be written to."""


def in_turns(readers: tuple[Any, ...]) -> Iterator[tuple[str, int]]:
    """The pairs of names and readers."""
    return zip(readers[::2], readers[1::2], strict=True)


class Holder(Token):
    """Something with properties: an object, array, instance, module namespace, Map.

    `fields` by name; `rest` holds what is stored under unknown keys (array elements too); `everything` is the union.
    `given` are properties whose variable is that of the value given in a literal: nothing was stored there since.
    `stores` keeps the definitions behind each field for the string evaluator; the flag says "only on some paths". Under ANY_KEY stands what
    is stored where nobody knows (elements that are pushed too), under MERGED what gives all its properties (`Object.assign`).
    """

    __slots__ = (
        "escaped", "everything", "fields", "getters", "given", "kind", "label", "made", "moved", "origin", "parent", "readers", "rest",
        "rest_readers", "setters", "stores", "var", "watchers",
    )  # fmt: skip

    def __init__(self, kind: str, label: str) -> None:
        self.kind = kind
        self.label = label
        self.fields: dict[str, int] = NONE
        self.given: dict[str, int] = NONE
        self.getters: dict[str, Function] = NONE
        self.setters: dict[str, Function] = NONE
        self.rest = 0
        self.everything = 0
        self.escaped = False
        """Whether code that we do not see has got it."""
        self.parent = 0
        self.var = 0
        """The constant that holds it."""
        self.origin: object = None
        """The literal or call site that made it, or the class whose prototype it is."""
        self.made: dict[str, Definition] = NONE
        """What an object literal gives its properties, as far as somebody asked who reached it through `this`."""
        self.stores: dict[str, tuple[Stored, ...] | list[Stored]] = NONE
        self.moved = False
        """Elements of an array have changed places, or been replaced or taken away."""
        self.readers: tuple[Any, ...] | dict[str, list[int]] = ()
        """Who reads a property that has no variable of its own yet (most never get one): names and readers in turns, or by name where there
        are many."""
        self.rest_readers: tuple[int, ...] | list[int] = ()
        """Who reads one that has: these, too, would read what is stored under unknown keys."""
        self.watchers: tuple[Callable[[str, int], None], ...] = ()

    def field(self, name: str, solver: Solver) -> int:
        """The variable of property `name`, made when something is stored there."""
        var = self.fields.get(name)
        if var is not None:
            return var
        if self.fields is NONE:
            self.fields = {}
        var = self.fields[name] = solver.var()
        if name in self.given:
            solver.edge(self.given.pop(name), var)
        if self.readers:
            for reader in self._served(name):
                solver.edge(var, reader)
        if self.everything or self.watchers:
            self._tell(name, var, solver)
        return var

    def give(self, name: str, var: int, solver: Solver) -> None:
        """Property `name` of a new object is what `var` holds: only what is stored there later needs a variable of its own."""
        if self.everything or self.watchers or self.readers or name in self.fields or name in self.given:
            solver.edge(var, self.field(name, solver))
        elif self.given is NONE:
            self.given = {name: var}
        else:
            self.given[name] = var

    def receive(self, name: str, var: int, solver: Solver) -> None:
        """It has what `var` holds under a name too; an empty one is a key that is not known."""
        if not name:
            solver.edge(var, self.unknown(solver))
        elif name in self.fields:
            solver.edge(var, self.fields[name])
        else:
            self.give(name, var, solver)

    def unknown(self, solver: Solver) -> int:
        """The variable of whatever is stored under keys that are not known."""
        if not self.rest:
            self.rest = solver.var()
            unserved = (reader for name, readers in self.waiting().items() if not self._is_own(name) for reader in readers)
            for reader in (*self.rest_readers, *unserved):
                solver.edge(self.rest, reader)
            self._tell("", self.rest, solver)
        return self.rest

    def _tell(self, name: str, var: int, solver: Solver) -> None:
        """There is one more property."""
        if self.everything:
            solver.edge(var, self.everything)
        for watcher in self.watchers:
            watcher(name, var)

    def read(self, name: str, reader: int, solver: Solver) -> None:
        """`reader` ⊇ property `name` and, in what can be a table, whatever is stored under unknown keys."""
        rest, var = self.rest, self.fields.get(name)
        if var:
            solver.edge(var, reader)
            if not rest and not self._is_own(name):
                self.rest_readers = more(self.rest_readers, reader)
        else:
            readers = self.readers
            if name in self.given:
                solver.edge(self.given[name], reader)
            if type(readers) is dict:
                readers.setdefault(name, []).append(reader)
            elif len(readers) < 2 * FEW:
                self.readers = (*readers, name, reader)
            else:
                self.readers = waiting = self.waiting()
                waiting.setdefault(name, []).append(reader)
        if rest and not self._is_own(name):
            solver.edge(rest, reader)

    def _is_own(self, name: str) -> bool:
        """Whether arrays and Maps themselves have something of this name, if it is one: then no element is meant."""
        return name in OF_CONTAINERS and self.kind in ("array", "map")

    def _served(self, name: str) -> Sequence[int]:
        """Who reads a property: it waits for what is stored under unknown keys and nothing else."""
        readers = self.readers
        if isinstance(readers, dict):
            found = readers.pop(name, [])
        elif name in readers:
            pairs = list(in_turns(readers))
            found = [reader for read, reader in pairs if read == name]
            self.readers = tuple([one for pair in pairs if pair[0] != name for one in pair])
        else:
            return ()
        if not self.rest and not self._is_own(name):
            for reader in found:
                self.rest_readers = more(self.rest_readers, reader)
        return found

    def waiting(self) -> dict[str, list[int]]:
        """`readers` by name."""
        if isinstance(self.readers, dict):
            return self.readers
        found: dict[str, list[int]] = {}
        for name, reader in in_turns(self.readers):
            found.setdefault(name, []).append(reader)
        return found

    def variables(self) -> Iterator[tuple[str, int]]:
        """The properties that have names, with their variables."""
        yield from self.given.items()
        yield from self.fields.items()

    def initial(self, name: str) -> Definition | None:
        """What an object literal gives property `name`, for whoever reaches it through `this`."""
        if not isinstance(self.origin, Obj):
            return None
        known = self.made.get(name)
        if known is None:
            given = next(
                (prop for prop in reversed(self.origin.props) if isinstance(prop, Prop) and prop.key == name and prop.kind == "init"), None
            )
            if given is None:
                return None
            known = ValueOf(self.given.get(name) or self.fields.get(name, 0), given.value)
            self.made = {**self.made, name: known}
        return known

    def store(self, name: str, stored: Stored) -> None:
        """Keep what is stored under a name; an empty one is a key that is not known."""
        if self.stores is NONE:
            self.stores = {}
        self.stores[name] = more(self.stores.get(name, ()), stored)

    def inherited(self, solver: Solver) -> int:
        """The variable of what this inherits from (a class's prototype, `export *` sources)."""
        if not self.parent:
            self.parent = solver.var()
        return self.parent

    def union(self, solver: Solver) -> int:
        """The variable of any property's value."""
        if not self.everything:
            self.everything = solver.var()
            for _, var in self.variables():
                solver.edge(var, self.everything)
            solver.edge(self.rest, self.everything)
        return self.everything

    def watch(self, watcher: Callable[[str, int], None]) -> None:
        """Call `watcher(name, var)` for every property there is and will be ("" = unknown keys)."""
        for name, var in [*self.given.items(), *self.fields.items()]:
            watcher(name, var)
        if self.rest:
            watcher("", self.rest)
        self.watchers += (watcher,)


class Function(Token):
    """A function of the app, or a module's top level (`func.name` is then the file)."""

    __slots__ = (
        "body_done", "first_use", "func", "gives_nothing", "is_module", "label", "makes", "original", "outer", "owner", "params", "path",
        "properties", "result", "returns", "scope", "this", "var",
    )  # fmt: skip

    def __init__(self, func: Func, path: str, scope: Scope, outer: Function | None, label: str, solver: Solver) -> None:
        self.func = func
        self.path = path
        self.scope: Scope | None = scope
        """Where it stands; None once its body is generated."""
        self.outer = outer
        """The function in whose text this one stands."""
        self.label = label
        self.owner: ClassToken | None = None
        self.original: Function = self
        """The function that it is a clone of, or itself (see program/cloning)."""
        self.first_use: object = None
        """What used it first, where that matters."""
        self.makes: bool | None = None
        """Whether it makes functions; None as long as nobody has asked."""
        self.is_module = False
        self.body_done = False
        self.params: tuple[int, ...] = ()
        self.result = solver.var()
        self.returns: tuple[Expr, ...] | list[Expr] = ()
        self.gives_nothing = False
        """Whether it can come to its end without a value."""
        self.this = 0 if func.is_arrow else solver.var()
        """An arrow has none of its own."""
        self.var = 0
        """The constant that holds it."""
        self.properties: Holder | None = None

    def gives(self, value: Expr) -> None:
        """It can return `value`."""
        self.returns = more(self.returns, value)

    def param(self, index: int, solver: Solver) -> int:
        """The variable of parameter `index` (0-based)."""
        params = self.params
        while len(params) <= index:
            params = self.params = (*params, solver.var())
        return params[index]


class ClassToken(Token):
    """A class of the app: `statics` and `prototype` are holders, `base` the variable of what it extends."""

    __slots__ = (
        "base", "constructor", "implicit", "initializer", "ir", "label", "methods", "path", "prototype", "prototype_var", "statics", "var",
    )  # fmt: skip

    def __init__(self, ir: Class, path: str, label: str, solver: Solver) -> None:
        self.ir = ir
        self.path = path
        self.label = label
        self.var = 0
        """The constant that holds it."""
        self.statics = Holder("class", label)
        self.prototype = Holder("prototype", label)
        self.prototype.origin = self
        self.prototype_var = solver.constant(self.prototype)
        self.base = 0
        self.constructor: Function | None = None
        self.initializer: Function | None = None
        self.methods = frozenset(member.key for member in ir.members if member.kind == "method" and not member.static)
        """The keys of the methods of instances: what a parent has under such a name is not theirs."""
        self.implicit: tuple[Function, ...] = ()
        """Methods of instances that the platform calls when it meets one."""


class External(Token):
    """A value that comes from a package or the platform, as an access path: `("asUser", "()", "requestJira")`."""

    __slots__ = ("origin", "package", "path", "steps", "var")

    def __init__(self, package: str, path: tuple[str, ...], origin: CallSite | None = None) -> None:
        self.package = package
        self.path = path
        self.origin = origin
        """The construction of the object that it is a part of, where objects are told apart (resolvers)."""
        self.var = 0
        """The constant that holds it."""
        self.steps: dict[str, External] = {}
        """What one step more leads to, as far as it was asked."""


class Bound(Token):
    """`target.bind(this, …args)`: the leading arguments as variables and expressions."""

    __slots__ = ("exprs", "target", "vars")

    def __init__(self, target: Function, variables: tuple[int, ...], exprs: tuple[Expr, ...]) -> None:
        self.target = target
        self.vars = variables
        self.exprs = exprs


class Native(Token):
    """A function that the platform made (a promise's `resolve`, a state setter): `effect` says what calling it does."""

    __slots__ = ("effect", "label")

    def __init__(self, label: str, effect: Callable[[CallSite], None]) -> None:
        self.label = label
        self.effect = effect
