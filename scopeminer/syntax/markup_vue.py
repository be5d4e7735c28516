"""The template of a Vue component: directives, bindings and `{{ … }}`."""

from __future__ import annotations

import re

from scopeminer.syntax.markup_code import MarkupCode, Span, Wrap

TEMPLATE = re.compile(rb"<template\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
OTHER_LANGUAGE = re.compile(rb"""\b(?:src\s*=|lang\s*=\s*["']?(?!html\b))""", re.IGNORECASE)
TOKEN = re.compile(rb"\{\{(?P<text>.*?)\}\}|<(?P<close>/?)(?P<tag>[A-Za-z][^\s/>]*)", re.DOTALL)
ATTRIBUTE = re.compile(
    rb"""\s*(?:(?P<end>/?>)|/|(?P<name>[^\s=>/"']+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s>"']+)))?)"""
)
LOOP = re.compile(rb"\s*(?P<pattern>\(.*?\)|.*?)\s+(?:in|of)\s+(?P<subject>.*)", re.DOTALL)
CAMEL = re.compile(r"-(\w)")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
NOT_CODE = frozenset({"v-else", "v-pre", "v-once", "v-cloak"})


def read(code: MarkupCode, markup: bytes) -> None:
    """`markup`: the file without its scripts, styles and comments."""
    start = TEMPLATE.search(markup)
    if start is None:
        return
    end = markup.rfind(b"</template")
    end = len(markup) if end < start.end() else end
    if OTHER_LANGUAGE.search(start[1]):
        code.name((start.start(), end))
        return
    at = start.end()
    while (token := TOKEN.search(markup, at, end)) is not None:
        at = token.end()
        if token["tag"] is None:
            code.show(token.span("text"))
        elif token["close"]:
            code.close(token["tag"].decode("utf-8", "replace"))
        else:
            at = _element(code, markup, token["tag"].decode("utf-8", "replace"), at, end)


def _element(code: MarkupCode, markup: bytes, tag: str, at: int, end: int) -> int:
    """An opening tag, from behind its name; where it ends."""
    loops: list[Wrap] = []
    slots: list[Wrap] = []
    used: list[tuple[str, Span, Span | None]] = []
    closes = tag.lower() in VOID
    while (found := ATTRIBUTE.match(markup, at, end)) is not None:
        at = found.end()
        if found["end"]:
            closes = closes or found["end"] == b"/>"
            break
        if found["name"] is None:
            continue
        name = found["name"].decode("utf-8", "replace")
        value = next((found.span(kind) for kind in ("double", "single", "plain") if found[kind] is not None), None)
        loop = LOOP.fullmatch(markup, *value) if name == "v-for" and value is not None else None
        if loop is not None:
            loops.append(code.each(_inside(markup, loop.span("pattern")), loop.span("subject")))
        elif name.startswith(("#", "v-slot")) or name == "slot-scope":
            slots += [code.given(code.parameters(value), value[0])] if value is not None else []
        elif name.startswith(("@", ":", "v-", ".")) and name not in NOT_CODE:
            used.append((name, found.span("name"), value))
    code.open(tag, loops)
    for name, place, value in used:
        if value is not None:
            code.hand(value)
            if name.startswith("v-model"):
                code.bind(value)
        elif name.startswith(":"):
            code.name((place[0] + 1, place[1]), CAMEL.sub(lambda found: found[1].upper(), name[1:]))
    if closes:
        code.close(tag)
    elif slots:
        code.close(tag)
        code.open(tag, [*loops, *slots])
    return at


def _inside(markup: bytes, span: Span) -> Span:
    """Without the parentheses around it."""
    return (span[0] + 1, span[1] - 1) if markup[span[0] : span[0] + 1] == b"(" else span
