"""The markup of a Svelte component: `{…}` in text and in attributes, blocks, directives."""

from __future__ import annotations

import re

from scopeminer.syntax.ir import Expr
from scopeminer.syntax.markup_code import MarkupCode, Span, Wrap
from scopeminer.syntax.pieces import SKIPPED

TOKEN = re.compile(rb"\{|<(?P<close>/?)(?P<tag>[A-Za-z][^\s/>{]*)")
BRACKET = re.compile(SKIPPED + rb"|[({\[)}\]]", re.DOTALL)
WORD = re.compile(SKIPPED + rb"|[({\[)}\]]|\b(?P<word>as|then|catch)\b", re.DOTALL)
ATTRIBUTE = re.compile(rb"""\s*(?:(?P<end>/?>)|/|(?P<brace>\{)|(?P<name>[^\s=>/{}"']+)(?P<equals>\s*=\s*(?P<quote>["']?))?)""")
END = re.compile(rb"\{\s*/(?P<word>[a-z]+)\s*\}")
BLOCK = re.compile(rb"\s*(?P<sign>[#:@])(?P<word>[a-z]+)(?P<more>\s+if\b)?")
NAMED = re.compile(rb"\s*(?P<name>[\w$]+)\s*(?:<[^(]*>\s*)?\((?P<params>.*)\)\s*", re.DOTALL)
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
ACTIONS = ("use", "transition", "in", "out", "animate")
"""Directives whose name is that of a function."""


def read(code: MarkupCode, markup: bytes) -> None:
    """`markup`: the file without its scripts, styles and comments."""
    _Reader(code, markup).read()


