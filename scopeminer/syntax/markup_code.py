"""The expressions of a component's markup → statements, each in the scope that the markup around it makes.

An expression is parsed where it stands, between two signs that take the place of what is around it, so that its offsets are those of the
file. Which sign stands for what, only the readers of Vue and Svelte know. What cannot be parsed may do anything with the names in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from typing import TypeAlias

from tree_sitter import Node

from scopeminer.records import NamedTuple
from scopeminer.syntax.grammars import parse_piece
from scopeminer.syntax.ir import (
    Assign,
    Await,
    Block,
    Call,
    Declare,
    Do,
    Expr,
    ForEach,
    Func,
    Let,
    Name,
    NamePattern,
    Opaque,
    Param,
    Pattern,
    Stmt,
)
from scopeminer.syntax.lowering import COMMENTS, Lowering

WORD = re.compile(r"[A-Za-z_$][\w$]*")
ENTITY = re.compile(rb"&(?:#\w+|[A-Za-z]\w*);")
DEEPEST = 20
"""Scopes in scopes; nobody writes more."""

Span: TypeAlias = tuple[int, int]
Params: TypeAlias = tuple[Param | NamePattern, ...]
Wrap: TypeAlias = "Callable[[tuple[Stmt, ...]], tuple[Stmt, ...]]"


class Frame(NamedTuple):
    """What an element or a block holds so far; `name` is how it is closed, `wraps` the scopes that it makes, the outermost first."""

    name: str
    is_block: bool
    wraps: tuple[Wrap, ...]
    body: list[Stmt]


class MarkupCode:
    """The markup of one file on its way to the IR. `declared` are the names of the script that the markup can see."""

    def __init__(self, c: Lowering, grammar: str, declared: Container[str]) -> None:
        self._c = c
        self._grammar = grammar
        self._declared = declared
        self._frames = [Frame("", True, (), [])]
        self.source = c.source

    def finished(self) -> tuple[Stmt, ...]:
        """Everything, as statements."""
        while len(self._frames) > 1:
            self._pop()
        return tuple(self._frames[0].body)

    def add(self, *stmts: Stmt) -> None:
        """Statements, in the scope at hand."""
        self._frames[-1].body.extend(stmts)

    def open(self, name: str, wraps: Iterable[Wrap] = (), is_block: bool = False) -> None:
        """An element or a block begins."""
        if sum(len(frame.wraps) for frame in self._frames) > DEEPEST:
            raise RecursionError
        self._frames.append(Frame(name, is_block, tuple(wraps), []))

    def close(self, name: str, is_block: bool = False) -> bool:
        """It ends, and what was left open in it; nothing does where none of this name is open."""
        for frame in reversed(self._frames):
            if frame.name == name and frame.is_block is is_block:
                while self._pop() is not frame:
                    pass
                return True
            if frame.is_block and not is_block:
                return False
        return False

    def _pop(self) -> Frame:
        frame = self._frames.pop()
        stmts = tuple(frame.body)
        for wrap in reversed(frame.wraps):
            stmts = wrap(stmts)
        self.add(*stmts)
        return frame

    def is_open(self, name: str) -> bool:
        """Whether a block of this name is the innermost one that is open."""
        return next((frame.name == name for frame in reversed(self._frames) if frame.is_block), False)

    # What stands in the markup

    def show(self, span: Span) -> None:
        """An expression whose value is shown, or decides what is."""
        value = self.expression(span)
        if value is not None:
            self.add(Do(Opaque((value,), span[0]), span[0]))

    def hand(self, span: Span) -> None:
        """An expression, or statements, that an attribute gives to an element or a component: whoever gets the value may call it."""
        value = self.expression(span, is_lenient=False)
        if value is not None:
            self.add(self._handed((value,), span[0]))
            return
        block = self._parsed(span, b"{", b"}")
        if block is not None and block.type == "statement_block":
            self.add(Block(self._c.body(block), span[0]))
        else:
            self.name(span)

    def name(self, span: Span, text: str = "") -> None:
        """Something that uses, in a way that nobody sees, what the script declares and it names; `text`: what it means."""
        words = WORD.findall(text or self.source[span[0] : span[1]].decode("utf-8", "replace"))
        names = [Name(word, span[0]) for word in dict.fromkeys(words) if word in self._declared]
        if names:
            self.add(self._handed(tuple(names), span[0]))

    def bind(self, span: Span) -> None:
        """What an element gives a value to."""
        words = WORD.findall(self.source[span[0] : span[1]].decode("utf-8", "replace"))
        if words[:1]:
            self.assign(words[0], span[0])

    def assign(self, name: str, at: int) -> None:
        """A name of the script gets a value that nobody knows."""
        self._c.assigned.add(name)
        self.add(Do(Assign(NamePattern(name, at), "=", Opaque((), at), at), at))

    def let(self, span: Span) -> None:
        """`name = value`, declared for what stands around it."""
        value = self.expression(span)
        if isinstance(value, Assign):
            self.add(Let("const", value.target, value.value, span[0]))

    # What makes a scope

    def each(self, pattern: Span, subject: Span, kind: str = "of") -> Wrap:
        """Once for each element; where a second name counts them, nothing is known of it."""
        params = self.parameters(pattern)
        over = self.expression(subject) or Opaque((), subject[0])
        at = subject[0]

        def wrap(stmts: tuple[Stmt, ...]) -> tuple[Stmt, ...]:
            if len(params) > 1:
                stmts = self._function(params[1:], stmts, at)
            target: Pattern = params[0].pattern if params else NamePattern("", at)
            return (ForEach(kind, "const", target, over, stmts, self._c.assigned_here(), at),)

        return wrap

    def given(self, params: Params, at: int) -> Wrap:
        """Names that whoever shows it gives values to."""
        return lambda stmts: self._function(params, stmts, at)

    def called(self, name: str, params: Params, at: int) -> Wrap:
        """A piece of markup that is shown by its name, or by whom it is given to."""

        def wrap(stmts: tuple[Stmt, ...]) -> tuple[Stmt, ...]:
            func = self._func(params, stmts, at, name)
            return (Declare(func, at), Do(Opaque((Name(name, at),), at), at))

        return wrap

    def awaited(self, pattern: Span, promise: Expr | None) -> Wrap:
        """A name for what a promise gives; None: for something unknown."""
        params, at = self.parameters(pattern), pattern[0]
        value = Opaque((), at) if promise is None else Await(promise, at)

        def wrap(stmts: tuple[Stmt, ...]) -> tuple[Stmt, ...]:
            return (Block((*(Let("const", param.pattern, value, at) for param in params), *stmts), at),)

        return wrap

    def block(self, at: int) -> Wrap:
        """Declarations in it are its own."""
        return lambda stmts: (Block(stmts, at),) if any(isinstance(stmt, (Let, Declare)) for stmt in stmts) else stmts

    # Parsing

    def parameters(self, span: Span) -> Params:
        """What a list of parameters declares; names in it where it cannot be read."""
        start, end = self._trimmed(span)
        if start == end:
            return ()
        arrow = self._parsed((start, end), b"(", b")=>{}")
        value = self._c.expr(arrow.named_children[0]) if arrow is not None else None
        if isinstance(value, Func):
            return value.params
        words = WORD.findall(self.source[start:end].decode("utf-8", "replace"))
        return tuple(NamePattern(word, start) for word in dict.fromkeys(words))

    def expression(self, span: Span, is_lenient: bool = True) -> Expr | None:
        """An expression; None where there is none, or none that can be read: `is_lenient`, what it names is used then."""
        start, end = self._trimmed(span)
        if start == end:
            return Opaque((), start)
        node = self._parsed((start, end), b"(", b")")
        if node is not None and node.type == "expression_statement":
            return self._c.expr(node.named_children[0])
        if is_lenient:
            self.name((start, end))
        return None

    def _trimmed(self, span: Span) -> Span:
        text = self.source[span[0] : span[1]]
        return span[0] + len(text) - len(text.lstrip()), max(span[1] - len(text) + len(text.rstrip()), span[0])

    def _parsed(self, span: Span, opening: bytes, closing: bytes) -> Node | None:
        """The only statement between two signs; None where there is another, or damage."""
        start, end = span[0] - len(opening), span[1]
        if ENTITY.search(self.source, span[0], end):
            return None
        text = b"".join((self.source[:start], opening, self.source[span[0] : end], closing))
        root = parse_piece(text, self._grammar, (start, len(text)))
        kids = [kid for kid in root.named_children if kid.type not in COMMENTS]
        return kids[0] if len(kids) == 1 and not root.has_error else None

    # Making

    def _handed(self, values: tuple[Expr, ...], at: int) -> Stmt:
        """A call of something unknown."""
        return Do(Call(Opaque((), at), values, at), at)

    def _function(self, params: Params, stmts: tuple[Stmt, ...], at: int) -> tuple[Stmt, ...]:
        return (Do(Opaque((self._func(params, stmts, at),), at), at),)

    def _func(self, params: Params, stmts: tuple[Stmt, ...], at: int, name: str = "") -> Func:
        self._c.within |= self._c.assigned
        assigned, within, _ = self._c.names()
        return Func(name, params, stmts, at, at, False, False, True, assigned, within)
