"""Expressions → the strings they can be: templates, concatenations and the string functions that routes are built with."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from scopeminer.syntax.ir import Arr, Binary, Call, Expr, Index, Lit, Member, Name, New, Str, Tagged, Template
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Alternative, Conditions, Hole, Pattern, close, join_conditions, join_patterns, literal, product, widen
from scopeminer.values.reduce import MAX_DEPTH, Absent, Joined, Node, ParameterRef, Reducer, Repeated

PATH_LIKE = re.compile(r"(path|url|uri|endpoint|route|resource|suffix|href|link|next|rest|tail|base|address|location)$", re.IGNORECASE)
"""Names of variables that hold more than one path segment when they stand in a plain template."""
QUERY_LIKE = re.compile(r"(query|querystring|qs|params|search|filter)$", re.IGNORECASE)
START = "^"
"""Stands for the text in front of a string's first part."""
ROUTE_TAGS = ("route", "assumeTrustedRoute")


class Evaluator(Reducer):
    """Answers what an expression can be as text."""

    def text(self, expr: Expr, frame: Frame | None) -> list[Alternative]:
        """The strings that `expr` can be; an open hole stands for whatever cannot be followed."""
        key = (-id(expr), id(frame))
        if key in self._active or len(self._active) > MAX_DEPTH:  # `b = b + x` in a loop: itself with something behind it
            return [Alternative((Hole("raw"),))]
        self._active.add(key)
        try:
            out = [text for node in self.reduce(expr, frame) for text in _given(self.text_of(node), node.conditions)]
        finally:
            self._active.discard(key)
        return widen(out) or [Alternative((Hole("open"),))]

    def text_of(self, node: Node) -> list[Alternative]:
        """The strings that a reduced value can be."""
        value, frame = node.value, node.frame
        match value:
            case Str():
                return [Alternative((value.value,) if value.value else ())]
            case Lit():
                return [Alternative(() if value.value is None else (_spelled(value.value),))]
            case Absent():
                return [Alternative(())]
            case Template():
                return self._template(value, frame, tagged=False)
            case Tagged():
                return self._tagged(value, frame)
            case Binary(op="+"):
                return self._concatenation(value, frame)
            case Joined(op="+"):
                before = [a for part in value.before for a in _given(self.text_of(part), part.conditions)]
                return product(before, self._hole(value.expr, frame, "open")) if before else []
            case Repeated():
                return product(self.text_of(value.first), [Alternative((Hole("raw"),))])
            case ParameterRef():
                return [Alternative((Hole("open", value.function),))]
            case Call() | New():
                return self._computed(value, frame)
            case Member(object=New() as made):
                return self._url_part(made, value.name, frame)
            case Binary():
                return [Alternative((Hole("segment"),))]
        return [Alternative((Hole("open"),))]

    def _template(self, template: Template, frame: Frame | None, tagged: bool) -> list[Alternative]:
        out = [Alternative((template.quasis[0],) if template.quasis[0] else ())]
        for index, hole in enumerate(template.holes):
            after = template.quasis[index + 1]
            before = template.quasis[index] or (START if index == 0 else "")
            out = product(out, self._hole(hole, frame, "tagged" if tagged else "open", before, after))
            if after:
                out = product(out, [Alternative((after,))])
        return out

    def _hole(self, expr: Expr, frame: Frame | None, how: str, before: str = "", after: str = "") -> list[Alternative]:
        """A part of a longer string: what stays open is a segment unless its name or place says otherwise.

        `before` is the literal text in front, or START; a whole segment that could be empty is one that is not known.
        """
        kind, first = _kind(expr, after), before == START
        if first and kind == "segment":
            kind = "raw"
        if how == "tagged" and kind == "raw" and not first and not _leads_on(expr, after):
            kind = "segment"
        texts = self.text(expr, frame)
        if before.endswith("/") and after[:1] in ("", "/", "?") and kind == "segment" and not all(a.pattern for a in texts):
            texts = [a for a in texts if a.pattern] or [Alternative((Hole("segment"),))]
        return [Alternative(close(a.pattern, kind), a.conditions) for a in texts]

    def _concatenation(self, expr: Binary, frame: Frame | None) -> list[Alternative]:
        operands: list[Expr] = []
        stack: list[Expr] = [expr]
        while stack:
            part = stack.pop()
            if isinstance(part, Binary) and part.op == "+":
                stack += (part.right, part.left)
            else:
                operands.append(part)
        out = [Alternative(())]
        for index, operand in enumerate(operands):
            before = operands[index - 1] if index else Str(START, expr.at)
            following = operands[index + 1] if index + 1 < len(operands) else None
            texts = (neighbour.value if isinstance(neighbour, Str) else "" for neighbour in (before, following))
            out = product(out, self._hole(operand, frame, "open", *texts))
        return out

    def _tagged(self, expr: Tagged, frame: Frame | None) -> list[Alternative]:
        if any(path.split(".")[-1] in (*ROUTE_TAGS, "raw") for _, path in self.lookup.paths(expr)):
            return self._template(expr.template, frame, tagged=True)
        return [Alternative((Hole("open"),))]

    def _computed(self, expr: Call | New, frame: Frame | None) -> list[Alternative]:
        for _, path in self.lookup.paths(expr):
            model = FUNCTIONS.get(path) or FUNCTIONS.get(path.split(".")[-1])
            if model is not None:
                return model(self, expr, frame)
        if isinstance(expr, Call) and isinstance(expr.callee, Member):
            method = METHODS.get(expr.callee.name)
            if method is not None:
                return method(self, expr, frame)
        return [Alternative((Hole("open"),))]

    def _url_part(self, made: New, name: str, frame: Frame | None) -> list[Alternative]:
        """`new URL(text, base).pathname` and the like."""
        if not any(path.split(".")[-1] == "URL" for _, path in self.lookup.paths(made)):
            return [Alternative((Hole("open"),))]
        out = []
        for whole in _url(self, made, frame):
            text = literal(whole.pattern)
            if name in ("href", "toString"):
                out.append(whole)
            elif name == "search":
                out.append(Alternative((Hole("query"),), whole.conditions))
            elif name == "pathname":
                out.append(Alternative(_path_of(whole.pattern), whole.conditions))
            elif text is not None and name in ("host", "hostname", "origin"):
                parts = urlsplit(text)
                out.append(Alternative((f"{parts.scheme}://{parts.netloc}" if name == "origin" else parts.netloc,), whole.conditions))
            else:
                out.append(Alternative((Hole("open"),), whole.conditions))
        return out

    def arguments_text(self, expr: Call | New, index: int, frame: Frame | None) -> list[Alternative]:
        """The strings that argument `index` can be."""
        return self.text(expr.args[index], frame) if index < len(expr.args) else [Alternative(())]


