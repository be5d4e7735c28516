"""The string functions and methods that routes are built with: what each gives for what it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scopeminer.syntax.ir import Arr, Call, Expr, Member, New, Spread
from scopeminer.values.changes import is_changed
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Alternative, Hole, Pattern, close, join_patterns, literal, product, widen
from scopeminer.values.replacement import replace

if TYPE_CHECKING:
    from scopeminer.values.evaluate import Evaluator


def path_of(pattern: Pattern) -> Pattern:
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


def url(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """`new URL(text, base)`: an absolute text wins over the base."""
    if self.lookup.is_rebuilt(expr):
        return [Alternative((Hole("raw"),))]
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


def _join(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """`[a, b].join('/')`."""
    separator = literal(self.arguments_text(expr, 0, frame)[0].pattern) if expr.args else ","
    callee = expr.callee
    arrays = self.reduce(callee.object, frame) if isinstance(callee, Member) else []
    several = "query" if separator in ("&", ",") else "raw"
    out: list[Alternative] = []
    for node in arrays:
        if not isinstance(node.value, Arr) or separator is None:
            return [Alternative((Hole("query" if separator in ("&", ",") else "open"),))]
        joined = [Alternative(())]
        changes = self.lookup.late_changes(node.value)
        for index, (item, frame_of) in enumerate(_items(self, node.value, node.frame) if changes is None or not changes.moved else ()):
            if index:
                joined = product(joined, [Alternative((separator,))])
            one = self.hole(item, frame_of, "open") if not isinstance(item, Spread) else [Alternative((Hole(several),))]
            joined = product(joined, one)
        if changes is not None:  # elements that came later stand behind those that were there
            joined = product(joined, [Alternative((Hole(several),))])
        out += joined
    return out or [Alternative((Hole("open"),))]


def _items(self: Evaluator, array: Arr, frame: Frame | None) -> Iterator[tuple[Expr, Frame | None]]:
    """The elements, those of spread arrays that are known too; any other spread stands for several that are not."""
    for item in array.items:
        nodes = self.whole(item.value, frame) if isinstance(item, Spread) else []
        inner = nodes[0].value if len(nodes) == 1 else None
        if isinstance(inner, Arr) and not is_changed(self.lookup, inner) and not any(isinstance(one, Spread) for one in inner.items):
            yield from ((one, nodes[0].frame) for one in inner.items)
        else:
            yield item, frame


def _concat(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    out = _receiver(self, expr, frame)
    for arg in expr.args:
        out = product(out, self.hole(arg, frame, "open"))
    return out


def _cut(self: Evaluator, expr: Call | New, frame: Frame | None) -> list[Alternative]:
    """`.slice(n)`, `.substring(…)`: exact on literals with literal bounds; `url.substring(url.indexOf('/rest'))` cuts the head."""
    out = []
    bounds = [literal(a[0].pattern) for a in (self.arguments_text(expr, i, frame) for i in range(len(expr.args))) if len(a) == 1]
    for text in _receiver(self, expr, frame):
        whole = literal(text.pattern)
        if whole is not None and len(bounds) == len(expr.args) and all(b is not None and re.fullmatch(r"-?\d+", b) for b in bounds):
            numbers = [int(b) for b in bounds if b is not None]
            start, end = (numbers + [0])[0], numbers[1] if len(numbers) > 1 else None
            if end is not None and isinstance(expr.callee, Member) and expr.callee.name == "substr":
                end += start
            out.append(Alternative((whole[start:end],), text.conditions))
        else:
            out.append(Alternative(_from_rest(text.pattern), text.conditions))
    return out


def _from_rest(pattern: Pattern) -> Pattern:
    head = pattern[0] if pattern and isinstance(pattern[0], str) else ""
    start = re.search(r"/(rest|wiki)/", head)
    return (head[start.start() :], *pattern[1:]) if start else (Hole("open"),)


TextModel = Callable[["Evaluator", Call | New, Frame | None], list[Alternative]]
FUNCTIONS: dict[str, TextModel] = {
    "encodeURIComponent": _segment,
    "encodeURI": _first,
    "String": _first,
    "Number": _segment,
    "parseInt": _segment,
    "route": _first,
    "assumeTrustedRoute": _first,
    "routeFromAbsolute": _from_absolute,
    "URL": url,
    "URLSearchParams": _query,
    "Object.freeze": _first,
    "Promise.resolve": _first,
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
    "replace": replace,
    "replaceAll": replace,
    "join": _join,
    "concat": _concat,
    "slice": _cut,
    "substring": _cut,
    "substr": _cut,
}
