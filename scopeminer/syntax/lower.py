"""Source text to IR: `lower` reads one JavaScript or TypeScript file and never raises, whatever the bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from sys import intern
from typing import TypeVar

from tree_sitter import Node

from scopeminer.syntax import (
    lower_classes,
    lower_errors,
    lower_expressions,
    lower_functions,
    lower_jsx,
    lower_literals,
    lower_modules,
    lower_objects,
    lower_operators,
    lower_patterns,
    lower_statements,
    lower_types,
    lower_typescript,
)
from scopeminer.syntax.density import is_too_dense
from scopeminer.syntax.directives import directives
from scopeminer.syntax.grammars import ERROR, comma, kinds, preferred, words
from scopeminer.syntax.ir import Do, ExportAssign, Module, Name, Stmt
from scopeminer.syntax.lowering import COMMENTS, Kinds, Lowering, Rules, decoded, evaluated, no_pattern, opaque
from scopeminer.syntax.markup import statements as of_markup
from scopeminer.syntax.pieces import can_be_cut, pieces
from scopeminer.syntax.repairs import parse_repaired
from scopeminer.syntax.slices import SlicedLowering
from scopeminer.syntax.text import Text, read

T = TypeVar("T")
NONE = -1  # the id of a kind that a grammar does not have
UNREAD = "(unread)"  # a name that no code can have: something unknown

EXPRESSIONS = {
    **lower_literals.EXPRESSIONS,
    **lower_expressions.EXPRESSIONS,
    **lower_operators.EXPRESSIONS,
    **lower_objects.EXPRESSIONS,
    **lower_functions.EXPRESSIONS,
    **lower_classes.EXPRESSIONS,
    **lower_jsx.EXPRESSIONS,
}
STATEMENTS = {
    **lower_statements.STATEMENTS,
    **lower_modules.STATEMENTS,
    **lower_typescript.STATEMENTS,
    **lower_errors.STATEMENTS,
}


def lower(path: str, source: bytes) -> Module:
    """The IR of the file `path` (its name chooses the grammar); offsets are those of `source`."""
    text = read(path, source)
    grammars = preferred(path, text.is_typescript)
    read_in_pieces = _in_pieces(path, text, grammars[0], len(source))
    if read_in_pieces is not None:
        return read_in_pieces
    if is_too_dense(text.readable, grammars[0], len(source)):
        return _unread(path, grammars[0], len(source))
    return _whole(path, text, grammars, len(source))


def _unread(path: str, grammar: str, size: int) -> Module:
    """A file that nothing is known of: it can export whatever it is asked for."""
    return Module(path, (ExportAssign(Name(UNREAD, 0), 0),), {}, (), size, grammar, size)


def _whole(path: str, text: Text, grammars: tuple[str, ...], size: int) -> Module:
    parsed = parse_repaired(text.readable, grammars)
    root = parsed.tree.root_node
    lowering = Lowering(text.source, _rules(parsed.grammar, text.source.isascii()))
    body = _statements(lowering, root)
    body += of_markup(lowering, parsed.grammar, path, body)
    types, damaged = lower_types.derived(lowering, body), parsed.error_bytes + lowering.cut
    return Module(path, body, types, directives(text.source, root), damaged, parsed.grammar, size, *lowering.names(), root.descendant_count)


def _in_pieces(path: str, text: Text, grammar: str, size: int) -> Module | None:
    """A large file, one tree at a time; None when it cannot be cut."""
    if not can_be_cut(text.readable):
        return None
    lowering = SlicedLowering(text.source, _rules(grammar, text.source.isascii()), text.readable, grammar)
    body: list[Stmt] = []
    for root in pieces(text.readable, grammar, lowering.parts_of):
        if root is None:
            return None
        body += _statements(lowering, root)
        if not lowering.is_whole:
            return None
        lowering.nodes += root.descendant_count
        lowering.directives += directives(text.source, root)
    body += of_markup(lowering, grammar, path, body)
    types, told = lower_types.derived(lowering, tuple(body)), tuple(sorted(lowering.directives))
    return Module(path, tuple(body), types, told, lowering.cut, grammar, size, *lowering.names(), lowering.nodes)


def _statements(lowering: Lowering, root: Node) -> tuple[Stmt, ...]:
    around = lowering.assigned.copy(), lowering.within.copy(), lowering.hoisted.copy()
    try:
        return lowering.stmts((root,)) if root.type == "ERROR" else lowering.body(root)
    except RecursionError:  # the caller left less stack than MAX_DEPTH levels need
        lowering.assigned, lowering.within, lowering.hoisted = around
        return (Do(lowering.flat(root), 0),)


@cache
def _rules(grammar: str, is_ascii: bool) -> Rules:
    """The tables of all `lower_*` modules, for one grammar and for texts of which each letter is a byte, or any."""
    known = {**kinds(grammar), "ERROR": (ERROR,)}

    def by_id(table: Mapping[str, T]) -> dict[int, T]:
        return {number: rule for kind, rule in table.items() for number in known.get(kind, ())}

    def every(rule: T) -> dict[int, T]:
        return dict.fromkeys(words(grammar), rule)

    def of_letters(read: Callable[[str], T]) -> Callable[[str], T]:
        return read if is_ascii else lambda letters: read(letters if letters.isascii() else decoded(letters))

    return Rules(
        words(grammar),
        of_letters(intern),
        every(None) | {kind: (record, of_letters(read)) for kind, (record, read) in by_id(lower_literals.LEAVES).items()},
        every(opaque) | by_id(EXPRESSIONS),
        every(evaluated) | by_id(STATEMENTS),
        every(no_pattern) | by_id(lower_patterns.PATTERNS),
        by_id(lower_expressions.CHAINS),
        by_id(lower_objects.PROPERTIES),
        by_id(lower_jsx.CHILDREN),
        frozenset(by_id(dict.fromkeys(COMMENTS))),
        Kinds(*(known.get(kind, (NONE,))[0] for kind in Kinds._fields)),
        comma(grammar),
    )
