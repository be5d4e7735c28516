"""Properties of reduced values: object and array literals read symbolically, everything else through the flow graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from scopeminer.syntax.ir import Arr, Call, Expr, Lit, Member, New, Obj, Opaque, Prop, Spread, Str, This
from scopeminer.values.changes import any_change, changed, of_change
from scopeminer.values.definitions import ValueOf
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import MAX_DEPTH, Absent, Node, ParameterRef, Unknown, under
from scopeminer.values.pattern import Conditions, literal

if TYPE_CHECKING:
    from scopeminer.values.reduce import Reducer

TRANSPARENT = {"Object.freeze", "Object.seal", "structuredClone", "useMemo", "Promise.resolve"}
"""Functions whose result has the properties of their first argument."""


def _once(reducer: Reducer, base: Node, what: object, read: Callable[[], list[Node]]) -> list[Node]:
    """What `read` gives, unless it is being read already: an object spread into itself has nothing more than it has."""
    key = (id(base.value), id(base.frame), what)
    if key in reducer.active or reducer.depth >= MAX_DEPTH:
        reducer.cuts += 1
        return [] if key in reducer.active else [Node(Unknown(), base.frame)]
    reducer.active.add(key)
    reducer.depth += 1
    try:
        return read()
    finally:
        reducer.depth -= 1
        reducer.active.discard(key)


def property_of(reducer: Reducer, base: Node, name: str) -> list[Node]:
    """What `base.name` can stand for."""
    read = PROPERTIES.get(type(base.value))
    return read(reducer, base, name) if read is not None else [Node(Unknown(), base.frame)]


def _of_literal(reducer: Reducer, base: Node, name: str) -> list[Node]:
    value, frame = cast("Obj", base.value), base.frame
    return _once(reducer, base, name, lambda: _of_object(reducer, value, name, frame))


def _of_parameter(reducer: Reducer, base: Node, name: str) -> list[Node]:
    function, position, path = cast("ParameterRef", base.value)
    return [Node(ParameterRef(function, position, (*path, name)), base.frame)]


def _of_lit(reducer: Reducer, base: Node, name: str) -> list[Node]:
    return [Node(Absent(True) if cast("Lit", base.value).value is None else Unknown(), base.frame)]


def _of_unknown(reducer: Reducer, base: Node, name: str) -> list[Node]:
    variable = cast("Unknown", base.value).variable
    return (reducer.stored_nodes(variable, name, base.frame) if variable else []) or [Node(Unknown(), base.frame)]


def _of_this(reducer: Reducer, base: Node, name: str) -> list[Node]:
    variable = reducer.lookup.this(cast("This", base.value))
    if reducer.lookup.stored(variable, name):
        return reducer.stored_nodes(variable, name, base.frame)
    made = [node for one in reducer.lookup.initial(variable, name) for node in reducer.reduce_definition(one, base.frame)]
    return [*made, *reducer.stored_nodes(variable, name, base.frame)] or [Node(Unknown(), base.frame)]


def _of_new(reducer: Reducer, base: Node, name: str) -> list[Node]:
    value = cast("New", base.value)
    stored = reducer.stored_nodes(reducer.lookup.variable(value), name, base.frame)
    return stored or [Node(Member(value, name, value.at), base.frame)]


def _of_object(reducer: Reducer, obj: Obj, name: str, frame: Frame | None) -> list[Node]:
    found = _scan(reducer, obj.props, len(obj.props), name, frame)
    late = reducer.lookup.late_stores(obj, name)
    changes = reducer.lookup.late_changes(obj)
    if changes is not None:
        found += changed(reducer, changes, name, frame)
    if not late:
        return found
    stored = [node for definition, _ in late for node in reducer.reduce_definition(definition, frame)]
    if all(isinstance(node.value, Absent) for node in found) and not all(conditional for _, conditional in late):
        return stored
    return [*found, *stored]


def _scan(reducer: Reducer, props: tuple[Prop | Spread, ...], end: int, name: str, frame: Frame | None) -> list[Node]:
    """The last of the first `end` properties wins; what may be absent lets earlier ones through."""
    out: list[Node] = []
    for index in range(end - 1, -1, -1):
        prop = props[index]
        if isinstance(prop, Spread):
            return [*out, *_spread(reducer, props, index, name, frame)]
        key = prop.key if isinstance(prop.key, str) else _only(reducer, prop.key, frame)
        if key == name or key is None:
            out += reducer.reduce(prop.value, frame)
        if key == name:
            return out
    return [*out, Node(Absent(), frame)]


def _spread(reducer: Reducer, props: tuple[Prop | Spread, ...], index: int, name: str, frame: Frame | None) -> list[Node]:
    """The property of an object literal that ends with `...props[index]`."""
    spread = props[index]
    out: list[Node] = []
    absent: list[Conditions] = []
    open_end = False
    for node in reducer.property_inside(spread.value, name, frame):
        if isinstance(node.value, ParameterRef):
            for behind in props[:index]:
                reducer.aside(behind.value, frame)
        if isinstance(node.value, Absent):
            absent.append(node.conditions)
        else:
            out.append(node)
            open_end = open_end or isinstance(node.value, Unknown)
    if absent or open_end:
        before = Node(Obj(props[:index], spread.at), frame)
        earlier = _once(reducer, before, name, lambda: _scan(reducer, props, index, name, frame))
        out += [node for conditions in dict.fromkeys(absent) for node in under(earlier, conditions)]
        out += [node for node in earlier if open_end and not isinstance(node.value, Absent)]
    return out or [Node(Unknown(), frame)]


def _only(reducer: Reducer, key: Expr, frame: Frame | None) -> str | None:
    alternatives = reducer.text(key, frame)
    return literal(alternatives[0].pattern) if len(alternatives) == 1 else None


def _of_array(reducer: Reducer, base: Node, name: str) -> list[Node]:
    array, frame = cast("Arr", base.value), base.frame
    changes = reducer.lookup.late_changes(array)
    if name.isdigit() and changes is not None and changes.moved:
        return any_property_of(reducer, Node(array, frame), ("index", id(array)))
    if not name.isdigit() or any(isinstance(item, Spread) for item in array.items[: int(name) + 1]):
        return [Node(Unknown(), frame)]
    index = int(name)
    if index < len(array.items):
        return reducer.reduce(array.items[index], frame)
    pushed = [node for one in changes.keyed for node in of_change(reducer, one, frame)] if changes is not None else []
    return [*pushed, Node(Absent(), frame)]


def _of_call(reducer: Reducer, base: Node, name: str) -> list[Node]:
    """A copy can be made of what it becomes a part of: `s = structuredClone(s)`."""
    call, frame = cast("Call", base.value), base.frame
    return _once(reducer, base, name, lambda: _of_result(reducer, call, name, frame))


def _of_result(reducer: Reducer, call: Call, name: str, frame: Frame | None) -> list[Node]:
    paths = [path for _, path in reducer.lookup.paths(call)]
    last = paths[0].split(".")[-1] if paths else ""
    if paths and (paths[0] in TRANSPARENT or last in TRANSPARENT) and call.args:
        sources = reducer.whole(call.args[0], frame)
        return reducer.properties_of(sources, name)
    if paths and paths[0] == "Object.assign":
        props = tuple(Spread(arg, call.at) for arg in call.args)
        later = reducer.lookup.stored(reducer.lookup.variable(call), name)
        found = _scan(reducer, props, len(props), name, frame)
        return [*found, *(node for one, _ in later for node in reducer.reduce_definition(one, frame))]
    if paths and paths[0] == "JSON.parse" and call.args:
        return [node for source in reducer.whole(call.args[0], frame) for node in under(_parsed(reducer, source, name), source.conditions)]
    stored = reducer.stored_nodes(reducer.lookup.variable(call), name, frame)
    return stored or [Node(Unknown(), frame)]


def _parsed(reducer: Reducer, text: Node, name: str) -> list[Node]:
    """A property of what `JSON.parse` makes of a text: known when the text was made by `JSON.stringify`, here or in a caller."""
    value = text.value
    if isinstance(value, Call) and value.args and any(path == "JSON.stringify" for _, path in reducer.lookup.paths(value)):
        return reducer.property(value.args[0], name, text.frame)
    if isinstance(value, ParameterRef):
        return [Node(ParameterRef(value.function, value.position, (*value.path, name)), text.frame)]
    return [Node(Unknown(), text.frame)]


PROPERTIES: dict[type, Callable[[Reducer, Node, str], list[Node]]] = {
    Obj: _of_literal,
    Arr: _of_array,
    ParameterRef: _of_parameter,
    Absent: lambda _, base, __: [Node(Absent(True), base.frame)],
    Lit: _of_lit,
    Unknown: _of_unknown,
    This: _of_this,
    Call: _of_call,
    New: _of_new,
}
"""Nobody knows the properties of anything else."""


def any_property_of(reducer: Reducer, base: Node, label: object) -> list[Node]:
    """What any element or property can stand for, each under the decision that its key was chosen."""
    value, frame = base.value, base.frame
    if type(value) is Unknown and not value.variable:
        return [base]  # of what is not known nothing is
    out: list[Node] = []
    match value:
        case Arr():
            out += _once(reducer, base, label, lambda: _any_of_array(reducer, value, frame, label))
        case Obj():
            out += _once(reducer, base, label, lambda: _any_of_object(reducer, value, frame, label))
        case ParameterRef():
            return [Node(ParameterRef(value.function, value.position, (*value.path, "*")), frame)]
        case Call():
            out += _once(reducer, base, label, lambda: _any_of_call(reducer, value, frame, label))
        case Unknown() | New() | This():
            variable = value.variable if isinstance(value, Unknown) else reducer.lookup.variable(value)
            for name in reducer.lookup.stored_names(variable):
                out += under(reducer.stored_nodes(variable, name, frame), ((label, name),))
    return under(out, base.conditions) or [Node(Unknown(), frame, base.conditions)]


def _any_of_object(reducer: Reducer, obj: Obj, frame: Frame | None, label: object) -> list[Node]:
    out = any_change(reducer, obj, frame, label)
    for prop in obj.props:
        if isinstance(prop, Prop) and isinstance(prop.key, str):
            out += under(reducer.reduce(prop.value, frame), ((label, prop.key),))
        else:
            out.append(Node(Unknown(), frame))
    return out


def _any_of_array(reducer: Reducer, array: Arr, frame: Frame | None, label: object) -> list[Node]:
    out = any_change(reducer, array, frame, label)
    for index, item in enumerate(array.items):
        if isinstance(item, Spread):
            for source in reducer.whole(item.value, frame):
                out += [_inside(node, label, index) for node in any_property_of(reducer, source, label)]
        else:
            out += under(reducer.reduce(item, frame), ((label, index),))
    return out


def _inside(node: Node, label: object, index: int) -> Node:
    """An element of the array that is spread at `index`: one of another array has another choice of the key."""
    conditions = tuple((key, (index, branch) if key == label else branch) for key, branch in node.conditions)
    return node._replace(conditions=conditions)


def _any_of_call(reducer: Reducer, call: Call, frame: Frame | None, label: object) -> list[Node]:
    """Elements of Object.entries, keys and values of a literal object; of array methods that keep the elements."""
    path = next((path for _, path in reducer.lookup.paths(call)), "")
    if path in ("Object.entries", "Object.keys", "Object.values") and call.args:
        out: list[Node] = []
        for source in reducer.whole(call.args[0], frame):
            if not isinstance(source.value, Obj):
                return [Node(Unknown(), frame)]
            out += _late_entries(reducer, source.value, path, source.frame, label)
            for prop in source.value.props:
                if not isinstance(prop, Prop) or not isinstance(prop.key, str):
                    return [Node(Unknown(), frame)]
                out += under(reducer.reduce(_entry(path, Str(prop.key, prop.at), prop.value), source.frame), ((label, prop.key),))
        return out
    if isinstance(call.callee, Member) and call.callee.name in ("filter", "slice", "sort", "reverse", "concat"):
        kept = [node for source in reducer.whole(call.callee.object, frame) for node in any_property_of(reducer, source, label)]
        return [*kept, *_added(reducer, call.args, frame, label)] if call.callee.name == "concat" else kept
    return []


def _added(reducer: Reducer, args: tuple[Expr, ...], frame: Frame | None, label: object) -> list[Node]:
    """Elements of `.concat(…)`'s arguments, or the arguments themselves."""
    out: list[Node] = []
    for index, arg in enumerate(args):
        for node in reducer.whole(arg, frame):
            if isinstance(node.value, Arr):
                out += any_property_of(reducer, node, label)
            elif isinstance(node.value, Obj | Str | Lit):
                out += under([node], ((label, ("added", index)),))
            else:
                out += [node, *any_property_of(reducer, node, label)]
    return out


