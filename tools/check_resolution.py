"""Module resolution against two independent ones, on every import of real apps: a development check.

usage: CHECKOUTS=folder/of/repositories ORACLES=folder/with/node_modules python tools/check_resolution.py [-v]

ORACLES is a folder outside the project in which `npm install oxc-resolver typescript` was run. Without either variable the check says that
it was skipped, and ends well. Each disagreement is put under a reason; what has none is listed and makes the exit code 1.

The oracles see the same checkouts, where nothing is installed: for them a package of a workspace is not linked, an alias of a bundler is
unknown, and a built file is not there. Those are reasons. A declaration (`x.d.ts`) where code lies beside it is another: TypeScript looks
for types, the analysis for code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scopeminer.manifest.read import find
from scopeminer.program.entries import sources
from scopeminer.program.resolution import ModuleResolver
from scopeminer.program.resolution_model import Asset, LocalFile, Package, Resolution
from scopeminer.source import SourceTree
from scopeminer.syntax import ir
from scopeminer.syntax.lower import lower
from scopeminer.syntax.record import HOLDING

ORACLE = r"""
const fs = require('fs'), path = require('path'), ts = require('typescript'), { ResolverFactory } = require('oxc-resolver');
const extensions = ['.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.json', '.vue', '.svelte'];
const extensionAlias = { '.js': ['.js', '.ts', '.tsx', '.jsx'], '.jsx': ['.jsx', '.tsx'],
  '.mjs': ['.mjs', '.mts'], '.cjs': ['.cjs', '.cts'] };
const oxc = new ResolverFactory({ extensions, extensionAlias, conditionNames: ['import', 'require', 'node', 'default', 'types'],
  mainFields: ['source', 'module', 'main'], tsconfig: 'auto' });
const configs = new Map();
function config(folder) {
  if (configs.has(folder)) return configs.get(folder);
  const name = ['tsconfig.json', 'jsconfig.json'].map(n => path.join(folder, n)).find(fs.existsSync);
  let found = {};
  if (name) found = ts.parseJsonConfigFileContent(ts.readConfigFile(name, ts.sys.readFile).config || {}, ts.sys, folder).options;
  else if (path.dirname(folder) !== folder) found = config(path.dirname(folder));
  configs.set(folder, found);
  return found;
}
for (const line of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const [file, specifier] = JSON.parse(line);
  let one = null, two = null;
  try { one = oxc.resolveFileSync(file, specifier).path || null; } catch {}
  try {
    const options = { ...config(path.dirname(file)), allowJs: true, resolveJsonModule: true,
      moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext };
    two = ts.resolveModuleName(specifier, file, options, ts.sys).resolvedModule?.resolvedFileName || null;
  } catch {}
  console.log(JSON.stringify([one, two]));
}
"""


class Case(NamedTuple):
    """One import: `ours` as an absolute path of code, or the kind of another answer."""

    app: str
    file: str
    specifier: str
    answer: Resolution
    ours: str


def imports(module: ir.Module) -> Iterator[str]:
    """Every specifier with run-time meaning."""
    pending: list[object] = [module.body]
    while pending:
        node = pending.pop()
        if isinstance(node, ir.Import | ir.ExportAll) or (isinstance(node, ir.Export) and node.source):
            yield str(node.source)
        elif isinstance(node, ir.ImportCall) and isinstance(node.source, ir.Str):
            yield node.source.value
        elif isinstance(node, ir.Call) and isinstance(node.callee, ir.Name) and node.callee.id == "require" and len(node.args) == 1:
            if isinstance(node.args[0], ir.Str):
                yield node.args[0].value
        if isinstance(node, HOLDING):
            pending.extend(item for item in node if isinstance(item, HOLDING))


def cases(checkouts: Path) -> Iterator[Case]:
    for repository in sorted(path for path in checkouts.iterdir() if path.is_dir()):
        for manifest in find(SourceTree.open(repository)):
            folder = (repository / manifest).parent.resolve()
            tree = SourceTree.open(folder)
            resolver = ModuleResolver(tree)
            for path in sources(tree):
                for specifier in sorted(set(imports(lower(path, tree.read(path) or b"")))):
                    answer = resolver.resolve(path, specifier)
                    ours = str((folder / answer.path).resolve()) if isinstance(answer, LocalFile) else type(answer).__name__
                    yield Case(folder.relative_to(checkouts.resolve()).as_posix(), str(folder / path), specifier, answer, ours)


def ask(oracles: Path, asked: list[Case]) -> list[tuple[str | None, str | None]]:
    lines = "\n".join(json.dumps([case.file, case.specifier]) for case in asked)
    script = ["node", "-e", ORACLE]
    answered = subprocess.run(script, input=lines, cwd=oracles, capture_output=True, text=True, check=True)
    return [(one, two) for one, two in map(json.loads, answered.stdout.splitlines())]


def reason(case: Case, theirs: str | None) -> str:
    """Why an answer differs; "same" when it does not, "" when nobody knows."""
    local = theirs is not None and "/node_modules/" not in theirs
    if isinstance(case.answer, LocalFile):
        return _of_file(case, theirs if local else None)
    if isinstance(case.answer, Package):
        return "same" if not local else "types of a package" if str(theirs).endswith(".d.ts") else ""
    if isinstance(case.answer, Asset):
        return "same" if not local or theirs.endswith((".css", ".svg", ".png")) else "an asset, or types only"  # type: ignore[union-attr]
    return "same" if not local else ""


def _of_file(case: Case, theirs: str | None) -> str:
    if theirs == case.ours:
        return "same"
    stem, *words = Path(case.ours).name.split(".")
    if len(words) == 2 and Path(case.specifier).name == stem:
        return "files for one platform"
    if theirs is None:
        if case.ours.endswith((".vue", ".svelte", ".json")):
            return "a kind of file that it does not resolve"
        if case.specifier.startswith((".", "/")):
            return "a query or loader" if "?" in case.specifier or "!" in case.specifier else ""
        return "an alias, a workspace, or sources of what is not built"
    if theirs.endswith(".d.ts") and case.ours.startswith(theirs.removesuffix(".d.ts")):
        return "code beside its types"
    return "files for one platform" if case.ours.rsplit(".", 2)[0] == theirs.rsplit(".", 1)[0] else ""


def main() -> int:
    checkouts, oracles = os.environ.get("CHECKOUTS"), os.environ.get("ORACLES")
    if not checkouts or not oracles:
        print("skipped: CHECKOUTS names no folder of repositories, or ORACLES none with oxc-resolver and typescript")
        return 0
    asked = list(cases(Path(checkouts)))
    answers = ask(Path(oracles), asked)
    unexplained = 0
    for name, index in (("oxc-resolver", 0), ("ts.resolveModuleName", 1)):
        reasons = [reason(case, answer[index]) for case, answer in zip(asked, answers, strict=True)]
        counted = Counter(reasons)
        print(f"{name}: {counted['same']} of {len(asked)} imports the same")
        for why, number in sorted(counted.items()):
            if why not in ("same", ""):
                print(f"  {number:5}  {why}")
        for case, answer, why in zip(asked, answers, reasons, strict=True):
            if not why or (why != "same" and "-v" in sys.argv):
                print(f"  {why or 'UNEXPLAINED'}: {case.file} {case.specifier!r}: {case.ours}, not {answer[index]}")
        unexplained += counted[""]
    print(f"{unexplained} disagreements without a reason; unresolved: {sum(case.ours == 'Unresolved' for case in asked)}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
