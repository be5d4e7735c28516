"""Removing an entry from a YAML collection, and adding a scope to one, in the collection's own form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.manifest.edit_comments import first_line
from scopeminer.manifest.edit_text import Bytes, Change
from scopeminer.manifest.model import EditError
from scopeminer.manifest.nodes import Node

_DASH = re.compile(rb"[ \t]*-[ \t]+")
_BLANK = re.compile(rb"[ \t]*")
_COLON = re.compile(rb"[ \t]*:")
_PROPERTIES = re.compile(rb"[&!][^\s,\[\]{}]*(?:[ \t]+[&!][^\s,\[\]{}]*)?")
_PLAIN = re.compile(r"[A-Za-z][\w.-]*(:[\w.-]+)*")


def remove_entry(lines: Bytes, root: Node, holder: Node, index: int, added: frozenset[str], empty: bytes, *also: Change) -> bytes:
    """Without entry `index` of a list or map; an emptied collection becomes `empty`. `also`: what else has to change with it."""
    entries = list(_ranges(holder))
    alone = len(entries) == 1
    if holder.flow:
        if alone and b"\n" not in lines.source[holder.span.start : holder.span.end]:
            return lines.replaced((_bracket(lines, holder), holder.span.end), empty)
        return _remove_flow(lines, holder, entries, index, added, empty, *also)
    start, end = _block_lines(lines, holder, entries, index, added)
    if not alone:
        return lines.edited((start, end, b""), *also)
    at = _after_key(lines, root, holder)
    return lines.edited((start, end, b""), (at, at, b" " + empty))


def _ranges(holder: Node) -> Iterator[tuple[int, int]]:
    """Where each entry stands."""
    for item in holder.items:
        yield item.here.start, item.here.end
    for key, value in holder.pairs:
        yield key.here.start, max(key.here.end, value.here.end)


def _names(holder: Node) -> list[str]:
    if holder.kind == "map":
        return [key.text for key, _ in holder.pairs]
    return [(item.get("address") or item.get("remote") or item).text for item in holder.items]


def _block_lines(lines: Bytes, holder: Node, entries: list[tuple[int, int]], index: int, added: frozenset[str]) -> tuple[int, int]:
    start, end = entries[index]
    before = _DASH if holder.kind == "list" else _BLANK
    if not before.fullmatch(lines.prefix(start)) or not lines.ends_line(end):
        raise EditError("an entry shares its line with something else.")
    column = len(lines.prefix(start)) - len(lines.prefix(start).lstrip(b" \t")) if holder.kind == "list" else len(lines.prefix(start))
    return first_line(lines, entries, index, _names(holder), added), _inner_comments(lines, lines.line_end(end), column)


def _inner_comments(lines: Bytes, end: int, column: int) -> int:
    """Comment lines below an entry that stand further in than it are still inside it."""
    while match := re.compile(rb"([ \t]*)#[^\n]*\n?").match(lines.source, end):
        if len(match.group(1)) <= column or (column == 0 and not match.group(1)):
            break
        end = match.end()
    return end


def _remove_flow(
    lines: Bytes, holder: Node, entries: list[tuple[int, int]], index: int, added: frozenset[str], empty: bytes, *also: Change
) -> bytes:
    start, end = entries[index]
    source = lines.source
    comma = re.compile(rb"\s*,").match(source, end)
    after = comma.end() if comma else end
    own_lines = _BLANK.fullmatch(lines.prefix(start)) and lines.ends_line(end) and b"\n" not in source[end:after]
    if own_lines:
        cut = first_line(lines, entries, index, _names(holder), added), lines.line_end(end)
    elif index + 1 < len(entries) and b"\n" not in source[end : entries[index + 1][0]]:
        cut = start, entries[index + 1][0]
    elif comma:
        cut = start - len(source[:start]) + len(source[:start].rstrip(b" \t")), after
    elif index and not re.search(rb"[\n#]", source[entries[index - 1][1] : start]):
        cut = entries[index - 1][1], end
    else:
        cut = start, end
    bracket = _bracket(lines, holder)
    if len(entries) == 1 and not (source[bracket + 1 : cut[0]] + source[cut[1] : holder.span.end - 1]).strip():
        return lines.replaced((bracket, holder.span.end), empty)
    return lines.edited((*cut, b""), *also)


def _bracket(lines: Bytes, holder: Node) -> int:
    """Where a flow collection opens, behind its anchor."""
    return lines.source.index(b"{" if holder.kind == "map" else b"[", holder.span.start)


def _after_key(lines: Bytes, root: Node, holder: Node) -> int:
    """Behind the colon, or the anchor, that a block collection follows."""
    properties = _PROPERTIES.match(lines.source, holder.span.start)
    if properties:
        return properties.end()
    return _after_colon(lines, _key_of(root, holder))


def _after_colon(lines: Bytes, key: Node) -> int:
    colon = _COLON.match(lines.source, key.here.end)
    if colon is None:
        raise EditError(f"{key.text} is written as a key of more than one line.")
    return colon.end()


def _key_of(root: Node, value: Node) -> Node:
    """The key that a collection is the value of, where it is written."""
    stack = [root]
    while stack:
        node = stack.pop()
        for key, below in node.pairs:
            if below.span == value.span and below.alias is None:
                return key
            stack.append(below)
        stack += node.items
    raise EditError("a collection without a key cannot be emptied.")


def add_entry(lines: Bytes, root: Node, permissions: Node | None, scopes: Node | None, scope: str) -> bytes:
    """With `scope` after the last one; what is missing above it is made."""
    if scopes is not None and scopes.kind != "scalar":
        entries = list(_ranges(scopes))
        if not entries:
            bracket = _bracket(lines, scopes)
            return lines.replaced((bracket + 1, scopes.span.end - 1), _entry(scopes, b"", scope))
        return (_add_flow if scopes.flow else _add_block)(lines, scopes, entries[-1], scope)
    name = _quoted(b"", scope)
    if scopes is not None and permissions is not None:
        if scopes.text:
            return lines.replaced(scopes.here, b"[" + name + b"]")
        return _below_key(lines, _key(permissions, "scopes"), [b"- " + name])
    if permissions is not None and permissions.kind == "map":
        return _add_section(lines, permissions, b"scopes", [b"- " + name], b"[" + name + b"]")
    if permissions is None:
        return _add_section(lines, root, b"permissions", [b"scopes:", b"  - " + name], b"{scopes: [" + name + b"]}")
    if permissions.text:
        return lines.replaced(permissions.here, b"{scopes: [" + name + b"]}")
    return _below_key(lines, _key(root, "permissions"), [b"scopes:", b"  - " + name])


def _key(parent: Node, name: str) -> Node:
    return next(key for key, _ in parent.entries if key.text == name)


def _quote(lines: Bytes, start: int) -> bytes:
    """The quote that a scalar is written in, or none."""
    properties = _PROPERTIES.match(lines.source, start)
    if properties:
        start = len(lines.source) - len(lines.source[properties.end() :].lstrip(b" \t"))
    quote = lines.source[start : start + 1]
    return quote if quote in (b"'", b'"') else b""


def _quoted(quote: bytes, scope: str) -> bytes:
    if not _PLAIN.fullmatch(scope):
        raise EditError(f"{scope!r} is no name of a scope.")
    return quote + scope.encode() + quote


def _entry(scopes: Node, quote: bytes, scope: str) -> bytes:
    """A new entry; in a map it allows nothing more, written as its neighbour is."""
    name = _quoted(quote, scope)
    if scopes.kind == "list":
        return name
    bare = not scopes.flow and bool(scopes.pairs) and scopes.pairs[-1][1].here.start == scopes.pairs[-1][1].here.end
    return name + (b":" if bare else b": {}")


def _last_name(scopes: Node) -> Node:
    return scopes.items[-1] if scopes.kind == "list" else scopes.pairs[-1][0]


def _add_block(lines: Bytes, scopes: Node, last: tuple[int, int], scope: str) -> bytes:
    prefix = lines.prefix(last[0])
    before = _DASH if scopes.kind == "list" else _BLANK
    if not before.fullmatch(prefix) or not lines.ends_line(last[1]):
        raise EditError("the last scope shares its line with something else.")
    at = lines.text_end(last[1])
    if scopes.kind == "map":
        below = _inner_comments(lines, lines.line_end(last[1]), len(prefix))
        at = lines.text_end(lines.line_start(max(last[1], below - 1)))
    entry = _entry(scopes, _quote(lines, _last_name(scopes).here.start), scope)
    return lines.edited((at, at, lines.newline(at) + prefix + entry))


def _add_flow(lines: Bytes, scopes: Node, last: tuple[int, int], scope: str) -> bytes:
    entry = _entry(scopes, _quote(lines, _last_name(scopes).here.start), scope)
    start, end = last
    prefix = lines.prefix(start)
    if not _BLANK.fullmatch(prefix) or not lines.ends_line(end):
        return lines.edited((end, end, b", " + entry))
    comma = re.compile(rb"[ \t]*,").match(lines.source, end)
    at = lines.text_end(end)
    new = lines.newline(at) + prefix + entry
    return lines.edited((at, at, new + b",")) if comma else lines.edited((end, end, b","), (at, at, new))


def _below_key(lines: Bytes, key: Node, section: list[bytes]) -> bytes:
    """Lines below a key that has no value yet."""
    at = lines.text_end(_after_colon(lines, key))
    indent = re.sub(rb"[^ \t]", b" ", lines.prefix(key.here.start))
    return lines.edited((at, at, b"".join(lines.newline(at) + indent + b"  " + line for line in section)))


def _add_section(lines: Bytes, parent: Node, key: bytes, section: list[bytes], flow: bytes) -> bytes:
    """A new key after the last one of a map; in a flow map before the first."""
    if parent.flow:
        at = _bracket(lines, parent) + 1
        if lines.source[at:].lstrip().startswith(b'"'):
            raise EditError(f"{key.decode()} is missing, and the manifest is written as JSON.")
        return lines.edited((at, at, key + b": " + flow + (b", " if parent.pairs else b"")))
    first = parent.pairs[0][0].here.start
    indent = lines.prefix(first)
    if not _BLANK.fullmatch(indent) or not lines.ends_line(parent.span.end):
        raise EditError(f"{key.decode()} is missing, and there is no line of its own for it.")
    at = lines.text_end(parent.span.end)
    return lines.edited(
        (at, at, b"".join(lines.newline(first) + indent + line for line in (key + b":", *(b"  " + each for each in section))))
    )
