"""Joins that the Forge platform makes: `invoke(key)` ↔ `resolver.define(key, …)`, `Queue(key).push` ↔ consumer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scopeminer.catalog.paths import Heads, steps
from scopeminer.program.analysis import Analysis
from scopeminer.program.answers import Answers
from scopeminer.program.callsite import CallSite
from scopeminer.program.linking import call_function
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Native
from scopeminer.syntax.ir import Expr, Obj, Opaque, Prop
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Hole, literal

PATHS = Heads(
    (package, steps(path))
    for package, path in (
        ("@forge/resolver", "new.define"),
        ("@forge/resolver", "new.getDefinitions"),
        ("@forge/events", "new.push"),
        ("@forge/bridge", "makeInvoke()"),
    )
)
"""The platform's own access paths; the catalog has the others."""
DEFINE = ("@forge/resolver", "define")
INVOKE = {("@forge/bridge", "invoke"), ("@forge/bridge", "makeInvoke.()"), ("@forge/react", "invoke")}
MAX_DEPTH = 4
CODE = (Function, ClassToken, Bound, Native)
Meeting = Callable[[CallSite, CallSite], bool]


def join(a: Analysis, meet: Meeting) -> bool:
    """Give the functions behind `define` what each matching `invoke` sends; True when something new was joined.

    `meet`: of a key that several resolvers define, whether an invoke can mean a definition.
    """
    defining = {token for token in a.externals.values() if _is_define(token)}
    invoking = {token for token in a.externals.values() if _is_invoke(token)}
    if not defining or not invoking:
        return False
    defines: list[tuple[set[str] | None, CallSite]] = []
    invokes: list[tuple[set[str] | None, CallSite]] = []
    for site in tuple(a.all_sites):
        for token in site.externals:
            if token in defining and site.escaped:  # otherwise nobody can invoke it
                defines.append((_keys(a, site), site))
            elif token in invoking:
                invokes.append((_keys(a, site), site))
    changed = False
    several = len({token.origin for _, site in defines for token in site.externals}) > 1
    for sent, call in invokes:
        for defined, definition in defines:
            if (sent is None or defined is None or sent & defined) and (not several or meet(call, definition)):
                changed = _connect(a, call, definition) or changed
    return changed


def _is_define(token: External) -> bool:
    return token.package == DEFINE[0] and token.path[-1:] == (DEFINE[1],)


def _is_invoke(token: External) -> bool:
    return (token.package, ".".join(step for step in token.path if step != "default")) in INVOKE


def _keys(a: Analysis, site: CallSite) -> set[str] | None:
    """The keys that argument 0 can be, through up to MAX_DEPTH callers; None when one cannot be told."""
    if not site.args:
        return None
    evaluator = Evaluator(Answers(a))
    out: set[str] = set()
    frames: list[Frame | None] = [None]
    for _ in range(MAX_DEPTH):
        pending: list[Frame | None] = []
        for frame in frames:
            for alternative in evaluator.text(site.args[0], frame):
                text = literal(alternative.pattern)
                if text is not None:
                    out.add(text)
                    continue
                sources = [p.source for p in alternative.pattern if isinstance(p, Hole) and isinstance(p.source, Function)]
                callers = [edge.site for edge in a.edges.get(sources[0], ()) if edge.site is not None] if sources else []
                if not callers or (frame is not None and frame.find(sources[0])):
                    return None
                pending += [extend(frame, sources[0], caller) for caller in callers]
        if not pending:
            return out
        frames = pending[:200]
    return None


def extend(frame: Frame | None, function: object, site: CallSite | None) -> Frame:
    """The chain with one more caller at its outer end."""
    if frame is None:
        return Frame(function, site, None)
    return Frame(frame.function, frame.site, extend(frame.outer, function, site))


def _connect(a: Analysis, call: CallSite, definition: CallSite) -> bool:
    key = (id(call), f"join {id(definition)}", 0)
    if key in a.linked or len(definition.vars) < 2:
        return False
    a.linked.add(key)
    request, var = a.requests.get(id(call)) or _request(a, call)
    answer = a.solver.var()
    a.solver.on(answer, partial(_cross, a, call.result))
    site = CallSite(call.caller, "join", None, call.at, (request,), (var,), answer)
    site.modelled = True
    a.all_sites.append(site)

    def run(tokens: Tokens) -> None:
        for token in tokens:
            called = token.target if isinstance(token, Bound) else token
            if isinstance(called, Function):
                call_function(a, site, called)

    a.solver.on(definition.vars[1], run)
    return True


def _cross(a: Analysis, result: int, tokens: Tokens) -> None:
    """What a resolver answers is sent as text: no code of the backend comes to a page."""
    a.solver.add_all(result, [token for token in tokens if not isinstance(token, CODE)])


def _request(a: Analysis, call: CallSite) -> tuple[Expr, int]:
    """What `call` sends, as an expression and as a variable: the same to whoever answers."""
    payload: Expr = call.args[1] if len(call.args) > 1 else Opaque((), call.at)
    expr = Obj((Prop("payload", payload, call.at), Prop("context", Opaque((), call.at), call.at)), call.at)
    holder = Holder("object", call.caller.label)
    if len(call.vars) > 1:
        a.solver.edge(call.vars[1], holder.field("payload", a.solver))
    var = a.solver.constant(holder)
    a.requests[id(call)] = expr, var
    return expr, var