class _Reader:
    def __init__(self, code: MarkupCode, markup: bytes) -> None:
        self._code = code
        self._markup = markup
        self._promises: list[Expr | None] = []
        """What the blocks that are open wait for."""

    def read(self) -> None:
        at = 0
        while (token := TOKEN.search(self._markup, at)) is not None:
            at = token.end()
            if token["tag"] is None:
                at = self._braces(token.start())
            elif token["close"]:
                self._code.close(token["tag"].decode("utf-8", "replace"))
            else:
                at = self._element(token["tag"].decode("utf-8", "replace"), at)

    def _end(self, at: int) -> int:
        """Where the partner of the brace at `at` stands; the end of the file where it has none."""
        depth = 0
        for found in BRACKET.finditer(self._markup, at):
            if found[0] in b"({[":
                depth += 1
            elif found[0] in b")}]":
                depth -= 1
                if not depth:
                    return found.start()
        return len(self._markup)

    # Elements

    def _element(self, tag: str, at: int) -> int:
        code, markup = self._code, self._markup
        lets: list[Wrap] = []
        closes = tag.lower() in VOID
        code.open(tag)
        while (found := ATTRIBUTE.match(markup, at)) is not None:
            at = found.end()
            if found["end"]:
                closes = closes or found["end"] == b"/>"
                break
            if found["brace"]:
                end = self._end(found.start("brace"))
                self._attribute_in_braces((at, end))
                at = end + 1
            elif found["name"] is not None:
                kind, _, name = found["name"].decode("utf-8", "replace").partition(":")
                place = found.start("name") + len(kind) + 1, found.end("name")
                values, at = self._values(at, found["quote"]) if found["equals"] is not None else ([], at)
                if kind == "let":
                    span = values[0] if values else place
                    lets.append(code.given(code.parameters(span), span[0]))
                else:
                    self._directive(kind, place if name else None, values, found["equals"] is None)
        if closes:
            code.close(tag)
        elif lets:
            code.close(tag)
            code.open(tag, lets)
        return at

    def _attribute_in_braces(self, span: Span) -> None:
        text = self._markup[span[0] : span[1]].lstrip()
        start = span[1] - len(text)
        if text.startswith(b"..."):
            start += 3
        elif text.startswith(b"@attach"):
            start += len(b"@attach")
        self._code.hand((start, span[1]))

    def _directive(self, kind: str, name: Span | None, values: list[Span], is_short: bool) -> None:
        code = self._code
        if name is not None and kind in ACTIONS:
            code.name(name)
        if kind == "bind" and name is not None:
            for span in [name] if is_short else values:
                code.bind(span)
        elif kind == "class" and name is not None and is_short:
            code.name(name)
        for span in values:
            code.hand(span)

    def _values(self, at: int, quote: bytes) -> tuple[list[Span], int]:
        """The expressions in the value of an attribute, and where it ends."""
        found: list[Span] = []
        stop = re.compile(rb"\{|" + (quote or rb"[\s>]"))
        while (sign := stop.search(self._markup, at)) is not None:
            at = sign.start()
            if sign[0] != b"{":
                return found, at + len(quote)
            end = self._end(at)
            found.append((at + 1, end))
            at = end + 1
        return found, len(self._markup)

    # Braces in text

    def _braces(self, at: int) -> int:
        shut = END.match(self._markup, at)
        if shut is not None:
            self._shut(shut["word"].decode())
            return shut.end()
        end = self._end(at)
        block = BLOCK.match(self._markup, at + 1, end)
        if block is None:
            self._code.show((at + 1, end))
        else:
            word, span = block["word"].decode(), (block.end("word"), end)
            if block["sign"] == b"#":
                self._open(word, span)
            elif block["sign"] == b":":
                self._turn(word, span, block["more"] is not None)
            elif word == "const":
                self._code.let(span)
            elif word != "debug":
                self._code.show(span)
        return end + 1

    def _open(self, word: str, span: Span) -> None:
        code = self._code
        wraps: list[Wrap] = []
        promise: Expr | None = None
        if word == "each":
            wraps = self._each(span)
        elif word == "snippet":
            wraps = self._snippet(span)
        elif word == "await":
            subject, name, kind = self._parted(span, ("then", "catch"))
            promise = code.expression(subject)
            code.show(subject)
            wraps = [code.awaited(name, promise if kind == "then" else None)] if kind else []
        else:
            code.show(span)
        code.open(word, wraps or [code.block(span[0])], is_block=True)
        self._promises.append(promise)

    def _turn(self, word: str, span: Span, is_condition: bool) -> None:
        """`{:else}` and the like: what stood before it is over."""
        code = self._code
        block = next((name for name in ("if", "each", "await", "key", "snippet") if code.is_open(name)), None)
        if block is None:
            return
        code.close(block, is_block=True)
        if word == "else" and is_condition:
            code.show((span[0] + self._markup[span[0] : span[1]].index(b"if") + 2, span[1]))
        promise = self._promises[-1] if self._promises and word == "then" else None
        wraps = [code.awaited(span, promise)] if word in ("then", "catch") else []
        code.open(block, wraps or [code.block(span[0])], is_block=True)

    def _shut(self, word: str) -> None:
        if self._code.close(word, is_block=True) and self._promises:
            self._promises.pop()

    def _each(self, span: Span) -> list[Wrap]:
        """`{#each subject as pattern, index (key)}`."""
        subject, rest, _ = self._parted(span, ("as",))
        text = self._markup[rest[0] : rest[1]]
        start = rest[0] + len(text) - len(text.lstrip())
        if self._markup[start : start + 1] in (b"{", b"["):
            end = self._end(start) + 1
        else:
            end = start + len(re.match(rb"[\w$]*", self._markup[start : rest[1]])[0])  # type: ignore[index]
        index = re.match(rb"\s*,\s*([\w$]+)", self._markup[end : rest[1]])
        pattern = start, end + index.end() if index else end
        wrap = self._code.each(pattern, subject)
        return [wrap]

    def _snippet(self, span: Span) -> list[Wrap]:
        named = NAMED.fullmatch(self._markup, *span)
        if named is None:
            self._code.name(span)
            return []
        return [self._code.called(named["name"].decode("utf-8", "replace"), self._code.parameters(named.span("params")), span[0])]

    def _parted(self, span: Span, words: tuple[str, ...]) -> tuple[Span, Span, str]:
        """What stands before and behind the last of these words that is in no bracket; and the word."""
        depth, last, word = 0, None, ""
        for found in WORD.finditer(self._markup, *span):
            if found["word"] is not None:
                if not depth and found["word"].decode() in words:
                    last, word = found.span(), found["word"].decode()
            elif found[0] in b"({[":
                depth += 1
            elif found[0] in b")}]":
                depth -= 1
        if last is None:
            return span, (span[1], span[1]), ""
        return (span[0], last[0]), (last[1], span[1]), word
