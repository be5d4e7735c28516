"""JSX elements → the addresses in their attributes and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scopeminer.disclosure import css, html
from scopeminer.disclosure.address import HOLES, marked, pattern_of
from scopeminer.disclosure.calls import Reading
from scopeminer.disclosure.html import STYLED
from scopeminer.disclosure.markup import document, loaded, markup
from scopeminer.disclosure.own import plain
from scopeminer.disclosure.shown import Shown
from scopeminer.syntax.ir import Expr, Obj, Prop, Spread
from scopeminer.values.lookup import Frame
from scopeminer.values.pattern import Alternative, Hole, literal

OWN = {"link": frozenset({"href"}), "style": frozenset({"children"})} | {
    tag: frozenset(name for owner, name in html.ATTRIBUTES if owner == tag) for tag, _ in html.ATTRIBUTES
}
"""Elements that load something, and what of theirs holds an address or a style sheet, in lower case."""
NONE: frozenset[str] = frozenset()
STYLES = frozenset({"background", "backgroundImage", "listStyle", "listStyleImage", "borderImage", "maskImage", "cursor", "content"})
"""Style properties that can load a picture."""
HTML = "dangerouslySetInnerHTML"
"""The attribute that puts HTML into an element."""
MARKUP = frozenset({"innerHTML", "srcDoc", "srcdoc"})
"""Those that are HTML: a `srcdoc` is a document of its own."""
ANYWHERE = MARKUP | {HTML}
GROUPS = ("attrs", "domProps", "props")
"""Where elements that are made by a call can have theirs."""
STATEMENT = re.compile(rf"(?:^|[{{}};])\s*[{HOLES}]+\s*(?:$|[;}}]|[{HOLES}.#@\w])")
"""A hole in a style sheet that can be rules itself."""
MOST_SPREADS = 4
"""Objects that are spread into one another."""


def concerns(tag: str, props: Expr) -> bool:
    """Whether `<tag …>` can have an address at all: most elements cannot."""
    own = OWN.get(tag.lower(), NONE)
    for prop in props.props if isinstance(props, Obj) else ():
        if isinstance(prop, Spread):
            if own:
                return True
        elif isinstance(key := prop.key, str) and (key.lower() in own or key in ANYWHERE or (key == "style" and _loads(prop.value))):
            return True
    return False


def _loads(style: Expr) -> bool:
    """Whether a style can name a picture: one that is written where it is used shows that."""
    return not isinstance(style, Obj) or any(isinstance(prop, Spread) or prop.key in STYLES for prop in style.props)


def intrinsic(reading: Reading, tag: str, props: Expr) -> Iterator[Shown]:
    """The addresses of `<tag …>`."""
    if not isinstance(props, Obj):
        return
    tag = tag.lower()
    written = {prop.key: prop.value for prop in props.props if isinstance(prop, Prop) and isinstance(prop.key, str)}
    if tag in OWN:
        rel, kind = (_word(reading, written.get(name)) if tag == "link" else "" for name in ("rel", "as"))
        for name, value in written.items():
            directive = html.directive_of(tag, name, rel, kind)
            if directive is not None:
                yield from addresses(name, directive, reading.value(value))
        if any(isinstance(prop, Spread) for prop in props.props):
            for (owner, name), directive in html.ATTRIBUTES.items():
                if owner == tag and name not in written:
                    yield from (Shown(directive, text, sure=False) for text in reading.property(props, name))
    if tag == "style" and "children" in written:
        for text in reading.value(written["children"]):
            yield from sheet(text, True)
    if "style" in written:
        yield from _style(reading, written["style"], reading.frame)
    if HTML in written:
        for text in reading.property(written[HTML], "__html"):
            yield from sheet(text, True) if tag == "style" else markup(text)
    for name in MARKUP & written.keys():
        yield from (shown for text in reading.value(written[name]) for shown in (markup if name == "innerHTML" else document)(text))


def made(reading: Reading, args: tuple[Expr, ...]) -> Iterator[Shown]:
    """The addresses of `createElement(tag, props, …children)`."""
    kinds = {literal(text.pattern) for text in reading.evaluator.text(args[0], reading.frame)} if len(args) > 1 else set()
    for tag in sorted(kind for kind in kinds if kind is not None):
        children = tuple(Prop("children", child, child.at) for child in args[2:]) if tag == "style" else ()
        for props in _groups(args[1]):
            whole = Obj((*props.props, *children), props.at)
            if concerns(tag, whole):
                yield from intrinsic(reading, tag, whole)


def _groups(props: Expr) -> Iterator[Obj]:
    if not isinstance(props, Obj):
        yield Obj((Spread(props, props.at),), props.at)
        return
    yield props
    for prop in props.props:
        if isinstance(prop, Prop) and prop.key in GROUPS and isinstance(prop.value, Obj):
            yield prop.value


def attributes(reading: Reading, props: Expr, keys: tuple[str, ...], directive: str) -> Iterator[Shown]:
    """The addresses in the named properties of a component."""
    written = {prop.key: prop.value for prop in props.props if isinstance(prop, Prop)} if isinstance(props, Obj) else {}
    for key in keys:
        if key in written:
            yield from (shown for text in reading.value(written[key]) for shown in loaded(directive, text))
        else:
            yield from (Shown(directive, text, sure=False) for text in reading.property(props, key))


def sheet(text: Alternative, whole: bool = False) -> Iterator[Shown]:
    """The addresses in a style sheet with holes; `whole`: a hole can be rules of it, too."""
    written = marked(text.pattern)
    for reference in css.references(written):
        yield Shown(reference.directive, Alternative(pattern_of(reference.url), text.conditions), sure=reference.url[:1] not in HOLES)
    if whole and STATEMENT.search(written):
        for directive in STYLED:
            yield Shown(directive, Alternative((Hole("raw"),), text.conditions), is_data=True)


def picture(text: Alternative) -> Iterator[Shown]:
    """The addresses in the value of a style; one that is a hole can be a picture."""
    yield from sheet(text)
    if marked(text.pattern)[:1] in HOLES and text.pattern:
        yield Shown("images", Alternative((Hole("raw"),), text.conditions), is_data=True)


def addresses(name: str, directive: str, texts: list[Alternative]) -> Iterator[Shown]:
    """Those in the values of an attribute."""
    for text in texts:
        whole = literal(text.pattern)
        several = html.addresses_in(name, whole) if whole is not None else []
        yield from (Shown(directive, Alternative((one,), text.conditions)) for one in several) if several else (Shown(directive, text),)


def _word(reading: Reading, expr: Expr | None) -> str:
    texts = [literal(text.pattern) for text in reading.value(expr)] if expr is not None else []
    return texts[0] or "" if len(texts) == 1 else ""


def _style(reading: Reading, expr: Expr, frame: Frame | None, deep: int = MOST_SPREADS) -> Iterator[Shown]:
    """`style={{ ...base, backgroundImage: `url(…)` }}`."""
    for node in reading.evaluator.reduce(expr, frame):
        for prop in node.value.props if isinstance(node.value, Obj) else ():
            if isinstance(prop, Spread):
                yield from _style(reading, prop.value, node.frame, deep - 1) if deep else ()
            elif prop.key in STYLES:
                for text in reading.evaluator.text(plain(prop.value, reading.own), node.frame):
                    yield from picture(text)
