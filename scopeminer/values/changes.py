"""What was done to objects and arrays after they were made: stored under keys that nobody knows, pushed, merged into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeminer.syntax.ir import Arr, Binary, Lit, Obj, Str, Tagged, Template
from scopeminer.values.definitions import Definition, LeftBy, ValueOf
from scopeminer.values.lookup import ANYBODY, Changes, Frame, Lookup
from scopeminer.values.nodes import MAX_DEPTH, Absent, Node, Unknown, under
from scopeminer.values.origin import origin

if TYPE_CHECKING:
    from scopeminer.values.reduce import Reducer

WRITTEN = (Arr, Binary, Lit, Obj, Str, Tagged, Template)


def is_changed(lookup: Lookup, made: Arr) -> bool:
    """Whether there is more to an array literal than stands in it."""
    return lookup.late_changes(made) is not None or bool(lookup.late_names(made))


def changed(reducer: Reducer, changes: Changes, name: str, frame: Frame | None) -> list[Node]:
    """What the property `name` can have become beside what is assigned to it by name."""
    out = [node for definition in changes.keyed for node in of_change(reducer, definition, frame)]
    for definition in changes.merged:
        out += [node for node in _of_merged(reducer, definition, name, frame) if not isinstance(node.value, Absent)]
    return out


def of_change(reducer: Reducer, definition: Definition, frame: Frame | None) -> list[Node]:
    """What was stored or pushed as it is written. Following anything else would ask for everything that the tables of an app can hold."""
    found, _ = origin(reducer.lookup, definition, ())
    if isinstance(found, ValueOf) and isinstance(found.expr, WRITTEN):
        return reducer.reduce_definition(found, frame)
    return [Node(Unknown(), frame)]


def chains(reducer: Reducer, left: LeftBy, frame: Frame | None) -> tuple[Frame | None, ...]:
    """Those under which something is what a function has left: where a call of it is under way, this one or any other has left it."""
    if frame is None or frame is ANYBODY:
        return (frame,)
    reducer.asked += 1
    activation = frame.find(left.called.function)
    if reducer.trace is not None:
        reducer.trace.note(left.called, (), frame, activation or frame)
    return (frame,) if activation is None else (frame, ANYBODY)


def _of_merged(reducer: Reducer, definition: Definition, name: str, frame: Frame | None) -> list[Node]:
    """Objects can be merged into each other, and what is merged can be made of what it is merged into."""
    if isinstance(definition, LeftBy):
        return [node for chain in chains(reducer, definition, frame) for node in _of_merged(reducer, definition.base, name, chain)]
    key = (id(definition), name, id(frame))
    if not isinstance(definition, ValueOf) or reducer.depth >= MAX_DEPTH:
        reducer.cuts += 1
        return [Node(Unknown(), frame)]
    if key in reducer.active:
        reducer.cuts += 1
        return []
    reducer.active.add(key)
    reducer.depth += 1
    try:
        return reducer.property_inside(definition.expr, name, frame)
    finally:
        reducer.depth -= 1
        reducer.active.discard(key)


def any_change(reducer: Reducer, made: Obj | Arr, frame: Frame | None, label: object) -> list[Node]:
    """Whatever a literal got after it was made; `label` names the choice of the key."""
    changes = reducer.lookup.late_changes(made)
    if changes is None:
        return []
    out: list[Node] = []
    named = [(name, one) for name in reducer.lookup.late_names(made) for one, _ in reducer.lookup.late_stores(made, name)]
    for name, definition in named:
        out += under(reducer.reduce_definition(definition, frame), ((label, name),))
    for index, definition in enumerate(changes.keyed):
        out += under(of_change(reducer, definition, frame), ((label, ("late", index)),))
    for definition in changes.merged:
        for source in reducer.reduce_definition(definition, frame):
            out += reducer.any_property_of(source, label)
    return out