def _entry(path: str, key: Str, value: Expr) -> Expr:
    return key if path == "Object.keys" else value if path == "Object.values" else Arr((key, value), key.at)


def _late_entries(reducer: Reducer, obj: Obj, path: str, frame: Frame | None, label: object) -> list[Node]:
    """What `Object.entries`, `.keys` or `.values` gives for properties that an object was not made with."""
    out: list[Node] = []
    for name in reducer.lookup.late_names(obj):
        for definition, _ in reducer.lookup.late_stores(obj, name):
            value = definition.expr if isinstance(definition, ValueOf) else Opaque((), obj.at)
            out += under(reducer.reduce(_entry(path, Str(name, obj.at), value), frame), ((label, name),))
    changes = reducer.lookup.late_changes(obj)
    return [*out, Node(Unknown(), frame)] if changes is not None and (changes.keyed or changes.merged) else out


def names_of(reducer: Reducer, made: Obj) -> tuple[list[str], bool]:
    """The names of an object's properties, those that it is given later too; and whether that is all of them."""
    written = [prop.key for prop in made.props if isinstance(prop, Prop) and isinstance(prop.key, str)]
    changes = reducer.lookup.late_changes(made)
    complete = len(written) == len(made.props) and (changes is None or not (changes.keyed or changes.merged))
    return list(dict.fromkeys((*written, *reducer.lookup.late_names(made)))), complete
