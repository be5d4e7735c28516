"""The state of one whole-program analysis: modules, functions, call sites and the constraint graph between them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVarTuple

from scopeminer.program.callsite import CallSite
from scopeminer.program.solver import Solver, Tokens
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Token
from scopeminer.records import dataclass, field
from scopeminer.syntax import ir
from scopeminer.syntax.ir import Assign, Expr, Func, Index, Module, Name, This, TypeHint
from scopeminer.syntax.record import Record
from scopeminer.values.definitions import Definition, more

if TYPE_CHECKING:
    from scopeminer.program.body import Body

Ts = TypeVarTuple("Ts")
GLOBAL_OBJECTS = frozenset({"global", "globalThis", "window", "self"})
MODULE_NAMES = ("exports", "module")
PLAIN_GLOBALS = frozenset({"undefined", "NaN", "Infinity"})
ALWAYS_FOLLOWED = 2
"""Steps of an access path that are kept whatever the package."""
LONGEST_PATH = 9
BEYOND = "…"
THROWN = "(thrown)"
BEYOND_CALL = "…()"
"""The step behind which an access path is not told apart any more: data, not API. With a call among what it stands for, or without."""
DATA = ((BEYOND,), (BEYOND_CALL,))
MOST_CLONED = 4_000
"""Nodes of the syntax of an app: more would cost more than they tell apart."""
TOKENS_A_PLACE = 10
"""Members of sets that take as much memory as one variable, read or call with all that belongs to it (250 bytes)."""
GETTER, STATIC_GETTER, SETTER = "get *", "static get *", "set *"
"""In the place of a name: whether the app has any at all."""
PAGE = "the page"
CALLS = frozenset({"()", "new", "(account)", BEYOND_CALL})


class Edge(Record):
    """`caller` can call `callee` at byte `at` of `caller.path`; `site` has the arguments, None when nobody knows them."""

    caller: Function | None
    callee: Function
    path: str
    at: int
    site: CallSite | None
    decides: bool = False
    """Nobody knows the arguments, and they may matter: other code was given values beside the function."""
    handed: CallSite | None = None
    """The call that hands the function to the code that may call it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the analysis knows that it does not know. `reason` as in design.md section 6."""

    reason: str
    path: str
    at: int
    detail: str
    function: Function | None = None


class DynamicRead(Record):
    """`container[key]` with a key that has to be evaluated first; the value goes to `var`. `names`: those that are read already."""

    expr: Index
    function: Function
    container: int
    var: int
    names: tuple[str, ...] = ()


class Given(Record):
    """What `var` holds goes to code outside the app at byte `at` of `function`, and not as an argument: in a property, or as an object of a
    class that a package calls."""

    function: Function
    at: int
    var: int
    container: int
    """The object it becomes a property of; 0 where it is another way."""
    taker: str = ""
    """The package, as far as it is known."""


@dataclass(slots=True)
class LoadedModule:
    """A module whose top level was generated (`top`), its namespace and its IR."""

    path: str
    ir: Module
    namespace: Holder
    top: Function
    commonjs: Holder
    """What `module` is: its field `exports` holds the namespace or whatever replaced it."""


@dataclass(slots=True)
class Analysis:
    """Everything the generator, the linker and the models share."""

    load: Callable[[str], Module | None]
    """Path → IR; None when there is no such file."""
    resolve: Callable[[str, str], object]
    """(importer, specifier) → Resolution of program/resolution."""
    expression: Callable[[Body, Expr, str], int]
    """Generates an expression (program/expressions.value)."""
    model: Callable[[CallSite, External], Callable[[Analysis, CallSite], None] | None]
    """What is known of a platform function (program/models.external)."""
    follow: Callable[[str, tuple[str, ...]], bool]
    """Whether a known API begins like this access path (package, steps)."""
    solver: Solver = field(default_factory=Solver)
    files: Callable[[], Sequence[str]] = tuple
    """All that are there."""
    room: int = 0
    """How much may be made: variables, reads and calls, to which the memory that all takes is in proportion."""
    is_full: bool = False
    """Whether all room is taken: nothing more is generated, and nothing flows."""
    degraded: bool = False
    modules: dict[str, LoadedModule] = field(default_factory=dict)
    clones: dict[Function, dict[int, Function]] = field(default_factory=dict)
    """What a function is in each of its uses, by identity of the use (see program/cloning)."""
    sizes: dict[Function, int] = field(default_factory=dict)
    """Of how many nodes those are made that somebody wanted to clone."""
    cloneable: int = MOST_CLONED
    """How many nodes can still be cloned."""
    functions: dict[Expr, Function] = field(default_factory=dict)
    """By the node of the IR, as in all tables here."""
    classes: dict[Expr, ClassToken] = field(default_factory=dict)
    sites: dict[Expr, CallSite] = field(default_factory=dict)
    """Syntactic call sites."""
    all_sites: list[CallSite] = field(default_factory=list)
    looked_at: int = 0
    """How many of all sites were asked whether they reach anything known."""
    vars: dict[Expr, int] = field(default_factory=dict)
    """Flow variable of an expression; of calls and of what makes something `variable` says it."""
    reads: dict[Expr, Definition] = field(default_factory=dict)
    """Definition that a Name reads."""
    owners: dict[Expr, Function] = field(default_factory=dict)
    """Function that a `this` belongs to."""
    holders: dict[Expr, Holder] = field(default_factory=dict)
    """Holder of an object or array literal or a construction."""
    dynamic: list[DynamicRead] = field(default_factory=list)
    """Reads under keys that are still to be evaluated."""
    stored: list[Given] = field(default_factory=list)
    """What is stored in properties, of which nobody has asked yet whose they are."""
    given: list[Given] = field(default_factory=list)
    """What code outside the app gets."""
    externals: dict[tuple[str, tuple[str, ...], CallSite | None], External] = field(default_factory=dict)
    globals: dict[str, int] = field(default_factory=dict)
    own_globals: dict[str, int] = field(default_factory=dict)
    """What the app keeps in properties of the global object."""
    global_calls: dict[str, list[Callable[[int], None]]] = field(default_factory=dict)
    """Calls of names that nothing declares: nearly all are the platform's."""
    edges: dict[Function, tuple[Edge, ...] | list[Edge]] = field(default_factory=dict)
    """Incoming edges by callee: every function that can run, in the order in which they were reached."""
    waiting: deque[Function] = field(default_factory=deque)
    """Reached functions whose bodies are still to be generated."""
    gaps: list[Gap] = field(default_factory=list)
    outside: dict[tuple[str, str], list[tuple[Function, int]]] = field(default_factory=dict)
    """(package, subpath) → the functions that import it from outside the app, each with the byte offset."""
    loads: defaultdict[str, dict[int | Token, int]] = field(default_factory=partial(defaultdict, dict))
    """Property, container → the variable of the loaded value ("*" = any property); of a token where a method of it is called."""
    loaded: defaultdict[Token, set[int]] = field(default_factory=partial(defaultdict, set))
    """The targets of load constraints already made of what inherits, so that cycles of prototypes end."""
    linked: set[tuple[int, str, int]] = field(default_factory=set)
    """Other constraints already made, so that cycles of spreads end."""
    awaited_names: defaultdict[str, list[tuple[Any, ...]]] = field(default_factory=partial(defaultdict, list))
    """Property → what is to be done once there is a setter or an implicit method of that name (nearly always nothing), with what."""
    names: set[str] = field(default_factory=set)
    """Those of which there is one: none are looked for before."""
    escaped: set[int] = field(default_factory=set)
    """Variables whose functions unknown code may call."""
    module_globals: dict[tuple[str, str], int] = field(default_factory=dict)
    """(file, `exports` or `module`) → variable."""
    assignments: dict[Function, tuple[Assign, ...] | list[Assign]] = field(default_factory=dict)
    """To properties (`a.b = c`), by the function that makes them, in source order."""
    hints: dict[int, tuple[TypeHint, str, Definition]] = field(default_factory=dict)
    """Literal types by identity of the definition, with the file in which their aliases are declared."""
    bound: dict[tuple[int, Function], Bound] = field(default_factory=dict)
    arrays: dict[tuple[object, str], Holder] = field(default_factory=dict)
    definitions: dict[CallSite, list[CallSite]] = field(default_factory=dict)
    """What is defined on resolvers that nobody can invoke, as far as is known; by the construction of the resolver."""
    handed_over: dict[External, None] = field(default_factory=dict)
    """The resolvers, and what is read of them, that code we do not see has got."""
    exposed: set[CallSite] = field(default_factory=set)
    """The constructions of all other resolvers."""
    joined: dict[tuple[int, int], CallSite] = field(default_factory=dict)
    """(invoke, definition) → the call that the platform makes of it."""
    requests: dict[int, tuple[Expr, int]] = field(default_factory=dict)
    """What a call to the app's backend sends, by identity of the call site."""
    bases: dict[ClassToken, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.solver.grown = self.measure

    def measure(self) -> None:
        """Whether there is room left."""
        tables = len(self.reads) + len(self.holders) + 3 * len(self.all_sites) + 5 * len(self.classes)
        if self.solver.variables + self.solver.done // TOKENS_A_PLACE + tables > self.room:
            self.is_full = True
            self.solver.budget = min(self.solver.budget, 0)

    def external(self, package: str, path: tuple[str, ...], origin: CallSite | None = None) -> External:
        """The one token of an access path. Where no known API begins like it, it is followed no further: results are data."""
        if len(path) > ALWAYS_FOLLOWED and (len(path) > LONGEST_PATH or not self.follow(package, path)):
            path = (*path[:ALWAYS_FOLLOWED], BEYOND_CALL if is_result(path[ALWAYS_FOLLOWED:]) else BEYOND)
        key = (package, path, origin)
        token = self.externals.get(key)
        if token is None:
            token = self.externals[key] = External(package, path, origin)
        return token

    def constant(self, token: External) -> int:
        """A variable that holds nothing but this access path."""
        if not token.var:
            token.var = self.solver.constant(token)
        return token.var

    def step(self, token: External, step: str) -> External:
        """The access path of `token`, one step on."""
        known = token.steps.get(step)
        if known is None:
            known = token.steps[step] = self.external(token.package, (*token.path, step), token.origin)
        return known

    def function(self, func: Func, make: Callable[[], Function]) -> Function:
        """The one token of a syntactic function."""
        token = self.functions.get(func)
        if token is None:
            token = self.functions[func] = make()
        return token

    def reach(self, callee: Function, edge: Edge) -> None:
        """`callee` can run; its body is generated once."""
        incoming = self.edges.get(callee)
        if incoming is not None:
            self.edges[callee] = more(incoming, edge)
        else:
            self.edges[callee] = (edge,)
            if not callee.body_done:
                self.waiting.append(callee)

    def add_site(self, node: Expr, site: CallSite) -> None:
        """Register a syntactic call site."""
        self.sites[node] = site
        self.all_sites.append(site)

    def variable(self, expr: Expr) -> int:
        """The flow variable of an expression that was generated; a name that nothing declares means the same everywhere."""
        while isinstance(expr, (ir.Await, ir.Spread)):
            expr = expr.value
        found: Definition | Function | ClassToken | Holder | None = None
        if isinstance(expr, (ir.Call, ir.New, ir.Tagged, ir.Jsx)):
            site = self.sites.get(expr)
            return site.result if site is not None else self.vars.get(expr, 0)
        if isinstance(expr, This):
            owner = self.owners.get(expr)
            return owner.this if owner is not None else 0
        if isinstance(expr, Name):
            found = self.reads.get(expr)
            return found.var if found is not None else self.vars.get(expr) or self.globals.get(expr.id, 0)
        if isinstance(expr, Func):
            found = self.functions.get(expr)
        elif isinstance(expr, ir.Class):
            found = self.classes.get(expr)
        elif isinstance(expr, (ir.Obj, ir.Arr)):
            found = self.holders.get(expr)
        return found.var if found is not None else self.vars.get(expr, 0)

    def thrown(self) -> int:
        """The variable of everything that is thrown: where it is caught, nobody tells apart."""
        return self.globals.get(THROWN) or self.globals.setdefault(THROWN, self.solver.var())

    def global_value(self, name: str) -> int:
        """The variable of a name that nothing in the app declares."""
        var = self.globals.get(name)
        if var is None:
            path = () if name in GLOBAL_OBJECTS else (name,)
            var = self.globals[name] = 0 if name in PLAIN_GLOBALS else self.constant(self.external("(global)", path))
        return var

    def set_global(self, name: str, source: int) -> None:
        """`globalThis.name = …`: whoever calls that name calls this."""
        var = self.own_globals.get(name)
        if var is None:
            var = self.own_globals[name] = self.solver.var()
            for then in self.global_calls.pop(name, ()):
                then(var)
        self.solver.edge(source, var)

    def when_global(self, name: str, then: Callable[[int], None]) -> None:
        """Do `then` with what the app keeps under a global name, as soon as it does."""
        if name in self.own_globals:
            then(self.own_globals[name])
        else:
            self.global_calls.setdefault(name, []).append(then)

    def array(self, key: tuple[object, str], label: str) -> Holder:
        """The array that a function makes implicitly (rest parameter, yielded values)."""
        holder = self.arrays.get(key)
        if holder is None:
            holder = self.arrays[key] = Holder("array", label)
        return holder

    def rest_array(self, function: Function, index: int) -> Holder:
        """What a rest parameter at `index` collects."""
        return self.array((function, f"rest {index}"), function.label)

    def yield_array(self, function: Function) -> Holder:
        """What iterating a generator gives."""
        return self.array((function, "yield"), function.label)

    def instance(self, site: CallSite, cls: ClassToken | None) -> Holder:
        """The object that a construction site makes, one per class."""
        key = (site, f"new {id(cls)}")
        fresh = key not in self.arrays
        holder = self.array(key, cls.label if cls else "")
        if fresh:
            holder.kind = "instance"
            holder.origin = site
            if cls is not None:
                holder.parent = cls.prototype_var
        return holder

    def base_prototype(self, cls: ClassToken) -> int:
        """The variable of the prototypes of what `cls` extends."""
        var = self.bases.get(cls)
        if var is None:
            var = self.bases[cls] = self.solver.var()
            target = var

            def inherit(tokens: Tokens) -> None:
                for token in tokens:
                    if isinstance(token, ClassToken):
                        self.solver.add(target, token.prototype)

            self.solver.on(cls.base, inherit)
        return var

    def when_named(self, name: str, then: Callable[[*Ts], None], *given: *Ts) -> None:
        """Do `then` with what is given as soon as the app has a setter, or an implicit method, of that name."""
        if name in self.names:
            then(*given)
        else:
            self.awaited_names[name].append((then, *given))

    def add_setter(self, holder: Holder, name: str, setter: Function) -> None:
        """`holder` runs `setter` when its property is stored."""
        holder.setters = {**holder.setters, name: setter}
        self.name(name)
        self.name(SETTER)

    def name(self, name: str) -> None:
        """There is a setter or an implicit method of that name."""
        self.names.add(name)
        for then, *given in self.awaited_names.pop(name, ()):
            then(*given)

    def gap(self, reason: str, path: str, at: int, detail: str, function: Function | None = None) -> None:
        """Record something unknown, once per place."""
        gap = Gap(reason, path, at, detail, function)
        if gap not in self.gaps:
            self.gaps.append(gap)


def is_data(token: Token) -> bool:
    """Whether all that is read of a token is that token again."""
    return isinstance(token, External) and token.path[-1:] in DATA


def is_result(path: tuple[str, ...]) -> bool:
    """Whether an access path leads through a call: what it means is data that somebody gave."""
    return not CALLS.isdisjoint(path)
