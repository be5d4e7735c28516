"""Every call of real apps against the syntax trees of the TypeScript compiler: a development check.

usage: CHECKOUTS=folder/of/repositories ORACLES=folder/with/node_modules python tools/check_calls.py

ORACLES is a folder outside the project in which `npm install typescript` was run. Without either variable the check says that it was
skipped, and ends well. A call is its callee as it is written (`await a.b(1).c`) and the number of its arguments. Grammars can misread a
text without an error (`await a.b<T>()` as `(await a.b)<T>()`): such a call is one that only the compiler has, which makes the exit code 1.
Calls of what compilers write before others (`__importStar`, `_interopRequireDefault`) are other nodes on purpose, and left out.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower
from scopeminer.syntax.record import HOLDING

LARGEST = 400_000
DEEPEST = 12
CODE = (".js", ".jsx", ".mjs", ".ts", ".tsx")
COMPILED = re.compile(r"__|\b_(?:interop|toConsumable|objectSpread)|\brequire\(|^. \w\(1\)")
ORACLE = r"""
const fs = require('fs'), ts = require('typescript'), K = ts.SyntaxKind;
const wrappers = new Set([K.ParenthesizedExpression, K.AsExpression, K.NonNullExpression, K.SatisfiesExpression,
  K.TypeAssertionExpression, K.ExpressionWithTypeArguments]);
function shape(e, deep) {
  while (wrappers.has(e.kind)) e = e.expression;
  if (deep > 12) return '…';
  if (e.kind === K.Identifier) return e.text;
  if (e.kind === K.ThisKeyword) return 'this';
  if (e.kind === K.SuperKeyword) return 'super';
  if (e.kind === K.PropertyAccessExpression) return shape(e.expression, deep + 1) + '.' + e.name.text;
  if (e.kind === K.ElementAccessExpression && e.argumentExpression.kind === K.StringLiteral)
    return shape(e.expression, deep + 1) + '.' + e.argumentExpression.text;
  if (e.kind === K.CallExpression && e.expression.kind !== K.ImportKeyword)
    return `${shape(e.expression, deep + 1)}(${e.arguments.length})`;
  if (e.kind === K.AwaitExpression) return 'await ' + shape(e.expression, deep + 1);
  return '?';
}
for (const file of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const kind = file.endsWith('.tsx') ? ts.ScriptKind.TSX : file.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false, kind), found = {};
  const add = name => { found[name] = (found[name] || 0) + 1; };
  (function walk(node) {
    if (node.kind === K.CallExpression && node.expression.kind !== K.ImportKeyword)
      add(`C ${shape(node.expression, 0)}(${node.arguments.length})`);
    if (node.kind === K.NewExpression) add(`N ${shape(node.expression, 0)}(${(node.arguments || []).length})`);
    if (node.kind === K.TaggedTemplateExpression) add(`T ${shape(node.tag, 0)}`);
    ts.forEachChild(node, walk);
  })(source);
  console.log(JSON.stringify(source.parseDiagnostics.length ? null : found));
}
"""


def shape(expr: ir.Expr, deep: int = 0) -> str:
    """What is called, as it is written."""
    if deep > DEEPEST:
        return "…"
    match expr:
        case ir.Name():
            return expr.id
        case ir.This():
            return "this"
        case ir.Super():
            return "super"
        case ir.Member():
            return f"{shape(expr.object, deep + 1)}.{expr.name}"
        case ir.Call():
            return f"{shape(expr.callee, deep + 1)}({len(expr.args)})"
        case ir.Await():
            return f"await {shape(expr.value, deep + 1)}"
    return "?"


def calls(module: ir.Module) -> Iterator[str]:
    pending: list[object] = [module.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ir.Call):
            yield f"C {shape(node.callee)}({len(node.args)})"
        elif isinstance(node, ir.New):
            yield f"N {shape(node.callee)}({len(node.args)})"
        elif isinstance(node, ir.Tagged):
            yield f"T {shape(node.tag)}"
        if isinstance(node, HOLDING):
            pending.extend(item for item in node if isinstance(item, HOLDING))


def files(checkouts: Path) -> list[str]:
    found = (path for path in sorted(checkouts.rglob("*")) if path.suffix in CODE and "node_modules" not in path.parts)
    return [str(path) for path in found if path.is_file() and path.stat().st_size < LARGEST and not path.name.endswith(".d.ts")]


def main() -> int:
    checkouts, oracles = os.environ.get("CHECKOUTS"), os.environ.get("ORACLES")
    if not checkouts or not oracles:
        print("skipped: CHECKOUTS names no folder of repositories, or ORACLES none with typescript")
        return 0
    asked = files(Path(checkouts).resolve())
    script = ["node", "-e", ORACLE]
    answered = subprocess.run(script, input="\n".join(asked), cwd=oracles, capture_output=True, text=True, check=True).stdout.splitlines()
    compared, total, lost, damaged = 0, 0, 0, 0
    for path, line in zip(asked, answered, strict=True):
        theirs, module = json.loads(line), lower(path, Path(path).read_bytes())
        if theirs is None or module.error_bytes:
            damaged += 1
            continue
        only = Counter(theirs) - Counter(calls(module))
        missing = {name: number for name, number in only.items() if not COMPILED.search(name)}
        compared, total, lost = compared + 1, total + sum(theirs.values()), lost + sum(missing.values())
        if missing:
            print(f"{path}: {missing}")
    print(f"{total} calls of {compared} files; {lost} that only the compiler has; {damaged} files that one of both cannot parse")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.setrecursionlimit(20_000)
    sys.exit(main())
