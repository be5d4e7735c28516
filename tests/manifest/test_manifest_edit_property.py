"""Over generated manifests of every form: the edited text reads as intended, and every line not concerned is the same bytes."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from scopeminer.manifest.edit import Edits, apply
from scopeminer.manifest.read import read

NAMES = ("read:jira-work", "write:jira-work", "storage:app", "read:page:confluence", "manage:jira-configuration", "read:me")
NEW = ("write:page:confluence", "delete:issue:jira")
FORMS = ("list", "map", "flow-list", "flow-map", "tall-flow")


@dataclass(frozen=True)
class Written:
    """A manifest and, for each scope, the lines that are its own."""

    source: bytes
    scopes: tuple[tuple[str, bool], ...]
    form: str
    newline: bytes
    own: dict[str, list[bytes]]


@st.composite
def manifests(draw: st.DrawFn) -> Written:
    form = draw(st.sampled_from(FORMS))
    newline = draw(st.sampled_from(("\n", "\r\n")))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    quote = draw(st.sampled_from(("", "'", '"')))
    mapped = form in ("map", "flow-map")
    scopes = tuple((name, mapped and draw(st.booleans())) for name in names)
    own: dict[str, list[str]] = {}
    lines: list[str] = []
    indent = " " * draw(st.integers(3, 6))
    for name, impersonates in scopes:
        comment = draw(st.sampled_from(("", "  # ünd so", " # why: x")))
        above = [f"{indent}# {name} is needed"] if form not in ("flow-list", "flow-map") and draw(st.booleans()) else []
        if form == "list":
            body = [f"{indent}- {quote}{name}{quote}{comment}"]
        elif form == "tall-flow":
            body = [f"{indent}{quote}{name}{quote},{comment}"]
        elif draw(st.booleans()) or impersonates is False:
            body = [f"{indent}{quote}{name}{quote}: {{{'allowImpersonation: true' if impersonates else ''}}}{comment}"]
        else:
            body = [f"{indent}{quote}{name}{quote}:{comment}", f"{indent}  allowImpersonation: true # {name}"]
        own[name] = above + body
        lines += own[name]
    text = _around(draw, form, scopes, quote, lines)
    encoded = {name: [line.encode() for line in own[name]] for name in own}
    return Written(newline.join(text).encode(), scopes, form, newline.encode(), encoded)


def _around(draw: st.DrawFn, form: str, scopes: tuple[tuple[str, bool], ...], quote: str, lines: list[str]) -> list[str]:
    if form.startswith("flow"):
        pairs = [
            quote + name + quote + (f": {{allowImpersonation: {str(on).lower()}}}" if form == "flow-map" else "") for name, on in scopes
        ]
        inner = draw(st.sampled_from((", ", ","))).join(pairs)
        block = ["  scopes: " + ("[%s]" if form == "flow-list" else "{%s}") % inner + draw(st.sampled_from(("", " # all")))]
    elif form == "tall-flow":
        block = ["  scopes: [", *lines, "  ]"]
    else:
        block = ["  scopes:", *lines]
    anchored = draw(st.booleans())
    if anchored:
        block = [block[0].replace("scopes:", "x-shared: &s", 1), *block[1:], "  scopes: *s"]
    head = (
        ["# Überschrift", "app: {id: 'x', name: ${NAME}}", "{{#if y}}", "resources: []", "{{/if}}"]
        if draw(st.booleans())
        else ["app: {}   # tail "]
    )
    tail = draw(st.sampled_from(([], [""], ["  external:", "    images: [a.example]", ""], ["", "modules:", "  macro: [{key: {{k}}}]"])))
    return [*head, "permissions:", *block, *tail]


@settings(max_examples=200, deadline=None)
@given(manifests(), st.data())
def test_edits_do_what_was_intended_and_nothing_else(written: Written, data: st.DataObject) -> None:
    before = read("manifest.yml", written.source)
    names = [name for name, _ in written.scopes]
    edits = Edits(
        remove=tuple(data.draw(st.lists(st.sampled_from(names), unique=True))),
        add=tuple(data.draw(st.lists(st.sampled_from(NEW), unique=True))),
        drop_impersonation=tuple(data.draw(st.lists(st.sampled_from(names), unique=True))),
    )
    result = apply(written.source, before, edits)
    after = read("manifest.yml", result)

    kept = [(name, on and name not in edits.drop_impersonation) for name, on in written.scopes if name not in edits.remove]
    assert [(g.scope, bool(g.allow_impersonation)) for g in after.grants] == kept + [(name, False) for name in edits.add]
    assert after.problems == before.problems == ()
    assert apply(result, after, edits) == result
    assert [result[h.start : h.end] for h in after.holes] == [written.source[h.start : h.end] for h in before.holes]
    if not written.form.startswith("flow") and kept:
        assert _without_new(_ended(result, written.newline), edits.add) == _expected(written, edits)


HOSTS = ("a.example", "https://b.example/x", "*.c.example", "d.example")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(HOSTS), st.sampled_from(("text", "quoted", "map", "flow"))), min_size=1, unique_by=lambda each: each[0]
    ),
    st.data(),
)
def test_egress_edits_leave_every_other_line(entries: list[tuple[str, str]], data: st.DataObject) -> None:
    forms = {
        "text": ["      - {} # e"],
        "quoted": ["      - '{}'"],
        "map": ["      - address: '{}'", "        category: analytics # of {}"],
    }
    forms["flow"] = ["      - {{address: '{}', inScopeEUD: false}}"]
    own = {
        host: [line.format("'*.c.example'" if host[0] == "*" and form == "text" else host) for line in forms[form]]
        for host, form in entries
    }
    head, tail = ["permissions:", "  scopes: [read:me]", "  external:", "    images:"], ["    media: [d.example]", "app: {}", ""]
    gone = data.draw(st.lists(st.sampled_from(sorted(own)), unique=True))
    source = "\n".join([*head, *(line for lines in own.values() for line in lines), *tail]).encode()
    edits = Edits(remove_egress=tuple(("images", host) for host in gone))
    result = apply(source, read("manifest.yml", source), edits)
    kept = [line for host, lines in own.items() if host not in gone for line in lines]
    assert result.decode().split("\n") == [*(head if kept else [*head[:-1], head[-1] + " []"]), *kept, *tail]
    assert apply(result, read("manifest.yml", result), edits) == result


def _ended(text: bytes, newline: bytes) -> bytes:
    """A last line without an end gets one: whether it has one is nobody's own line."""
    return text if text.endswith(b"\n") else text + newline


def _without_new(result: bytes, added: tuple[str, ...]) -> list[bytes]:
    return [line for line in result.split(b"\n") if not any(name.encode() in line for name in added)]


def _expected(written: Written, edits: Edits) -> list[bytes]:
    """The lines that must remain: own lines of removed scopes gone, `true` made `false` in own lines of dropped ones."""
    lines = _ended(written.source, written.newline).split(b"\n")
    for name, own in written.own.items():
        for line in own:
            place = next(index for index, each in enumerate(lines) if each.rstrip(b"\r") == line)
            if name in edits.remove:
                del lines[place]
            elif name in edits.drop_impersonation:
                lines[place] = lines[place].replace(b"allowImpersonation: true", b"allowImpersonation: false")
    return lines
