"""Expressions → the strings they can be: templates, concatenations and the string functions that routes are built with."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from scopeminer.syntax.ir import Arr, Await, Binary, Call, Expr, Index, Lit, Member, Name, New, Obj, Prop, Str, Tagged, Template
from scopeminer.values.attached import attached, last_name
from scopeminer.values.functions import FUNCTIONS, METHODS, TextModel, path_of, url
from scopeminer.values.lookup import Frame
from scopeminer.values.memory import Remembering
from scopeminer.values.nodes import MAX_DEPTH, Absent, Joined, Link, Node, ParameterRef, Repeated, Spelled
from scopeminer.values.pattern import Alternative, Hole, close, encoded, given, literal, product, widen
from scopeminer.values.sums import addends, is_count, numeric_head

PATH_LIKE = re.compile(r"(path|url|uri|endpoint|route|resource|suffix|href|link|next|rest|tail|base|address|location)$", re.IGNORECASE)
"""Names of variables that hold more than one path segment when they stand in a plain template."""
QUERY_LIKE = re.compile(r"(query|querystring|qs|params|search|filter)$", re.IGNORECASE)
SEGMENT_LIKE = re.compile(
    r"(id|key|slug|name|code|number|version|type|string|component|num|int|uuid|segment|encode.*|.*id_|.*by.*)$", re.IGNORECASE
)
"""Names of functions that give a part of a path which has no `/`."""
UNCUT = frozenset({"toString", "trim", "toLowerCase", "toUpperCase"})
CUTTING = frozenset({"slice", "substring", "substr", "replace", "replaceAll", "concat"})
"""What they leave of a text that is not known can be anything."""
API_ROOT = re.compile(r"/(rest/api/(2|3|latest)|rest/agile/1\.0|rest/servicedeskapi|wiki/api/v2|wiki/rest/api|2\.0)/$")
"""What stands behind one of these and is not known can be more than a segment: no operation has a parameter there."""
START = "^"
"""Stands for the text in front of a string's first part."""
OPEN = Alternative((Hole("open"),))
ROUTE_TAGS = ("route", "assumeTrustedRoute")


