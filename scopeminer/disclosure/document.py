"""What code does to the elements of a page, by the names that only elements have: attributes, HTML and styles that are put into one."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.disclosure import html
from scopeminer.disclosure.calls import Reading
from scopeminer.disclosure.elements import STYLES, addresses, picture, sheet
from scopeminer.disclosure.markup import document, markup
from scopeminer.disclosure.own import plain
from scopeminer.disclosure.shown import Shown
from scopeminer.records import replace
from scopeminer.syntax.ir import Call, Expr, Index, Member, New, Obj, Prop, Spread
from scopeminer.values.nodes import ParameterRef
from scopeminer.values.pattern import Alternative, Hole, literal

MARKUP = frozenset({"innerHTML", "outerHTML", "innerhtml", "outerhtml"})
TEXTS = frozenset({"textContent", "innerText"})
ATTRIBUTES = frozenset({"src", "srcset", "poster"})
"""Those that are assigned to elements of every kind; `href` and `data` are names of too many other things."""
SET = frozenset({*ATTRIBUTES, *MARKUP, *TEXTS, "srcdoc", "cssText"})
PUTTING = frozenset({"insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment"})
"""Calls with HTML as their last argument."""
APPENDING = frozenset({"append", "appendChild", "prepend", "replaceChildren"})
CALLED = frozenset({"setAttribute", "setAttributeNS", "insertRule", "replaceSync", "setProperty", "assign", *PUTTING, *APPENDING})
ANYTHING = [Alternative((Hole("raw"),))]
ONLY_MADE = APPENDING | TEXTS
"""What is looked at for style sheets that code makes."""
MAKING = frozenset({("document", "createElement", "()"), ("document", "createElementNS", "()")})
MADE = {"document.createElement": 0, "document.createElementNS": 1}
"""What makes an element, and the argument that names it."""
BUILT = {"Image": "img", "Audio": "audio"}
THERE = "(there)"
"""An element of the page: setting the address of a script that has run does nothing."""
ANY = "(any)"
"""An element that is made, of a kind that nobody knows."""


def is_set(target: Member) -> bool:
    """Whether an assignment may be one to an element."""
    return target.name in SET or _is_style(target.object, target.name)


def assigned(reading: Reading, target: Expr, name: str, value: Expr) -> Iterator[Shown]:
    """`target.name = value`."""
    if name in MARKUP or name in TEXTS:
        is_sheet = tags(reading, target) == {"style"}
        for text in reading.value(value) if is_sheet or name in MARKUP else ():
            yield from sheet(text, True) if is_sheet else markup(text)
    elif name == "srcdoc":
        yield from (shown for text in reading.value(value) for shown in document(text))
    elif name == "cssText":
        yield from (shown for text in reading.value(value) for shown in sheet(text, True))
    elif _is_style(target, name):
        yield from (shown for text in reading.value(plain(value, reading.own)) for shown in picture(text))
    else:
        yield from _attribute(reading, target, name, reading.value(value))


def indexed(reading: Reading, target: Index, value: Expr) -> Iterator[Shown]:
    """`target[name] = value`, of an element that was made; a name that nobody knows is any."""
    for name in {literal(text.pattern) for text in reading.value(target.key)}:
        if name is not None:
            yield from _property(reading, reading, target.object, Prop(name, value, target.at))
        else:
            yield from _attribute(reading, target.object, None, reading.value(value))
            yield from (shown for text in reading.value(value) for shown in markup(text))


def called(reading: Reading, node: Call) -> Iterator[Shown]:
    """`element.name(…)`."""
    callee, args = node.callee, node.args
    if not isinstance(callee, Member) or not args:
        return
    name = callee.name
    last = reading.value(args[-1]) if name in PUTTING else []
    if name in ("setAttribute", "setAttributeNS"):
        if isinstance(args[-1], Spread):
            yield from _attribute(reading, callee.object, None, ANYTHING)
        elif len(args) > 1:
            for named in {literal(text.pattern) for text in reading.value(args[-2])}:
                yield from _named(reading, callee.object, named, args[-1])
    elif name in PUTTING and name != "createContextualFragment":
        yield from (shown for text in last for shown in markup(text))
    elif name == "createContextualFragment":
        yield from (shown for text in last for shown in document(text))
    elif name in ("insertRule", "replaceSync"):
        yield from (shown for text in reading.value(args[0]) for shown in sheet(text, True))
    elif name == "setProperty":
        names = {literal(text.pattern) for text in reading.value(args[0])}
        if len(args) > 1 and any(one is None or one.startswith("--") or _camel(one) in STYLES for one in names):
            yield from (shown for text in reading.value(plain(args[1], reading.own)) for shown in picture(text))
    elif name == "assign":
        yield from _merged(reading, args)
    elif tags(reading, callee.object) == {"style"}:
        yield from (shown for arg in args for text in reading.value(_text_of(arg)) for shown in sheet(text, True))


def tags(reading: Reading, element: Expr) -> set[str]:
    """The kinds of element that an expression can be."""
    out: set[str] = set()
    for node in reading.evaluator.reduce(element, reading.frame):
        value = node.value
        if isinstance(value, ParameterRef):
            reading.sources.append(value.function)
        if not isinstance(value, Call | New):
            out.add(THERE)
            continue
        paths = {path for package, path in reading.evaluator.lookup.paths(value) if package == "(global)"}
        built = [BUILT[path] for path in paths if path in BUILT]
        made = [MADE[path] for path in paths if path in MADE]
        for index in made:
            named = [literal(text.pattern) for arg in value.args[index : index + 1] for text in reading.evaluator.text(arg, node.frame)]
            built += [tag.lower() if tag is not None else ANY for tag in named]
        out.update(built or [ANY if made else THERE])
    return out or {THERE}


def _named(reading: Reading, element: Expr, name: str | None, value: Expr) -> Iterator[Shown]:
    """`element.setAttribute(name, value)`; a name that nobody knows is any."""
    lower = name.lower() if name is not None else None
    if lower == "style":
        yield from (shown for text in reading.value(value) for shown in sheet(text, True))
    elif lower == "srcdoc":
        yield from (shown for text in reading.value(value) for shown in document(text))
    elif lower is None or any(attribute == lower for _, attribute in (*html.ATTRIBUTES, ("link", "href"))):
        yield from _attribute(reading, element, lower, reading.value(value))


def _attribute(reading: Reading, element: Expr, name: str | None, texts: list[Alternative]) -> Iterator[Shown]:
    """The addresses of an attribute: for each kind that the element can be, and where that is not known for all, without being sure."""
    for tag in sorted(tags(reading, element)) if texts else ():
        known = name is not None and tag not in (THERE, ANY)
        for directive in _directives(tag, name):
            yield from (shown if known else shown._replace(is_data=True) for shown in addresses(name or "", directive, texts))


def _directives(tag: str, name: str | None) -> Iterator[str]:
    every = {**html.ATTRIBUTES, ("link", "href"): "styles"}
    found = {kind for (owner, attribute), kind in every.items() if name in (None, attribute) and tag in (owner, THERE, ANY)}
    left_out = {THERE: {"navigation", "scripts"}, ANY: {"navigation"}}.get(tag, set())
    yield from sorted(found - left_out)


def _merged(reading: Reading, args: tuple[Expr, ...]) -> Iterator[Shown]:
    """`Object.assign(element, { src })`."""
    target = args[0]
    if isinstance(target, Obj):
        return
    is_made = THERE not in tags(reading, target)
    for arg in args[1:]:
        for node in reading.evaluator.reduce(arg, reading.frame):
            if is_made and (not isinstance(node.value, Obj) or any(not isinstance(prop, Prop) for prop in node.value.props)):
                yield from _attribute(reading, target, None, ANYTHING)
            if isinstance(node.value, Obj):
                inner = replace(reading, frame=node.frame)
                for prop in node.value.props:
                    if isinstance(prop, Prop) and isinstance(prop.key, str):
                        yield from _property(reading, inner, target, prop)
                reading.sources += [source for source in inner.sources if source not in reading.sources]


def _property(reading: Reading, inner: Reading, target: Expr, prop: Prop) -> Iterator[Shown]:
    key = str(prop.key)
    if key in ("src", "srcset", "poster", "href", "data"):
        kinds = tags(reading, target)
        if THERE not in kinds or key in ATTRIBUTES:
            yield from _attribute(reading, target, key, inner.value(prop.value))
    elif key in SET or _is_style(target, key):
        yield from assigned(inner, target, key, prop.value)


def _is_style(target: Expr, name: str) -> bool:
    return name in STYLES and isinstance(target, Member) and target.name == "style"


def _camel(name: str) -> str:
    head, *rest = name.split("-")
    return head + "".join(part.capitalize() for part in rest)


def _text_of(expr: Expr) -> Expr:
    """The text of `document.createTextNode(text)`."""
    callee = expr.callee if isinstance(expr, Call) else None
    return expr.args[0] if isinstance(expr, Call) and isinstance(callee, Member) and callee.name == "createTextNode" and expr.args else expr
