"""Imports and exports; names that are only types are left out."""

from __future__ import annotations

import re
from sys import intern

from tree_sitter import Node

from scopeminer.syntax.ir import (
    Call,
    Class,
    Declare,
    Export,
    ExportAll,
    ExportAssign,
    ExportDefault,
    ExportName,
    Expr,
    Func,
    Import,
    ImportName,
    Let,
    Name,
    NamePattern,
    Stmt,
    Str,
)
from scopeminer.syntax.lower_classes import class_of
from scopeminer.syntax.lower_literals import string_text
from scopeminer.syntax.lower_patterns import bound_names
from scopeminer.syntax.lowering import Lowering, StmtRule

PLAIN = re.compile(r"import\s+([\w$]+)?(?:\s*,\s*(?={))?(?:{([\w$,\s]+)})?\s*from\s*[\"']([^\"'\\\x80-\xff]+)[\"'];?", re.ASCII)
"""`import a, { b, c as d } from "e"`: what nearly all imports look like is read without the nodes of its parts."""
TYPE_ONLY = frozenset({"type", "typeof"})


def _import(c: Lowering, node: Node, out: list[Stmt]) -> None:
    plain = _plain_import(c, node)
    if plain is not None:
        out.append(plain)
        return
    if _is_type(node):
        return
    names: list[ImportName] = []
    source = ""
    had_names = False
    for kid in c.kids(node):
        if kid.type == "string":
            source = string_text(c, kid)
        elif kid.type == "import_require_clause":
            _import_require(c, kid, out)
            return
        elif kid.type == "import_clause":
            had_names = _clause(c, kid, names)
    if source and (names or not had_names):
        out.append(Import(source, tuple(names), node.start_byte))


def _plain_import(c: Lowering, node: Node) -> Import | None:
    at = node.start_byte
    found = PLAIN.fullmatch(c.letters, at, node.end_byte)
    if found is None:
        return None
    default, listed, source = found.groups("")
    words = [name.split() for name in listed.split(",") if name.strip()]
    if not (default or words) or default in TYPE_ONLY:
        return None
    if any(name[0] in TYPE_ONLY or (len(name) > 1 and (len(name) != 3 or name[1] != "as")) for name in words):
        return None
    names = [ImportName("default", intern(default))] if default else []
    names += [ImportName(intern(name[0]), intern(name[-1])) for name in words]
    return Import(source, tuple(names), at)


def _is_type(node: Node) -> bool:
    """`import type …`, `export type …`: the word behind the first."""
    second = node.child(1) if node.child_count > 1 else None
    return second is not None and second.type in TYPE_ONLY


def _clause(c: Lowering, node: Node, names: list[ImportName]) -> bool:
    """Add the names of an import clause; whether it names anything, types included."""
    listed = False
    for kid in c.kids(node):
        if kid.type == "identifier":
            names.append(ImportName("default", c.text(kid)))
            listed = True
        elif kid.type == "namespace_import":
            names += [ImportName("*", c.text(name)) for name in c.kids(kid)]
            listed = True
        elif kid.type == "named_imports":
            for specifier in c.kids(kid):
                listed = True
                pair = _specifier(c, specifier)
                if pair is not None:
                    names.append(ImportName(*pair))
    return listed


def _specifier(c: Lowering, node: Node) -> tuple[str, str] | None:
    """`a`, `a as b`, `"x-y" as b` of an import or export list: both names; None for a type."""
    if node.child_count and not node.children[0].is_named and node.children[0].type in TYPE_ONLY:
        return None
    kids = c.kids(node)
    if not kids:
        return None
    return _name(c, kids[0]), _name(c, kids[-1])


def _name(c: Lowering, node: Node) -> str:
    return string_text(c, node) if node.type == "string" else c.text(node)


def _import_require(c: Lowering, node: Node, out: list[Stmt]) -> None:
    kids = c.kids(node)
    if len(kids) < 2:
        return
    name, source = kids[0], kids[-1]
    at = source.start_byte
    call = Call(Name("require", at), (Str(string_text(c, source), at),), at)
    out.append(Let("const", NamePattern(c.text(name), name.start_byte), call, name.start_byte))


def _import_alias(c: Lowering, node: Node, out: list[Stmt]) -> None:
    """`import a = b.c` of namespaces."""
    kids = c.kids(node)
    if len(kids) > 1:
        out.append(Let("const", NamePattern(c.text(kids[0]), kids[0].start_byte), c.expr(kids[-1]), kids[0].start_byte))


def _export(c: Lowering, node: Node, out: list[Stmt]) -> None:
    if _is_type(node):
        return
    words = [child.type for child in node.children if not child.is_named]
    kids = c.kids(node)
    decorators = tuple([c.expr(kid) for kid in kids if kid.type == "decorator"])
    kids = [kid for kid in kids if kid.type not in ("decorator", "import_attribute")]
    if not kids or words[1:3] == ["as", "namespace"]:
        return
    if "from" in words:
        _export_from(c, node, kids, out)
    elif "default" in words:
        _export_default(c, kids[-1], decorators, out)
    elif kids[0].type == "export_clause":
        out.append(Export(_names(c, kids[0]), None, node.start_byte))
    elif "=" in words:
        out.append(ExportAssign(c.expr(kids[-1]), node.start_byte))
    else:
        _export_declaration(c, kids[-1], decorators, out)


def _names(c: Lowering, clause: Node) -> tuple[ExportName, ...]:
    pairs = [_specifier(c, kid) for kid in c.kids(clause)]
    return tuple(ExportName(*pair) for pair in pairs if pair is not None)


def _export_from(c: Lowering, node: Node, kids: list[Node], out: list[Stmt]) -> None:
    source = next((string_text(c, kid) for kid in kids if kid.type == "string"), "")
    if kids[0].type == "namespace_export":
        inner = c.kids(kids[0])
        out.append(Export((ExportName("*", _name(c, inner[-1]) if inner else ""),), source, node.start_byte))
    elif kids[0].type == "export_clause":
        names = _names(c, kids[0])
        if names or not c.kids(kids[0]):
            out.append(Export(names, source, node.start_byte))
    else:
        out.append(ExportAll(source, node.start_byte))


def _export_default(c: Lowering, node: Node, decorators: tuple[Expr, ...], out: list[Stmt]) -> None:
    """A named function or class is declared, so that the file can use it from its first line on."""
    if node.type in ("interface_declaration", "function_signature"):
        return
    value = class_of(c, node, decorators) if "class" in node.type else c.expr(node)
    if isinstance(value, Func | Class) and value.name and node.type.endswith("declaration"):
        out.append(Declare(value, node.start_byte))
        out.append(Export((ExportName(value.name, "default"),), None, node.start_byte))
    else:
        out.append(ExportDefault(value, node.start_byte))


def _export_declaration(c: Lowering, node: Node, decorators: tuple[Expr, ...], out: list[Stmt]) -> None:
    start = len(out)
    if decorators and "class" in node.type:
        out.append(Declare(class_of(c, node, decorators), node.start_byte))
    else:
        out += c.stmts((node,))
    names = [name for stmt in out[start:] for name in declared(stmt)]
    if names:
        out.append(Export(tuple([ExportName(name, name) for name in names]), None, node.start_byte))


def declared(stmt: Stmt) -> list[str]:
    """The names that a declaration declares."""
    if isinstance(stmt, Let):
        return list(bound_names(stmt.pattern))
    return [stmt.value.name] if isinstance(stmt, Declare) and stmt.value.name else []


STATEMENTS: dict[str, StmtRule] = {
    "import_statement": _import,
    "import_alias": _import_alias,
    "export_statement": _export,
}