class Evaluator(Remembering):
    """Answers what an expression can be as text."""

    def text(self, expr: Expr, frame: Frame | None) -> list[Alternative]:
        """The strings that `expr` can be; an open hole stands for whatever cannot be followed."""
        key = (-id(expr), id(frame))
        if key in self.active or self.depth >= MAX_DEPTH:  # `b = b + x` in a loop: itself with something behind it
            self.cuts += 1
            return [Alternative((Hole("raw"),))]
        self.active.add(key)
        self.depth += 1
        taken, self.taken = self.taken, ()
        try:
            nodes = self.spelled(expr, frame)
            reached = [node for node in nodes if type(node.value) is not Absent or not node.value.of_nothing]
            out: list[Alternative] = []
            for node in reached or nodes:
                texts = self.text_of(node)
                out += given(texts, node.conditions) if node.conditions else texts
        finally:
            self.taken = taken
            self.depth -= 1
            self.active.discard(key)
        return widen(out) or [OPEN]

    def text_of(self, node: Node) -> list[Alternative]:
        """The strings that a reduced value can be."""
        spell = SPELLED.get(type(node.value))
        return spell(self, node.value, node.frame) if spell is not None else [OPEN]

    def _of_joined(self, value: Joined, frame: Frame | None) -> list[Alternative]:
        if value.op != "+":
            return [OPEN]
        if value.before and all(is_count(self, part, (value.expr,), frame) for part in value.before):
            return [Alternative((Hole("segment"),))]
        before = [a for part in value.before for a in given(self.text_of(part), part.conditions)]
        return product(before, attached(before, self.hole(value.expr, frame, "open"), value.expr)) if before else []

    def _of_repeated(self, value: Repeated, frame: Frame | None) -> list[Alternative]:
        if is_count(self, value.first, value.appended, frame):
            return [Alternative((Hole("segment"),))]
        return product(self.text_of(value.first), [Alternative((Hole(self._repeated(value, frame)),))])

    def _of_template(self, value: Template, frame: Frame | None) -> list[Alternative]:
        return self._template(value, frame, tagged=False)

    def _of_binary(self, value: Binary, frame: Frame | None) -> list[Alternative]:
        return self._concatenation(value, frame) if value.op == "+" else [Alternative((Hole("segment"),))]

    def _of_member(self, value: Member, frame: Frame | None) -> list[Alternative]:
        return self._url_part(value.object, value.name, frame) if isinstance(value.object, New) else [OPEN]

    def _repeated(self, value: Repeated, frame: Frame | None) -> str:
        """The kind of hole that a loop's appended texts leave: a query when each begins like one."""
        texts = [text for expr in value.appended for text in self.text(expr, frame)]
        heads = [text.pattern[0] if text.pattern and isinstance(text.pattern[0], str) else "" for text in texts]
        return "query" if heads and all(head.startswith(("?", "&")) for head in heads) else "raw"

    def _template(self, template: Template, frame: Frame | None, tagged: bool) -> list[Alternative]:
        out = [Alternative((template.quasis[0],) if template.quasis[0] else ())]
        for index, hole in enumerate(template.holes):
            after = template.quasis[index + 1]
            before = template.quasis[index] or (START if index == 0 else "")
            texts = self.hole(hole, frame, "tagged" if tagged else "open", before, after)
            out = product(out, texts if tagged else attached(out, texts, hole))
            if after:
                out = product(out, [Alternative((after,))])
        return out

    def hole(self, expr: Expr, frame: Frame | None, how: str, before: str = "", after: str = "") -> list[Alternative]:
        """A part of a longer string: what stays open is a segment unless its name or place says otherwise.

        `before` is the literal text in front, or START; a whole segment that could be empty is one that is not known.
        """
        kind, first = _kind(expr, after), before == START
        if (first and kind == "segment") or (how != "tagged" and not after and API_ROOT.search(before)):
            kind = "raw"
        if how == "tagged" and kind == "raw" and not first and not _leads_on(expr, after):
            kind = "segment"
        texts = self.text(expr, frame)
        if before.endswith("/") and after[:1] in ("", "/", "?") and kind == "segment" and not all(a.pattern for a in texts):
            texts = [a for a in texts if a.pattern] or [Alternative((Hole("segment"),))]
        stays = how == "tagged" and kind == "segment"  # `route` encodes what it is given
        if stays and before.endswith("/"):
            texts = [Alternative(encoded(a.pattern), a.conditions) for a in texts]
        return [Alternative(close(a.pattern, kind, stays and before.endswith("=")), a.conditions) for a in texts]

    def _concatenation(self, expr: Binary, frame: Frame | None) -> list[Alternative]:
        operands = addends(expr)
        head, taken = numeric_head(self, operands, frame)
        out = head or [Alternative(())]
        for index, operand in list(enumerate(operands))[taken:]:
            before = operands[index - 1] if index else Str(START, expr.at)
            following = operands[index + 1] if index + 1 < len(operands) else None
            texts = (neighbour.value if isinstance(neighbour, Str) else "" for neighbour in (before, following))
            out = product(out, attached(out, self.hole(operand, frame, "open", *texts), operand))
        return out

    def _tagged(self, expr: Tagged, frame: Frame | None) -> list[Alternative]:
        tags = {path.split(".")[-1] for _, path in self.lookup.paths(expr)}
        known = not tags.isdisjoint((*ROUTE_TAGS, "raw"))
        return self._template(expr.template, frame, tagged="raw" not in tags) if known else [OPEN]

    def _computed(self, expr: Call | New, frame: Frame | None) -> list[Alternative]:
        for _, path in self.lookup.paths(expr):
            model = FUNCTIONS.get(path) or FUNCTIONS.get(path.split(".")[-1])
            if model is not None:
                return self._modelled(model, expr, frame)
        if isinstance(expr, Call) and isinstance(expr.callee, Member):
            method = METHODS.get(expr.callee.name)
            if method is not None:
                return self._modelled(method, expr, frame)
        return [OPEN]

    def _modelled(self, model: TextModel, expr: Call | New, frame: Frame | None) -> list[Alternative]:
        out = model(self, expr, frame)
        if any(isinstance(part, Hole) and part.source is not None for text in out for part in text.pattern):
            for arg in expr.args:
                self.aside(arg, frame)
        return out

    def _url_part(self, made: New, name: str, frame: Frame | None) -> list[Alternative]:
        """`new URL(text, base).pathname` and the like."""
        if not any(path.split(".")[-1] == "URL" for _, path in self.lookup.paths(made)):
            return [OPEN]
        out = []
        for whole in url(self, made, frame):
            text = literal(whole.pattern)
            if name in ("href", "toString"):
                out.append(whole)
            elif name == "search":
                out.append(Alternative((Hole("query"),), whole.conditions))
            elif name == "pathname":
                out.append(Alternative(path_of(whole.pattern), whole.conditions))
            elif text is not None and name in ("host", "hostname", "origin"):
                parts = urlsplit(text)
                out.append(Alternative((f"{parts.scheme}://{parts.netloc}" if name == "origin" else parts.netloc,), whole.conditions))
            else:
                out.append(Alternative((Hole("open"),), whole.conditions))
        return out

    def aside(self, expr: Expr, frame: Frame | None) -> None:
        """Tell the trace of what `expr` reads, which something that is still open keeps from mattering yet."""
        if self.trace is not None and (id(expr), frame) not in self.trace.aside:
            self.trace.aside.add((id(expr), frame))
            if isinstance(expr, Obj | Arr):
                for part in expr.props if isinstance(expr, Obj) else expr.items:
                    self.aside(part.value if isinstance(part, Prop) else part, frame)
                return
            reader = Evaluator(self.lookup, self._memory)
            reader.trace, reader.depth, reader.steps = self.trace, self.depth, self.steps
            reader.text(expr, frame)
            self.steps = reader.steps

    def arguments_text(self, expr: Call | New, index: int, frame: Frame | None) -> list[Alternative]:
        """The strings that argument `index` can be."""
        return self.text(expr.args[index], frame) if index < len(expr.args) else [Alternative(())]


