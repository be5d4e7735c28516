"""What the markup of a Vue or Svelte component uses of its script: names that only a template mentions are called all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scopeminer.syntax.ir import Class, Declare, Do, Func, Import, Let, Name, NamePattern, Opaque, Stmt
from scopeminer.syntax.text import COMPONENTS, SCRIPT

NO_MARKUP = re.compile(rb"<style\b.*?</style\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
WORD = re.compile(r"[A-Za-z_$][\w$]*")


def mentions(path: str, source: bytes, body: Iterable[Stmt]) -> tuple[Stmt, ...]:
    """A statement that uses, in a way that nobody sees, what the script declares and the markup names."""
    if not path.endswith(COMPONENTS):
        return ()
    markup = NO_MARKUP.sub(b"", SCRIPT.sub(b"", source)).decode("utf-8", "replace")
    words = set(WORD.findall(markup))
    used = sorted({name for stmt in body for name in _declared(stmt) if name in words})
    end = len(source)
    return (Do(Opaque(tuple(Name(name, end) for name in used), end), end),) if used else ()


def _declared(stmt: Stmt) -> Iterator[str]:
    if isinstance(stmt, Declare):
        yield stmt.value.name
    elif isinstance(stmt, Import):
        yield from (name.local for name in stmt.names)
    elif isinstance(stmt, Let):
        yield from _names(stmt.pattern)


def _names(pattern: object) -> Iterator[str]:
    if isinstance(pattern, NamePattern):
        yield pattern.id
    elif isinstance(pattern, tuple) and not isinstance(pattern, (Func, Class)):
        for part in pattern:
            yield from _names(part)
