"""What the markup of a Vue or Svelte component, or of a page, does: its expressions are code, in the scope of the script.

Names that only a template mentions count as called all the same, however they are written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopeminer.syntax import markup_page, markup_svelte, markup_vue
from scopeminer.syntax.ir import (
    Call,
    Do,
    Export,
    ExportAll,
    ExportDefault,
    ExportName,
    Func,
    Import,
    Let,
    Member,
    Name,
    Opaque,
    Stmt,
    This,
)
from scopeminer.syntax.lower_modules import declared as declared_by
from scopeminer.syntax.lowering import MAX_DEPTH, Lowering
from scopeminer.syntax.markup_code import DEEPEST, MarkupCode
from scopeminer.syntax.page import PAGES, PART
from scopeminer.syntax.text import COMPONENTS, SCRIPT, blanked

COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
STYLE = re.compile(rb"<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE)
SETUP = re.compile(rb"\bsetup\b", re.IGNORECASE)
SOURCE = re.compile(rb"""(?<![\w-])src\s*=\s*(["'])([^"']+)\1""", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z_$][\w$]*")
LARGEST = 500_000
"""Bytes of a file whose markup is read."""


def statements(c: Lowering, grammar: str, path: str, body: Iterable[Stmt]) -> tuple[Stmt, ...]:
    """What the markup of a component does, and what it mentions: to be done behind everything that the script does."""
    if path.endswith(PAGES):
        return _of_page(c, grammar, path, body)
    if not path.endswith(COMPONENTS):
        return ()
    elsewhere = tuple(stmt for script in SCRIPT.finditer(c.source) for stmt in _elsewhere(script))
    markup = _unstyled(SCRIPT.sub(_blanked, c.source))
    declared = frozenset(name for stmt in body for name in _declared(stmt))
    done: tuple[Stmt, ...] = elsewhere
    if path.endswith(".svelte") or any(SETUP.search(script[1]) for script in SCRIPT.finditer(c.source)):
        done += _code(c, grammar, path, markup, declared, body)
    elif elsewhere or any(isinstance(stmt, ExportDefault) for stmt in body):
        at = len(c.source)
        done += (Do(Call(Opaque((), at), (Member(This(at), "default", at),), at), at),)  # its template can use all that it has
    words = set(WORD.findall(markup.decode("utf-8", "replace")))
    used, end = sorted(declared & words), len(c.source)
    return (*done, Do(Opaque(tuple(Name(name, end) for name in used), end), end)) if used else done


def _of_page(c: Lowering, grammar: str, path: str, body: Iterable[Stmt]) -> tuple[Stmt, ...]:
    """What the handlers in a page do, and that other scripts may use what those in the page declare for all."""
    shared = {name: stmt.at for stmt in markup_page.declared_for_all(c.source, body) for name in _declared(stmt)}
    used = (Do(Opaque(tuple(Name(name, at) for name, at in shared.items()), 0), 0),) if shared else ()
    markup = _unstyled(PART.sub(_blanked, c.source))
    return (*_code(c, grammar, path, markup, frozenset(shared), body), *used)


def _unstyled(markup: bytes) -> bytes:
    """Without comments and styles. What never ends is none: it may stand in an expression."""
    end = markup.rfind(b"-->") + 3
    markup = COMMENT.sub(_blanked, markup[:end]) + markup[end:] if end > 2 else markup
    end = markup.lower().rfind(b"</style")
    end = markup.find(b">", end) + 1 if end >= 0 else 0
    return STYLE.sub(_blanked, markup[:end]) + markup[end:]


def _blanked(part: re.Match[bytes]) -> bytes:
    return blanked(part[0])


def _elsewhere(script: re.Match[bytes]) -> Iterator[Stmt]:
    """A script in a file of its own: what that exports is the component."""
    source = SOURCE.search(script[1])
    if source is not None:
        specifier, at = source[2].decode("utf-8", "replace"), script.start()
        yield Export((ExportName("default", "default"),), specifier, at)
        yield ExportAll(specifier, at)


def _code(c: Lowering, grammar: str, path: str, markup: bytes, declared: frozenset[str], body: Iterable[Stmt]) -> tuple[Stmt, ...]:
    """A function, since what it assigns to and when has no order."""
    around, depth = c.opened(), c.depth
    c.depth = min(depth + 2 * DEEPEST, MAX_DEPTH)
    code = MarkupCode(c, grammar, declared)
    try:
        if len(markup) > LARGEST:
            raise RecursionError
        reader = markup_svelte if path.endswith(".svelte") else markup_vue if path.endswith(".vue") else markup_page
        reader.read(code, markup)
    except RecursionError:  # too large, too deep, or the caller left less stack than it needs: it can do anything
        code = MarkupCode(c, grammar, declared)
        code.name((0, len(markup)))
    if path.endswith(".svelte"):
        for name, at in _properties(body):
            code.assign(name, at)
    c.depth = depth
    stmts = code.finished()
    names = c.closed(around)
    at = max(1, len(markup) - len(markup.lstrip()))  # the module itself stands at 0
    func = Func("markup", (), stmts, at, len(markup), False, False, True, *names)
    return (Do(Opaque((func,), at), at),) if stmts else ()


def _properties(body: Iterable[Stmt]) -> Iterator[tuple[str, int]]:
    """What whoever uses a Svelte component gives it: `export let`."""
    changing = {name for stmt in body if isinstance(stmt, Let) and stmt.kind == "let" for name in _declared(stmt)}
    for stmt in body:
        if isinstance(stmt, Export) and stmt.source is None:
            yield from ((name.local, stmt.at) for name in stmt.names if name.local in changing)


def _declared(stmt: Stmt) -> Iterable[str]:
    return (name.local for name in stmt.names) if isinstance(stmt, Import) else declared_by(stmt)