def _given(alternatives: list[Alternative], conditions: Conditions) -> list[Alternative]:
    out = []
    for alternative in alternatives:
        joined = join_conditions(conditions, alternative.conditions)
        if joined is not None:
            out.append(Alternative(alternative.pattern, joined))
    return out


def _spelled(value: float | bool | str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _kind(expr: Expr, after: str) -> str:
    """What a hole of this name is likely to hold: one segment, a remainder of the path, or a query."""
    while isinstance(expr, Call) and isinstance(expr.callee, Member) and expr.callee.name in ("toString", "trim"):
        expr = expr.callee.object
    name = expr.id if isinstance(expr, Name) else expr.name if isinstance(expr, Member) else ""
    if QUERY_LIKE.search(name):
        return "query"
    if PATH_LIKE.search(name) or (isinstance(expr, Call | Index | Tagged) and _unnamed_path(expr)):
        return "raw"
    return "segment"


def _unnamed_path(expr: Expr) -> bool:
    callee = expr.callee if isinstance(expr, Call) else None
    name = callee.id if isinstance(callee, Name) else callee.name if isinstance(callee, Member) else ""
    return bool(PATH_LIKE.search(name) or QUERY_LIKE.search(name))


def _leads_on(expr: Expr, after: str) -> bool:
    """In a `route` template a raw value is encoded; only a route object of its own can hold more than a segment."""
    return isinstance(expr, Name | Call | Member) and not after.startswith("/")


def _path_of(pattern: Pattern) -> Pattern:
    head = pattern[0] if pattern and isinstance(pattern[0], str) else None
    if head is None:
        return pattern
    match = re.match(r"^[a-z][a-z0-9+.-]*://[^/?#]*", head)
    rest: Pattern = (head[match.end() :] if match else head, *pattern[1:])
    text = literal(rest)
    return (re.split(r"[?#]", text)[0],) if text is not None else rest


def _segment(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    return [Alternative(close(a.pattern, "segment"), a.conditions) for a in self.arguments_text(expr, 0, frame)]


def _first(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    return self.arguments_text(expr, 0, frame)


def _from_absolute(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    return [Alternative(_whole_path(a.pattern), a.conditions) for a in self.arguments_text(expr, 0, frame)]


def _whole_path(pattern: Pattern) -> Pattern:
    if pattern and isinstance(pattern[0], str):
        match = re.match(r"^[a-z][a-z0-9+.-]*://[^/?#]*", pattern[0])
        return (pattern[0][match.end() :], *pattern[1:]) if match else pattern
    return close(pattern, "raw")


def _url(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """`new URL(text, base)`: an absolute text wins over the base."""
    texts = self.arguments_text(expr, 0, frame)
    if len(expr.args) < 2:
        return texts
    out = []
    for text in texts:
        head = text.pattern[0] if text.pattern and isinstance(text.pattern[0], str) else ""
        if re.match(r"^[a-z][a-z0-9+.-]*:", head):
            out.append(text)
            continue
        for base in self.arguments_text(expr, 1, frame):
            out += product([Alternative(_origin(base.pattern, head), base.conditions)], [text])
    return widen(out)


def _origin(base: Pattern, relative: str) -> Pattern:
    """What stands before `relative` when it is resolved against `base`: the origin, or the base up to its last `/`."""
    whole, head = literal(base), base[0] if base and isinstance(base[0], str) else ""
    origin = re.match(r"[a-z]+://[^/?#]+(?=[/?#])", head) or re.fullmatch(r"[a-z]+://[^/?#]+", whole or "")
    if origin is None:
        return base if re.fullmatch(r"[a-z]+://", head) else (Hole("raw"),)
    if relative.startswith("/"):
        return (origin.group(),)
    return (whole[: whole.rfind("/", origin.end()) + 1] or origin.group() + "/",) if whole else (origin.group() + "/", Hole("raw"))


def _query(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    return [Alternative((Hole("query"),))]


def _receiver(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    callee = expr.callee
    return self.text(callee.object, frame) if isinstance(callee, Member) else [Alternative((Hole("open"),))]


def _changed(change: Callable[[str], str]) -> Callable[[Evaluator, Call | New, Frame | None], list[Alternative]]:
    """A method that maps literal text; holes stay as they are."""

    def model(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
        return [
            Alternative(join_patterns([(change(part) if isinstance(part, str) else part,) for part in a.pattern]), a.conditions)
            for a in _receiver(self, expr, frame)
        ]

    return model


def _replace(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """`.replace('{id}', id)`: the text found becomes the replacement; a pattern that is not literal leaves the text."""
    out: list[Alternative] = []
    wanted = self.arguments_text(expr, 0, frame)
    needle = literal(wanted[0].pattern) if len(wanted) == 1 else None
    expression = expr.args[0] if expr.args else None
    if isinstance(expression, Lit) and isinstance(expression.value, str):
        needle = _literal_of_regex(expression.value)
    for text in _receiver(self, expr, frame):
        whole = literal(text.pattern)
        if needle and len(expr.args) > 1 and any(isinstance(part, str) and needle in part for part in text.pattern):
            for new in self._hole(expr.args[1], frame, "open"):
                parts = [_substituted(part, needle, new.pattern) if isinstance(part, str) else (part,) for part in text.pattern]
                out += _given([Alternative(join_patterns(parts), text.conditions)], new.conditions)
        elif isinstance(expression, Lit) and whole is not None and len(expr.args) > 1:
            out.append(_sub_regex(str(expression.value), whole, self.arguments_text(expr, 1, frame), text))
        else:
            out.append(text)
    return out


def _literal_of_regex(source: str) -> str | None:
    match = re.fullmatch(r"/((?:\\.|[\w:{}<>/-])+)/[gimsuy]*", source)
    return re.sub(r"\\(.)", r"\1", match.group(1)) if match and not re.search(r"\\[a-zA-Z]", match.group(1)) else None


def _sub_regex(source: str, text: str, new: list[Alternative], alternative: Alternative) -> Alternative:
    match = re.fullmatch(r"/(.*)/([a-z]*)", source, re.DOTALL)
    replacement = literal(new[0].pattern) if len(new) == 1 else None
    if match is None or replacement is None or "$" in replacement or not _harmless(match.group(1), text):
        return alternative
    count = 0 if "g" in match.group(2) else 1
    try:
        return Alternative((re.sub(match.group(1), lambda _: replacement, text, count=count),), alternative.conditions)
    except re.error:
        return alternative


def _harmless(expression: str, text: str) -> bool:
    """The app wrote the expression and we run it: without groups and with few repetitions it cannot take long."""
    return len(expression) <= 60 and len(text) <= 500 and "(" not in expression and len(re.findall(r"[*+{]", expression)) <= 2


def _substituted(text: str, needle: str, new: Pattern) -> Pattern:
    before, _, after = text.partition(needle)
    return join_patterns([(before,), new, (after,)])


def _join(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """`[a, b].join('/')`."""
    separator = literal(self.arguments_text(expr, 0, frame)[0].pattern) if expr.args else ","
    callee = expr.callee
    arrays = self.reduce(callee.object, frame) if isinstance(callee, Member) else []
    out: list[Alternative] = []
    for node in arrays:
        if not isinstance(node.value, Arr) or separator is None:
            return [Alternative((Hole("query" if separator in ("&", ",") else "open"),))]
        joined = [Alternative(())]
        for index, item in enumerate(node.value.items):
            if index:
                joined = product(joined, [Alternative((separator,))])
            joined = product(joined, self._hole(item, node.frame, "open"))
        out += joined
    return out or [Alternative((Hole("open"),))]


def _concat(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    out = _receiver(self, expr, frame)
    for arg in expr.args:
        out = product(out, self._hole(arg, frame, "open"))
    return out


def _cut(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """`.slice(n)`, `.substring(…)`: exact on literals with literal bounds; `url.substring(url.indexOf('/rest'))` cuts the head."""
    out = []
    bounds = [literal(a[0].pattern) for a in (self.arguments_text(expr, i, frame) for i in range(len(expr.args))) if len(a) == 1]
    for text in _receiver(self, expr, frame):
        whole = literal(text.pattern)
        if whole is not None and len(bounds) == len(expr.args) and all(b is not None and re.fullmatch(r"-?\d+", b) for b in bounds):
            numbers = [int(b) for b in bounds if b is not None]
            out.append(Alternative((whole[slice(*numbers, None)] if len(numbers) == 1 else whole[slice(*numbers)],), text.conditions))
        else:
            out.append(Alternative(_from_rest(text.pattern), text.conditions))
    return out


def _from_rest(pattern: Pattern) -> Pattern:
    head = pattern[0] if pattern and isinstance(pattern[0], str) else ""
    start = re.search(r"/(rest|wiki)/", head)
    return (head[start.start() :], *pattern[1:]) if start else (Hole("open"),)


TextModel = Callable[[Evaluator, Call | New, Frame | None], list[Alternative]]
FUNCTIONS: dict[str, TextModel] = {
    "encodeURIComponent": _segment,
    "encodeURI": _first,
    "String": _first,
    "Number": _segment,
    "parseInt": _segment,
    "route": _first,
    "assumeTrustedRoute": _first,
    "routeFromAbsolute": _from_absolute,
    "URL": _url,
    "URLSearchParams": _query,
    "Object.freeze": _first,
    "JSON.stringify": _first,
}
METHODS: dict[str, TextModel] = {
    "toString": _receiver,
    "valueOf": _receiver,
    "trim": _changed(str),
    "trimEnd": _changed(str),
    "trimStart": _changed(str),
    "normalize": _changed(str),
    "toUpperCase": _changed(str.upper),
    "toLowerCase": _changed(str.lower),
    "toLocaleUpperCase": _changed(str.upper),
    "toLocaleLowerCase": _changed(str.lower),
    "replace": _replace,
    "replaceAll": _replace,
    "join": _join,
    "concat": _concat,
    "slice": _cut,
    "substring": _cut,
    "substr": _cut,
}
