"""One edit of a manifest's scopes or addresses, and when it is refused. Every method gives the bytes after it, unchanged for no-op."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.manifest.edit_lists import add_entry, remove_entry
from scopeminer.manifest.edit_text import Bytes
from scopeminer.manifest.model import EditError, ManifestError
from scopeminer.manifest.nodes import Node, Problems
from scopeminer.manifest.read_yaml import compose
from scopeminer.manifest.text import Text, decode
from scopeminer.records import dataclass

REMARKS = ("{{!", "{#", "<%#")
"""Template comments, which write nothing."""


@dataclass(frozen=True, slots=True)
class Document:
    lines: Bytes
    text: Text
    root: Node

    @classmethod
    def of(cls, path: str, source: bytes) -> Document:
        """Raises EditError for what is no YAML mapping."""
        text = decode(path, source)
        try:
            root = compose(text, Problems())
        except ManifestError as error:
            raise EditError(f"an edit would break the manifest: {error}") from error
        if root is None or root.kind != "map":
            raise EditError(f"{path} is no mapping.")
        return cls(Bytes(source), text, root)

    def remove(self, scope: str, added: frozenset[str], going: tuple[str, ...]) -> bytes:
        """Without the first entry of that name. `added`: scopes that are new; `going`: all that are to be removed."""
        scopes = self._value("permissions", "scopes")
        if scopes is None:
            return self.lines.source
        for holder in _holders(scopes):
            for index, node in enumerate(_named_nodes(holder)):
                if node.text == scope:
                    self._refuse_hole(node, scope)
                    names = [each.text for each in _named_nodes(holder)]
                    if self._template_lines(scopes) and all(name in going for name in names):
                        raise EditError("template lines stand among the scopes, and all scopes that are written out would go.")
                    moved = self._moved(holder, index)
                    if not moved:
                        self._refuse_aliased(holder, index)
                    return remove_entry(self.lines, self.root, holder, index, added, _empty(holder, scopes), *moved)
        return self.lines.source

    def add(self, scope: str) -> bytes:
        """With a scope after the last one."""
        permissions = self._value("permissions")
        scopes = self._value("permissions", "scopes")
        if scopes is not None and any(node.text == scope for node in _every_named(scopes)):
            return self.lines.source
        if any(hole.line for hole in self.text.holes) and (scopes is None or not _named_nodes(scopes)):
            raise EditError("a template line may write scopes, and none is written out to add to.")
        if scopes is not None and self._template_lines(scopes):
            raise EditError("template lines stand among the scopes: where an addition would belong is not certain.")
        return add_entry(self.lines, self.root, permissions, scopes, scope)

    def drop_impersonation(self, scope: str, going: tuple[str, ...]) -> bytes:
        """With the first `allowImpersonation: true` of that scope made false. `going`: all scopes that are to lose it."""
        scopes = self._value("permissions", "scopes")
        for holder in _holders(scopes) if scopes is not None else ():
            for index, (key, value) in enumerate(holder.pairs):
                allowed = value.get("allowImpersonation") if key.text == scope else None
                if allowed is None or allowed.value is not True:
                    continue
                if value.alias is not None:
                    return self.lines.replaced(value.alias, b"{}")
                moved = self._moved(holder, index)
                if moved and any(name.text not in going for name, other in holder.pairs if other.anchor == value.anchor):
                    return self.lines.edited((value.span.start, value.span.end, b"{}"), *moved)
                for name, flag in value.pairs:
                    if name.text == "allowImpersonation" and flag.value is True:
                        if flag.anchor is not None and flag.alias is None and self._used(flag.anchor):
                            raise EditError(f"allowImpersonation of {scope} is the anchor of an alias elsewhere.")
                        return self.lines.replaced(flag.here, b"false")
        return self.lines.source

    def remove_egress(self, directive: str, address: str) -> bytes:
        """Without the first entry of that address, or of that remote."""
        addresses = self._value("permissions", "external", *directive.split("."))
        if addresses is None or addresses.kind != "list":
            return self.lines.source
        for index, item in enumerate(addresses.items):
            found = (item.get("address") or item.get("remote")) if item.kind == "map" else item
            if found is not None and found.text == address:
                self._refuse_hole(found, address)
                self._refuse_aliased(addresses, index)
                if self._template_lines(addresses) and len(addresses.items) == 1:
                    raise EditError(f"template lines stand among the addresses of {directive}, and the only one written out would go.")
                return remove_entry(self.lines, self.root, addresses, index, frozenset(), b"[]")
        return self.lines.source

    def _value(self, *path: str) -> Node | None:
        """What lies under a path of keys, each of which must stand there once at most."""
        node: Node | None = self.root
        for key in path:
            found = [value for name, value in node.entries if name.text == key] if node is not None else []
            if len(found) > 1:
                raise EditError(f"{key} is written more than once.")
            node = found[0] if found else None
            if node is not None and node.kind == "scalar" and (node.hole or node.value is not None):
                raise EditError(f"{key} is {'written by a template' if node.hole else 'no list or mapping'}.")
        return node

    def _refuse_hole(self, node: Node, name: str) -> None:
        if node.hole:
            raise EditError(f"{name} contains a template placeholder.")

    def _moved(self, holder: Node, index: int) -> tuple[tuple[int, int, bytes], ...]:
        """Where a later scope's value is an alias of this one's (as programs that write YAML like it): the edit that gives it the text."""
        value = holder.pairs[index][1] if holder.kind == "map" else holder.items[index]
        if value.anchor is None or value.alias is not None:
            return ()
        for _, other in holder.pairs[index + 1 :]:
            if other.alias is not None and other.anchor == value.anchor:
                return ((other.alias.start, other.alias.end, self.lines.source[value.span.start : value.span.end]),)
        return ()

    def _refuse_aliased(self, holder: Node, index: int) -> None:
        """An anchor inside what goes, with an alias that stays, would break the rest."""
        going = (holder.items[index],) if holder.kind == "list" else holder.pairs[index]
        anchors = {
            node.anchor for top in going if top.alias is None for node in _below(top) if node.anchor is not None and node.alias is None
        }
        used = sorted(anchor for anchor in anchors if self._used(anchor))
        if used:
            raise EditError(f"the anchor &{used[0]} would go, and an alias elsewhere needs it.")

    def _used(self, anchor: str) -> bool:
        return any(node.alias is not None and node.anchor == anchor for node in _below(self.root))

    def _template_lines(self, node: Node) -> bool:
        """Whether lines that only a template understands stand among the entries, right before or right after them."""
        before, after = self.lines.content_before(node.span.start), self.lines.content_after(node.span.end)
        for hole in self.text.holes:
            if hole.line and not hole.written.startswith(REMARKS):
                start, end = self.text.span(hole.start, hole.end)[1:]
                if node.span.start <= start <= after or start <= before < end:
                    return True
        return False


def _holders(scopes: Node) -> Iterator[Node]:
    """The collections that scopes are written in: the block itself and what it merges."""
    yield scopes
    for key, value in scopes.pairs:
        if key.text == "<<":
            for source in value.items or (value,):
                yield from _holders(source)


def _named_nodes(holder: Node) -> list[Node]:
    """The nodes that name the entries, in order."""
    return [key for key, _ in holder.pairs] if holder.kind == "map" else list(holder.items)


def _every_named(scopes: Node) -> Iterator[Node]:
    for holder in _holders(scopes):
        yield from _named_nodes(holder)


def _empty(holder: Node, scopes: Node) -> bytes:
    """What an emptied collection is written as: `scopes: []`, but a map that is merged or shared must stay one."""
    return b"{}" if holder.kind == "map" and (holder is not scopes or holder.anchor is not None) else b"[]"


def _below(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        yield from _below(item)
    for key, value in node.pairs:
        yield from _below(key)
        yield from _below(value)
