"""Types: all of them are dropped, except unions of string literals, which can narrow a string."""

from __future__ import annotations

from collections.abc import Mapping

from tree_sitter import Node

from scopeminer.syntax.ir import Arr, Let, NamePattern, Obj, ObjPattern, Pattern, Prop, PropPattern, Stmt, Str, TypeHint
from scopeminer.syntax.lower_literals import string_text
from scopeminer.syntax.lowering import Lowering

KEYS_OF = "keyof typeof "
ITEMS_OF = "items of typeof "


def type_names(c: Lowering, node: Node) -> frozenset[str]:
    """Names of type parameters: inside, they hide aliases of the same name."""
    return frozenset(c.text(kid.named_children[0]) for kid in c.kids(node) if kid.named_children)


def hint_of(c: Lowering, node: Node) -> TypeHint | None:
    """What a type says about a string; None when it is not a union of string literals and aliases. `null` and `undefined` do not count."""
    literals: list[str] = []
    aliases: list[str] = []
    stack = [node]
    while stack:
        kind = (item := stack.pop()).type
        kids = c.kids(item)
        if kind in ("union_type", "parenthesized_type", "type_annotation", "literal_type", "readonly_type"):
            stack += reversed(kids)
        elif kind == "string":
            literals.append(string_text(c, item))
        elif kind == "type_identifier" and (name := c.text(item)) not in c.type_parameters:
            aliases.append(name)
        elif source := _derived(c, item, kids):
            aliases.append(source)
            c.wanted.add(source)
        elif kind not in ("null", "undefined"):
            return None
    return TypeHint(tuple(dict.fromkeys(literals)), tuple(dict.fromkeys(aliases))) if literals or aliases else None


def _derived(c: Lowering, node: Node, kids: list[Node]) -> str:
    """`keyof typeof X` and `(typeof X)[number]` as the name of an alias, which `derived` looks up when the file is done."""
    if node.type == "index_type_query" and len(kids) == 1:
        name = _queried(c, kids[0])
        return KEYS_OF + name if name else ""
    if node.type == "lookup_type" and len(kids) == 2 and c.text(kids[1]) == "number":
        name = _queried(c, kids[0])
        return ITEMS_OF + name if name else ""
    return ""


def _queried(c: Lowering, node: Node) -> str:
    while node.type == "parenthesized_type" and node.named_child_count == 1:
        node = node.named_children[0]
    kids = c.kids(node)
    return c.text(kids[0]) if node.type == "type_query" and len(kids) == 1 and kids[0].type == "identifier" else ""


def annotated(c: Lowering, pattern: Pattern, annotation: Node) -> Pattern:
    """The pattern with the hints of its annotation: a name's own, or those of the properties taken out of an inline object type."""
    if isinstance(pattern, NamePattern):
        hint = hint_of(c, annotation)
        return pattern._replace(hint=hint) if hint is not None else pattern
    if isinstance(pattern, ObjPattern):
        kids = c.kids(annotation)
        if kids and kids[0].type == "object_type":
            members = [member.named_children for member in c.kids(kids[0]) if _is_property(member)]
            types = {c.text(parts[0]): parts[-1] for parts in members}
            return pattern._replace(props=tuple([_annotated_property(c, prop, types) for prop in pattern.props]))
    return pattern


def _annotated_property(c: Lowering, prop: PropPattern, types: Mapping[str, Node]) -> PropPattern:
    annotation = types.get(prop.key) if isinstance(prop.key, str) else None
    return prop if annotation is None else prop._replace(pattern=annotated(c, prop.pattern, annotation))


def _is_property(member: Node) -> bool:
    return member.type == "property_signature" and member.named_child_count > 1


def alias(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """`type Name = …`."""
    kids = c.kids(node)
    if len(kids) == 2:
        record(c, c.text(kids[0]), hint_of(c, kids[1]))


def record(c: Lowering, name: str, hint: TypeHint | None) -> None:
    """Two aliases of one name, in different scopes: whatever either says."""
    known = c.types.get(name)
    if name in c.types:
        hint = TypeHint(known.literals + hint.literals, known.aliases + hint.aliases) if known is not None and hint is not None else None
    c.types[name] = hint


def note_constant(c: Lowering, name: Node, value: Node) -> None:
    """Remember which constants have the type that their literal shows: no cast, except `as const`."""
    kind = value.type
    while kind == "satisfies_expression" and value.named_child_count:
        value = value.named_children[0]
        kind = value.type
    is_const = kind == "as_expression" and value.children[-1].type == "const"
    if is_const or kind == "object":
        c.constants[c.text(name)] = is_const


def derived(c: Lowering, body: tuple[Stmt, ...]) -> dict[str, TypeHint]:
    """All aliases of the file, with those taken from constants at its top level. The items of an array are known only `as const`."""
    found = {name: hint for name, hint in c.types.items() if hint is not None}
    if not c.wanted:
        return found
    for stmt in body:
        if isinstance(stmt, Let) and isinstance(stmt.pattern, NamePattern) and stmt.pattern.id in c.constants:
            name = stmt.pattern.id
            items = _items(stmt.value) if c.constants[name] else ()
            for alias_name, texts in ((KEYS_OF + name, _keys(stmt.value)), (ITEMS_OF + name, items)):
                if texts and alias_name in c.wanted:
                    found[alias_name] = TypeHint(texts, ())
    return found


def _keys(value: object) -> tuple[str, ...]:
    if not isinstance(value, Obj):
        return ()
    keys = tuple(prop.key for prop in value.props if isinstance(prop, Prop) and isinstance(prop.key, str))
    return keys if len(keys) == len(value.props) else ()


def _items(value: object) -> tuple[str, ...]:
    if not isinstance(value, Arr):
        return ()
    texts = tuple(item.value for item in value.items if isinstance(item, Str))
    return texts if len(texts) == len(value.items) else ()
