"""Calls of network clients → the addresses they can talk to, under one chain of callers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from scopeminer.catalog.clients import Client
from scopeminer.disclosure.address import is_absolute, marked
from scopeminer.disclosure.makers import Makers, Making
from scopeminer.program.tokens import External
from scopeminer.records import dataclass, field
from scopeminer.syntax.ir import Expr, Lit, New, Obj, Spread
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame
from scopeminer.values.nodes import Absent, Node
from scopeminer.values.pattern import Alternative, Hole, Pattern, join_conditions, product

Own = Callable[[object], bool]
"""Whether an expression is one of the app's own files (an imported picture)."""
MAX_NESTED_REQUESTS = 4
PLACE = re.compile(r"\{(\w*)\}")
"""What is left open in the address that a client brings along."""


@dataclass(slots=True)
class Reading:
    """One question: what a row's parts are, evaluated under `frame`. `sources` collects what callers still decide."""

    evaluator: Evaluator
    frame: Frame | None
    makers: Makers
    own: Own
    sources: list[object] = field(default_factory=list)

    def call(
        self, row: Client, args: tuple[Expr, ...], receiver: Expr | None, token: External, defaults: Iterable[Expr]
    ) -> list[Alternative]:
        """The addresses of one call."""
        texts, has_address = self._addresses(row, args)
        asked = row.bases or row.made_by is not None or "{" in row.default
        makings = self.makers.of(self.evaluator, receiver, token, self.frame, self.sources) if asked else []
        bases = self._bases(row, args, makings, defaults)
        if has_address:
            return [alternative for text in texts for alternative in _behind(bases, text)]
        return bases or (self._built_in(row, makings or [Making(args, self.frame)]) if row.default else [])

    def property(self, holder: Expr, name: str) -> list[Alternative]:
        """What a property of an object (the props of an element) can be as an address; nothing when it is absent."""
        return [text for base in self.evaluator.reduce(holder, self.frame) for text in self._of_key(base, name)]

    def value(self, expr: Expr) -> list[Alternative]:
        """What an assigned value can be as an address."""
        return [] if self.own(expr) else [text for node in self.evaluator.spelled(expr, self.frame) for text in self._text(node)]

    def argument(self, args: tuple[Expr, ...], index: int, frame: Frame | None) -> list[Node]:
        """What argument `index` can stand for; nothing when there is none."""
        first = next((i for i, arg in enumerate(args) if isinstance(arg, Spread)), len(args))
        if index < first:
            return [] if index >= len(args) or self.own(args[index]) else self.evaluator.reduce(args[index], frame)
        if first == len(args):
            return []
        spread = args[first]
        return self.evaluator.property(spread.value, str(index - first), frame) if isinstance(spread, Spread) else []

    def _addresses(self, row: Client, args: tuple[Expr, ...]) -> tuple[list[Alternative], bool]:
        """The addresses that the arguments name, and whether they name one at all."""
        out: list[Alternative] = []
        named = False
        for index in dict.fromkeys(i for i in (row.url, row.config) if i is not None):
            for node in self.argument(args, index, self.frame):
                if isinstance(node.value, Absent):
                    continue
                if isinstance(node.value, Obj) or index != row.url:
                    found = self._of_options(row, node) if index == row.config else []
                else:
                    found = self._text(node)
                named = named or bool(found)
                out += found
        return out, named

    def _of_options(self, row: Client, node: Node) -> list[Alternative]:
        if row.node and isinstance(node.value, Obj):
            return self._of_node_options(row, node)
        return [text for key in row.keys for text in self._of_key(node, key)]

    def _of_key(self, base: Node, name: str) -> list[Alternative]:
        out: list[Alternative] = []
        for node in self.evaluator.property_of(base, name):
            conditions = join_conditions(base.conditions, node.conditions)
            if conditions is not None and not isinstance(node.value, Absent) and not self.own(node.value):
                out += self._text(Node(node.value, node.frame, conditions))
        return out

    def _of_node_options(self, row: Client, node: Node) -> list[Alternative]:
        """`{protocol: 'https:', hostname, port}` of node's http."""
        host = self._of_key(node, "hostname") or self._of_key(node, "host")
        if not host:
            return []
        scheme = self._of_key(node, "protocol") or [Alternative((f"{row.scheme}:",))]
        out = product(product(scheme, [Alternative(("//",))]), host)
        port = self._of_key(node, "port")
        return product(product(out, [Alternative((":",))]), port) if port else out

    def _text(self, node: Node, depth: int = 0) -> list[Alternative]:
        """A reduced value as text; a `Request` is its own first argument."""
        value = node.value
        if isinstance(value, Lit) and value.value in (None, False):
            return []
        if isinstance(value, New) and depth < MAX_NESTED_REQUESTS and self._is_request(value):
            inner = self.argument(value.args, 0, node.frame)
            return [text for part in inner for text in self._text(part, depth + 1)]
        out = []
        for text in self.evaluator.text_of(node):
            conditions = join_conditions(node.conditions, text.conditions)
            if conditions is not None:
                out.append(Alternative(text.pattern, conditions))
        return out

    def _is_request(self, made: New) -> bool:
        return any(path.split(".")[-1] == "Request" for _, path in self.evaluator.lookup.paths(made))

    def _bases(self, row: Client, args: tuple[Expr, ...], makings: list[Making], defaults: Iterable[Expr]) -> list[Alternative]:
        """The address in front: of this call, of the making call, of the client's defaults; the first that there is."""
        out = [text for index in range(len(args)) for text in self._base_in(row, self.argument(args, index, self.frame))]
        if out:
            return out
        for making in makings:
            if row.made_by is not None:
                out += [text for node in self.argument(making.args, row.made_by, making.frame) for text in self._text(node)]
            else:
                for index in range(len(making.args)):
                    out += self._base_in(row, self.argument(making.args, index, making.frame))
        return out or [text for expr in defaults for node in self.evaluator.reduce(expr, None) for text in self._text(node)]

    def _built_in(self, row: Client, makings: list[Making]) -> list[Alternative]:
        """The address that a client brings along, filled in with what it was made with."""
        out: list[Alternative] = [Alternative(())]
        for index, part in enumerate(PLACE.split(row.default)):
            given = [Alternative((part,))] if index % 2 == 0 else [text for making in makings for text in self._given(making, part)]
            out = product(out, given or [Alternative((Hole("segment"),))])
        return out

    def _given(self, making: Making, name: str) -> list[Alternative]:
        """The argument, or the option in any of them, that a making call names."""
        if name.isdigit():
            return [text for node in self.argument(making.args, int(name), making.frame) for text in self._text(node)]
        nodes = [node for index in range(len(making.args)) for node in self.argument(making.args, index, making.frame)]
        return [text for node in nodes if name and isinstance(node.value, Obj) for text in self._of_key(node, name)]

    def _base_in(self, row: Client, nodes: list[Node]) -> list[Alternative]:
        return [text for node in nodes if isinstance(node.value, Obj) for name in row.bases for text in self._of_key(node, name)]


def _behind(bases: list[Alternative], text: Alternative) -> list[Alternative]:
    """The address behind its base; one that is absolute stands alone."""
    if not bases or is_absolute(text.pattern):
        return [text]
    out = []
    for base in bases:
        ends = marked(base.pattern).endswith("/") or marked(text.pattern).startswith("/")
        out += product([base] if ends else product([base], [Alternative(("/",))]), [text])
    return out


def open_sources(pattern: Pattern) -> list[object]:
    """The functions behind the holes of an address."""
    return [part.source for part in pattern if isinstance(part, Hole) and part.source is not None]
