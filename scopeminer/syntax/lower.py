"""Source text to IR: `lower` reads one JavaScript or TypeScript file and never raises, whatever the bytes."""

from __future__ import annotations

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
from scopeminer.syntax.directives import directives
from scopeminer.syntax.grammars import preferred
from scopeminer.syntax.ir import Do, Module
from scopeminer.syntax.lowering import Lowering
from scopeminer.syntax.repairs import parse_repaired
from scopeminer.syntax.text import read

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
    parsed = parse_repaired(text.readable, preferred(path, text.is_typescript))
    root = parsed.tree.root_node
    lowering = Lowering(text.source, EXPRESSIONS, STATEMENTS, lower_patterns.PATTERNS)
    try:
        body = lowering.stmts((root,)) if root.type == "ERROR" else lowering.body(root)
    except RecursionError:  # the caller left less stack than MAX_DEPTH levels need
        body = (Do(lowering.flat(root), 0),)
    types = lower_types.derived(lowering, body)
    return Module(path, body, types, directives(text.source, root), parsed.error_bytes + lowering.cut, parsed.grammar, len(source))