def _of_lit(self: Evaluator, value: Lit, frame: Frame | None) -> list[Alternative]:
    return [Alternative(() if value.value is None else (_spelled(value.value),))]


SPELLED: dict[type, Callable[[Evaluator, Any, Frame | None], list[Alternative]]] = {
    Str: lambda _, value, __: [Alternative((value.value,) if value.value else ())],
    Lit: _of_lit,
    Absent: lambda _, value, __: [OPEN if value.of_nothing else Alternative(())],
    Spelled: lambda _, value, __: list(value.texts),
    Template: Evaluator._of_template,
    Tagged: lambda self, value, frame: self._tagged(value, frame),
    Binary: Evaluator._of_binary,
    Joined: Evaluator._of_joined,
    Link: lambda *_: [Alternative((Hole("link"),))],
    Repeated: Evaluator._of_repeated,
    ParameterRef: lambda _, value, __: [Alternative((Hole("open", value.function),))],
    Call: lambda self, value, frame: self._computed(value, frame),
    New: lambda self, value, frame: self._computed(value, frame),
    Member: Evaluator._of_member,
}
"""How a reduced value reads; nobody knows of any other."""


def _spelled(value: float | bool | str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _kind(expr: Expr, after: str) -> str:
    """What a hole of this name is likely to hold: one segment, a remainder of the path, or a query."""
    while isinstance(expr, Await) or (isinstance(expr, Call) and isinstance(expr.callee, Member) and expr.callee.name in UNCUT):
        expr = expr.value if isinstance(expr, Await) else _callee_object(expr)
    name = expr.id if isinstance(expr, Name) else expr.name if isinstance(expr, Member) else ""
    if QUERY_LIKE.search(name):
        return "query"
    if PATH_LIKE.search(name) or (isinstance(expr, Call | Index | Tagged) and _unnamed_path(expr)):
        return "raw"
    return "segment"


def _callee_object(expr: Call) -> Expr:
    return expr.callee.object if isinstance(expr.callee, Member) else expr.callee


def _unnamed_path(expr: Expr) -> bool:
    """Whether what has no name of its own can be more than a segment: the call or the table says so, or it is what is left of a text."""
    if isinstance(expr, Index):
        return bool(PATH_LIKE.search(last_name(expr.object).removesuffix("s")))
    callee = expr.callee if isinstance(expr, Call) else None
    if isinstance(expr, Call) and isinstance(callee, Member) and callee.name == "join":
        return any(isinstance(arg, Str) and "/" in arg.value for arg in expr.args)
    if isinstance(callee, Member) and callee.name in CUTTING:
        return True
    name = last_name(callee)
    return bool(PATH_LIKE.search(name) or QUERY_LIKE.search(name)) or (isinstance(callee, Name) and not SEGMENT_LIKE.search(name))


def _leads_on(expr: Expr, after: str) -> bool:
    """In a `route` template a raw value is encoded; only a route object of its own can hold more than a segment."""
    return isinstance(expr, Name | Call | Member) and not after.startswith("/")
