"""Joins that the Forge platform makes: `invoke(key)` ↔ `resolver.define(key, …)`, `Queue(key).push` ↔ consumer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scopeminer.catalog.paths import Heads, steps
from scopeminer.program.analysis import Analysis
from scopeminer.program.answers import Answers
from scopeminer.program.callsite import CallSite
from scopeminer.program.linking import call_function
from scopeminer.program.registrations import Registrations, keys_of
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import Bound, ClassToken, External, Function, Holder, Native
from scopeminer.syntax.ir import Expr, Obj, Opaque, Prop
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.memory import Memory

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
BRIDGES = frozenset(package for package, _ in INVOKE)
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
    asking = partial(Evaluator, Answers(a), Memory())
    defines: list[tuple[Registrations, CallSite]] = []
    invokes: list[tuple[set[str] | None, CallSite]] = []
    told = defining | invoking
    for site in a.all_sites:
        if not site.externals or told.isdisjoint(site.externals):
            continue
        for token in site.externals:
            if token in defining and site.escaped and len(site.vars) > 1:  # otherwise nobody can invoke it
                defines.append((Registrations(a, asking(), site), site))
            elif token in invoking:
                invokes.append((keys_of(a, asking(), site), site))
    changed = False
    several = len({token.origin for _, site in defines for token in site.externals}) > 1
    for sent, call in invokes:
        for registered, definition in defines:
            functions = registered.matching(sent)
            if functions and (not several or meet(call, definition)):
                changed = _connect(a, call, definition, functions) or changed
    return changed


def _is_define(token: External) -> bool:
    return token.package == DEFINE[0] and token.path[-1:] == (DEFINE[1],)


def _is_invoke(token: External) -> bool:
    return token.package in BRIDGES and (token.package, ".".join(step for step in token.path if step != "default")) in INVOKE


def _connect(a: Analysis, call: CallSite, definition: CallSite, functions: list[Function]) -> bool:
    site = a.joined.get((id(call), id(definition)))
    if site is None:
        request, var = a.requests.get(id(call)) or _request(a, call)
        answer = a.solver.var()
        a.solver.on(answer, partial(_cross, a, call.result))
        site = a.joined[id(call), id(definition)] = CallSite(call.caller, "join", None, call.at, (request,), (var,), answer)
        site.modelled = True
        a.all_sites.append(site)
    new = [function for function in functions if function not in site.targets and (id(site), "blind", id(function)) not in a.linked]
    for function in new:
        call_function(a, site, function)
    return bool(new)


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
