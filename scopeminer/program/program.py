"""The whole program of an app: what runs from its manifest entries, and how calls get there."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from scopeminer.program import joins, models, resolvers
from scopeminer.program.analysis import PAGE, Analysis, Edge
from scopeminer.program.answers import Answers
from scopeminer.program.body import Body
from scopeminer.program.callsite import CallSite
from scopeminer.program.chains import Chains
from scopeminer.program.cloning import is_maker, place_of, places_of
from scopeminer.program.computed_keys import read_any_key, read_keys
from scopeminer.program.entries import EntryPoint
from scopeminer.program.escape import escape
from scopeminer.program.expressions import named
from scopeminer.program.invocations import Having, Invocations
from scopeminer.program.likeness import Likeness
from scopeminer.program.modules import exports, module
from scopeminer.program.objects import load
from scopeminer.program.outside_calls import escape_arguments
from scopeminer.program.solver import Solver, Tokens
from scopeminer.program.statements import generate
from scopeminer.program.tokens import External, Function
from scopeminer.records import dataclass, field
from scopeminer.syntax.ir import Module
from scopeminer.values.definitions import Choice, Definition, Stored
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.memory import Memory
from scopeminer.values.reduce import STEPS

if TYPE_CHECKING:
    import networkx

WORK = 100_000
"""Units of the solver's budget per app, beside those for its size."""
BYTES_A_UNIT = 8
"""One more for so many bytes of source: of 118 apps one would spend whatever it is given, the others leave 50,000 units and more."""
ROOM = 94_000
BYTES_A_PLACE, NODES_A_PLACE = 4, 5
"""Variables, reads, calls and objects that the analysis of an app may make, which take 250 bytes of memory each with all that belongs to
one: so many more for the bytes of source, less for the nodes of syntax, which take room themselves. So a scan keeps to 70 MB and 60 MB for
each MB of source. Of 261 apps none makes more than a third of that."""
WORK_UNREACHED = 50_000
"""For all code that nothing reaches: it decides no more than how a scope without a use is spoken of."""
MAX_ALL_CONTEXTS = 20_000
"""Chains of calls, of all questions about a program together; the largest app seen needs a tenth of that."""
MAX_ALL_STEPS = 300_000
"""Of the string evaluator, for all questions together; the largest app seen that is answered in full needs half of it."""
STEPS_LEFT = 2_000
"""For each question that is asked when they are spent."""
MEASURED = 16
"""Functions after which it is looked again how much room is taken."""
MAX_ROUNDS = 12
PLACE = attrgetter("at")
BACKEND = frozenset({"backend"})


