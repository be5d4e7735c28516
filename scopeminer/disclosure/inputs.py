"""Fields that ask people for passwords, cards, bank accounts, government numbers or tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from scopeminer.disclosure.model import SensitiveInput
from scopeminer.disclosure.resources import pages
from scopeminer.disclosure.subject import Subject
from scopeminer.program.callsite import CallSite
from scopeminer.source.places import line_starts
from scopeminer.syntax.ir import Call, Logic, Member, Name, Obj, Prop, Spread, Str
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.pattern import literal

FIELDS = frozenset({"Textfield", "TextField", "TextArea", "Input", "PasswordField", "input", "Field"})


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


WHOSE = r"^(?:.*[-_.])?(?:new|old|current|confirm|repeat|user|login)?[-_]?"
KINDS = (
    ("password", _pattern(WHOSE + r"(?:password|passwd|passphrase|pwd|passwort)$")),
    (
        "card",
        _pattern(
            r"(?:credit|debit|card)[-_ ]?(?:card)?[-_ ]?(?:number|no|num)$", r"^cc[-_]?num(?:ber)?$", r"^cv[vc]2?$", r"security[-_ ]?code$"
        ),
    ),
    ("bank-account", _pattern(r"^iban$", r"bank[-_ ]?account", r"^routing[-_ ]?number$", r"^sort[-_ ]?code$", r"^account[-_ ]?number$")),
    (
        "government-number",
        _pattern(r"^ssn$", r"social[-_ ]?security", r"passport[-_ ]?(?:no|number)", r"national[-_ ]?id$", r"tax[-_ ]?(?:id|number)$"),
    ),
    (
        "token",
        _pattern(r"(?:api|access|auth|personal|bearer|secret|bot|client)[-_ ]?(?:token|key|secret)$", r"^(?:token|secret|pat|apikey)$"),
    ),
)
"""By the name of a field, key or column; the whole name has to say it: `passwordHint` asks for none."""


def kind_of(name: str) -> str | None:
    """What a field, key or column of this name holds, if that is sensitive."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return next((kind for kind, pattern in KINDS if pattern.search(plain) or pattern.search(name)), None)


def _spoken(props: Obj) -> Iterator[str]:
    """The names and texts around a field: of the variable that it shows, of its label."""
    for prop in props.props:
        if isinstance(prop, Prop) and prop.key in ("id", "name", "value", "defaultValue", "label", "placeholder", "aria-label"):
            value = prop.value.left if isinstance(prop.value, Logic) else prop.value
            yield value.id if isinstance(value, Name) else value.name if isinstance(value, Member) else getattr(value, "value", "") or ""


def _hidden(name: str) -> str:
    """What a field is for whose text is not shown: a token where something around it says so."""
    return "token" if re.search(r"token|key|secret|credential", name, re.IGNORECASE) else "password"


def inputs(subject: Subject) -> tuple[SensitiveInput, ...]:
    """Each once per place, sorted by place."""
    found = {*_elements(subject), *_pages(subject)}
    return tuple(sorted(found, key=lambda one: (one.site, one.kind, one.name)))


def _elements(subject: Subject) -> Iterator[SensitiveInput]:
    for site in subject.program.sites():
        if site.caller not in subject.program.live or site.kind != "jsx" or not site.args or not isinstance(site.args[0], Obj):
            continue
        tag = getattr(site.node, "tag", None)
        name = tag.value if isinstance(tag, Str) else getattr(tag, "id", getattr(tag, "name", ""))
        if name in FIELDS or any(token.path[-1:] and token.path[-1] in FIELDS for token in site.externals):
            yield from _field(subject, site, site.args[0])


def _field(subject: Subject, site: CallSite, props: Obj) -> Iterator[SensitiveInput]:
    evaluator = Evaluator(subject.program.answers, subject.program.memory)
    named = ""
    for prop in props.props:
        if isinstance(prop, Spread) and isinstance(prop.value, Call) and prop.value.args:  # {...register('cardNumber')}
            named = named or next((text for a in evaluator.text(prop.value.args[0], None) if (text := literal(a.pattern))), "")
        elif isinstance(prop, Prop) and prop.key in ("name", "id"):
            named = named or next((text for a in evaluator.text(prop.value, None) if (text := literal(a.pattern))), "")
    types = [prop.value for prop in props.props if isinstance(prop, Prop) and prop.key == "type"]
    is_password = any(literal(a.pattern) == "password" for value in types for a in evaluator.text(value, None))
    kind = kind_of(named) or (_hidden(" ".join((named, *_spoken(props)))) if is_password else None)
    if kind is not None:
        yield SensitiveInput(kind, named, subject.place(site.path, site.at))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input":
            name = given.get("name") or given.get("id") or ""
            kind = kind_of(name) or (_hidden(name) if (given.get("type") or "").lower() == "password" else None)
            if kind is not None:
                line, column = self.getpos()
                self.found.append((kind, name, line, column))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def _pages(subject: Subject) -> Iterator[SensitiveInput]:
    for path in pages(subject.program, subject.manifest, subject.files):
        source = subject.files.read(path) or b""
        page = _Page()
        page.feed(source.decode("utf-8", "replace"))
        starts = line_starts(source)
        for kind, name, line, column in page.found:
            yield SensitiveInput(kind, name, subject.place(path, starts[min(line, len(starts)) - 1] + column))
