"""Constraints of patterns: what a value flows into, names and properties."""

from __future__ import annotations

from scopeminer.program.analysis import Analysis, Given
from scopeminer.program.body import Body
from scopeminer.program.components import DEFAULTS, READING
from scopeminer.program.elements import call_implicitly, is_implicit, iterate, iterate_objects, load_computed
from scopeminer.program.left import is_made, is_under_construction, left_by
from scopeminer.program.objects import load, store
from scopeminer.program.receivers import super_prototype, this_of
from scopeminer.syntax import ir
from scopeminer.values.definitions import Definition, FieldOf, RestOf, ValueOf


def bind(body: Body, pattern: ir.Pattern, definition: Definition, assigning: bool = False, conditional: bool = False) -> None:
    """What `definition` gives flows into the names and places of `pattern`."""
    if type(pattern) is ir.NamePattern:
        bind_name(body, pattern, definition, assigning)
        return
    a = body.a
    match pattern:
        case ir.ObjPattern():
            for prop in pattern.props:
                bind(body, prop.pattern, _field(body, definition, prop.key, prop.default), assigning)
            if pattern.rest is not None:
                names = tuple(prop.key for prop in pattern.props if isinstance(prop.key, str))
                bind(body, pattern.rest, RestOf(definition.var, definition, names), assigning)
        case ir.ArrPattern():
            elements = iterate_objects(a, definition.var)
            for index, item in enumerate(pattern.items):
                if item.pattern is not None:
                    bind(body, item.pattern, _element(body, definition, str(index), item.default, elements), assigning)
            if pattern.rest is not None:
                bind(body, pattern.rest, _remaining(body, pattern, definition), assigning)
        case ir.Member():
            _store_member(body, pattern, definition, conditional or body.depth > 0)
        case ir.Index():
            container = body.value(pattern.object)
            body.value(pattern.key)
            name = _key(pattern.key)
            store(a, container, name, definition.var, definition, True)
            _note(body, pattern, container, definition)
            if is_implicit(name):
                _called_implicitly(a, name, definition)


def _key(key: ir.Expr) -> str:
    """The name that a key is written as, nothing where it is not: `[Symbol.iterator]` is `@@iterator`, as in classes."""
    if isinstance(key, ir.Member) and isinstance(key.object, ir.Name) and key.object.id == "Symbol":
        return f"@@{key.name}"
    return key.value if isinstance(key, ir.Str) else ""


def _called_implicitly(a: Analysis, name: str, definition: Definition) -> None:
    """The platform itself calls what is stored under such a name: iterators where they are asked for, conversions at any time."""
    a.name(name)
    if isinstance(definition, ValueOf) and isinstance(definition.expr, ir.Func) and not name.startswith("@@"):
        call_implicitly(a, a.functions[definition.expr])


def _note(body: Body, place: ir.Member | ir.Index, container: int, definition: Definition) -> None:
    """What is stored in something that comes from outside, whoever gave that may call."""
    if definition.var:
        body.a.stored.append(Given(body.function, place.at, definition.var, container))


def bind_name(body: Body, pattern: ir.NamePattern, definition: Definition, assigning: bool = False) -> None:
    """The same of a name."""
    a, name, hint = body.a, pattern.id, pattern.hint
    binding = body.scope.lookup(name)
    if binding is not None:
        body.assign(binding, definition)
    elif assigning:
        store(a, a.global_value("globalThis"), name, definition.var, definition, True)
    else:
        body.declare([name])
        body.define(name, definition)
    if hint is not None:
        a.hints[id(definition)] = (hint, body.function.path, definition)


def _store_member(body: Body, target: ir.Member, definition: Definition, conditional: bool) -> None:
    a = body.a
    if isinstance(target.object, ir.Super):
        store(a, super_prototype(a, body.function), target.name, definition.var, definition, True)
        container = this_of(body.function).this
    else:
        container = body.value(target.object)
    outlives = _may_be_left(body, definition, conditional) and not _is_made_here(body, target.object)
    store(a, container, target.name, definition.var, left_by(body.function, definition) if outlives else definition, conditional)
    _note(body, target, container, definition)
    if target.name == DEFAULTS:
        a.name(DEFAULTS)
    elif is_implicit(target.name):
        _called_implicitly(a, target.name, definition)
    if isinstance(definition, ValueOf) and isinstance(definition.expr, ir.Func):
        a.solver.edge(container, a.functions[definition.expr].this)


def _may_be_left(body: Body, definition: Definition, conditional: bool) -> bool:
    """Whether what an earlier call has stored in a property can still be there behind this assignment."""
    keeps = isinstance(definition, ValueOf) and isinstance(definition.expr, ir.Cond | ir.Logic)
    return conditional or keeps or body.function.func.is_async or bool(body.function.returns)


def _is_made_here(body: Body, container: ir.Expr) -> bool:
    """Whether an object is another one for each call of the function: a local name stands for it, or it is under construction."""
    if isinstance(container, ir.This):
        return is_under_construction(body.function)
    binding = body.scope.lookup(container.id) if isinstance(container, ir.Name) else None
    return binding is not None and binding.function is body.function and is_made(body.reaching(binding))


def _remaining(body: Body, pattern: ir.ArrPattern, whole: Definition) -> Definition:
    """What `...rest` collects of an array: its elements have other places there."""
    array = body.a.array((pattern, "rest"), body.function.label)
    body.a.solver.edge(iterate(body.a, whole.var), array.unknown(body.a.solver))
    return Definition(body.a.solver.constant(array))


def _element(body: Body, base: Definition, key: str, default: ir.Expr | None, elements: int) -> Definition:
    """An element of an array, or what an object gives that is iterated."""
    found = _field(body, base, key, default)
    if found.var and elements and body.a.solver.fixed(found.var) is None:
        body.a.solver.edge(elements, found.var)
    return found


def _field(body: Body, base: Definition, key: str | ir.Expr, default: ir.Expr | None) -> Definition:
    a = body.a
    if key == "props" and not (isinstance(base, ValueOf) and isinstance(base.expr, ir.This)):
        a.name(READING)
    if isinstance(key, str):
        loaded = load(a, base.var, key)
    else:
        body.value(key)
        loaded = load_computed(a, base.var)
    if default is not None:
        fallback = body.value(default)
        if fallback:
            var = a.solver.var()
            a.solver.edge(loaded, var)
            a.solver.edge(fallback, var)
            loaded = var
    return FieldOf(loaded, base, key, default)