@dataclass(slots=True)
class Program:
    """A solved analysis. `roots` maps each entry function to its entry point; `live` is what entries reach."""

    analysis: Analysis
    roots: dict[Function, EntryPoint] = field(default_factory=dict)
    missing_exports: list[EntryPoint] = field(default_factory=list)
    live: dict[Function, None] = field(default_factory=dict)
    having: Having = field(default_factory=dict)
    last: dict[Function, Edge] = field(default_factory=dict)
    """The edge that a shortest chain from an entry takes into each live function."""
    outgoing: defaultdict[Function | None, list[Edge]] = field(default_factory=partial(defaultdict, list))
    """The calls of each function that runs, in the order of their places."""
    chains: Chains = field(init=False)
    sides: dict[Function, frozenset[str]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    """What evaluators found out about the program as it is."""
    likeness: Likeness = field(init=False)
    """Which chains of calls come to the same."""
    contexts: int = 0
    """How many chains of calls have been asked about (see program/contexts)."""
    steps: int = 0
    """What that has taken of the string evaluator."""

    def __post_init__(self) -> None:
        self.likeness = Likeness(self)
        self.chains = Chains(self)

    @property
    def answers(self) -> Answers:
        """Those of the likeness: both hold as long as the program does not change."""
        return self.likeness.answers

    def sites(self) -> Iterator[CallSite]:
        """Call sites in the order in which they were found."""
        return iter(self.analysis.all_sites)

    @property
    def is_spent(self) -> bool:
        """Whether callers are not asked about any more."""
        return self.contexts >= MAX_ALL_CONTEXTS or self.steps >= MAX_ALL_STEPS

    def evaluator(self) -> Evaluator:
        """A string evaluator for one question about this program; `count` it once that is answered."""
        return Evaluator(self.answers, self.memory, STEPS_LEFT if self.is_spent else STEPS)

    def count(self, evaluator: Evaluator) -> None:
        """A question is answered: what that took counts for all of them."""
        self.steps += evaluator.most - evaluator.steps

    def callers(self, function: Function) -> list[Edge]:
        """Edges into `function` from code that runs."""
        return [edge for edge in self.analysis.edges.get(function, ()) if edge.caller is None or edge.caller in self.live]

    def call_graph(self) -> networkx.DiGraph[str]:
        """The calls of everything that runs; networkx is imported here, for it costs more than most apps."""
        from scopeminer.program.graph import call_graph

        return call_graph(self)

    def explore_unreached(self, paths: Iterable[str]) -> None:
        """Also generate what no entry reaches, to find what only dead code uses. `live` stays as it is."""
        a = self.analysis
        if a.solver.spent:
            return
        a.solver.grant(WORK_UNREACHED - a.solver.budget)
        self.memory, self.likeness = Memory(), Likeness(self)
        for path in paths:
            if path not in a.modules:
                module(a, path, None, 0)
        reached = places_of(a.edges)  # a clone is there where its original is
        for _ in range(MAX_ROUNDS):
            _run(a)
            pending = [f for f in a.functions.values() if f not in a.edges and not _is_among(f, reached)]
            if not pending:
                break
            for function in pending:
                a.reach(function, Edge(function.outer, function, function.path, function.func.at, None))


def _is_among(function: Function, places: dict[str, set[int]]) -> bool:
    path, at = place_of(function)
    return path in places and at in places[path]


def build(
    entries: Iterable[EntryPoint],
    load_module: Callable[[str], Module | None],
    resolve: Callable[[str, str], object],
    follow: Callable[[str, tuple[str, ...]], bool],
    work: int = WORK,
    files: Callable[[], Sequence[str]] = tuple,
) -> Program:
    """Analyse everything that `entries` reach. `follow` says whether a known API begins like an access path."""

    def loading(path: str) -> Module | None:
        found = load_module(path)
        if found is not None and not a.is_full:
            a.solver.grant(found.size // BYTES_A_UNIT)
            a.room += found.size // BYTES_A_PLACE - found.nodes // NODES_A_PLACE
        return found

    a = Analysis(loading, resolve, named, models.external, lambda *path: joins.PATHS(*path) or follow(*path), Solver(work), files, ROOM)
    program = Program(a)
    handlers: list[tuple[EntryPoint, int]] = []
    points = tuple(entries)
    for entry in sorted(points, key=lambda entry: entry.export is None):
        if entry.export is None and handlers:
            _run_handlers(a)
        loaded = module(a, entry.file, None, 0)
        if loaded is None:
            program.missing_exports.append(entry)
            continue
        program.roots.setdefault(loaded.top, entry)
        if entry.export is None:
            escape(a, exports(a, loaded), None)  # whoever loads a page's entry can use what it exports
        else:
            exported = load(a, exports(a, loaded), entry.export)
            handlers.append((entry, exported))
            a.solver.on(exported, partial(_start, program, entry))
    _settle(program, points, [exported for _, exported in handlers])
    for entry, exported in handlers:
        if not a.solver.spent and not a.solver.of(exported) and not _is_given(program, entry):
            program.missing_exports.append(entry)
    _close(program)
    return program


def _start(program: Program, entry: EntryPoint, tokens: Tokens) -> None:
    resolvers.expose(program.analysis, tokens)
    for token in tokens:
        if isinstance(token, Function):
            program.roots.setdefault(token, entry)
            program.analysis.reach(token, Edge(None, token, token.path, token.func.at, None))
        elif isinstance(token, External) and token.origin is not None:
            program.having.setdefault(token.origin, {})[entry] = None


def _is_given(program: Program, entry: EntryPoint) -> bool:
    """Whether the file exports it at all, whatever its value; a name that is only passed on is not there unless it is at its source."""
    a = program.analysis
    return _is_stored(program.answers, exports(a, a.modules[entry.file]), entry.export or "", set())


def _is_stored(answers: Answers, container: int, name: str, asked: set[tuple[int, str]]) -> bool:
    asked.add((container, name))
    for definition in _parts(stored for stored, _ in answers.stored(container, name)):
        if not isinstance(definition, Stored) or not answers.a.solver.of(definition.container):
            return True
        source = definition.container, definition.name
        if source not in asked and _is_stored(answers, *source, asked):
            return True
    return False


def _parts(definitions: Iterable[Definition]) -> Iterator[Definition]:
    for definition in definitions:
        if isinstance(definition, Choice) and definition.parts:
            yield from _parts(part for _, part in definition.parts)
        else:
            yield definition


def _run(a: Analysis) -> None:
    """To the fixpoint: bodies of newly reached functions first, then propagation. Where room ends, all ends: as if the work were spent."""
    waiting = a.waiting
    while True:
        while waiting:
            a.measure()
            if a.is_full:
                return
            for _ in range(min(MEASURED, len(waiting))):
                _generate(a, waiting.popleft())
        if not a.solver.step():
            if waiting:
                continue
            return


def _generate(a: Analysis, function: Function) -> None:
    if not function.body_done:
        function.body_done = True
        generate(Body(a, function))
        if function.owner is None and not is_maker(function):
            function.scope = None  # functions inside have their own way to it, and there will be no clone


def _run_handlers(a: Analysis) -> None:
    """What the backend does by itself, before any page: where a page spends all work, that must not be at the cost of it."""
    for _ in range(MAX_ROUNDS):
        _run(a)
        if not read_keys(a):
            return


def _settle(program: Program, points: tuple[EntryPoint, ...], exported: list[int]) -> None:
    """Fixpoint, then what only a finished one can tell (computed keys, calls into the unknown, joins), until nothing changes.

    `exported`: the variables of the manifest's handlers.
    """
    a = program.analysis
    for _ in range(MAX_ROUNDS):
        _run(a)
        changed = read_keys(a)
        changed = _escape_unresolved(a) or changed
        changed = _give_away(a) or changed
        changed = joins.join(a, Invocations(a, points, program.having).meet) or changed
        changed = resolvers.expose_more(a, exported) or changed
        if not changed:
            return
    read_any_key(a)
    resolvers.expose_all(a)
    for _ in range(MAX_ROUNDS):
        if not joins.join(a, lambda call, definition: True):
            return
        _run(a)


def _escape_unresolved(a: Analysis) -> bool:
    """A call that reaches nothing known may reach anything: what it is given counts as called."""
    changed = False
    new, a.looked_at = a.all_sites[a.looked_at :], len(a.all_sites)  # those before are answered, and stay so, or have escaped
    for site in new:
        if not site.targets and not site.externals and not site.modelled and not site.escaped and site.kind != "callback":
            escape_arguments(a, site)
            changed = True
    return changed


def _give_away(a: Analysis) -> bool:
    """What is stored in an object of code outside the app, or in one that nobody knows, may be called there."""
    changed = False
    new, a.stored = a.stored, []
    for one in new:
        held = a.solver.of(one.container)
        outside = [token for token in held if isinstance(token, External)]
        if not held or outside:
            a.given.append(one._replace(taker=_taker(outside)))
            escape(a, one.var, None)
            changed = True
    return changed


def _taker(outside: list[External]) -> str:
    """The package, or a page, of which whatever else is there can use a global name."""
    return next((token.package if token.path or token.package != "(global)" else PAGE for token in outside), "")


def _close(program: Program) -> None:
    """Shortest chains from the entries, and which side each function runs on.

    Calls are gone through in the order of their places, those near an entry first, and kept in this order: nothing depends on the
    order of propagation.
    """
    a = program.analysis
    program.live = dict.fromkeys(a.edges)
    outgoing = program.outgoing
    for edges in a.edges.values():
        for edge in edges:
            outgoing[edge.caller].append(edge)
    for calls in outgoing.values():
        if len(calls) > 1:
            calls.sort(key=PLACE)
    incoming: dict[Function, list[Edge]] = {function: [] for function, edges in a.edges.items() if len(edges) > 1}
    called: set[Function | None] = set()
    sides = program.sides
    kinds: dict[frozenset[str], frozenset[str]] = {}
    queue: deque[Function] = deque(sorted(program.roots, key=lambda root: (root.path, root.func.at)))
    for root, entry in program.roots.items():
        both = sides.get(root, frozenset()) | {entry.side}
        sides[root] = kinds.setdefault(both, both)
        program.last.setdefault(root, Edge(None, root, root.path, root.func.at, None))
    while queue:
        caller = queue.popleft()
        again = caller in called
        called.add(caller)
        own = sides[caller]
        for edge in outgoing.get(caller, ()):
            callee, site = edge.callee, edge.site
            if not again and callee in incoming:
                incoming[callee].append(edge)
            given = own if site is None or site.kind != "join" else BACKEND
            known = sides.get(callee)
            if known is None:
                program.last[callee] = edge
                sides[callee] = given
            elif known is given or known >= given:
                continue
            else:
                both = known | given
                sides[callee] = kinds.setdefault(both, both)
            queue.append(callee)
    for function, near in incoming.items():
        edges = a.edges[function]
        a.edges[function] = near if len(near) == len(edges) else [*near, *(edge for edge in edges if edge.caller not in called)]
