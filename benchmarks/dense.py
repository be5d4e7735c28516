"""Peak memory of `scopeminer scan` on apps of code that is denser than people write → one table, a row for each.

usage: python benchmarks/dense.py [--mb N] [APP…]

functions   short functions that call each other, a line each
minified    the same on one line, as a minifier leaves it
expression  80,000 calls in one expression (at two megabytes)
methods     one chain of calls: `.then(…).then(…)`
table       one object with a function in each of its entries
objects     an array of small objects
bodies      a few functions with long bodies
promises    a promise and what to do with it in each line
classes     a long line of classes, each extending the one before
elements    one JSX element with very many children

Each app is made in a temporary folder, of N megabytes (2 if not given), and scanned by the command as a child process. All of its code is
reached from its one handler, as far as memory goes: `reached` says how many of the functions that were seen are, `precision` whether the
analysis came to its end; `unread` files are not parsed, because their tree would be too large.

peak-MB   the most memory that the command held
bound-MB  what it may: 70 MB and 60 MB more for each MB of source
seconds   processor time of the command (user and system)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

MANIFEST = """\
modules:
  jira:issuePanel:
    - {key: panel, title: Dense, resource: page, resolver: {function: run}}
  function:
    - {key: run, handler: index.handler}
resources:
  - {key: page, path: static}
permissions:
  scopes: [read:jira-work]
app: {id: ari:cloud:ecosystem::app/1}
"""
HEAD = "import api, { route } from '@forge/api';\n"
REQUEST = "return api.asApp().requestJira(route`/rest/api/3/issue/${1}`);"
FUNCTIONS = 5
"""Of the app with long bodies."""
COMMAND = """
import json, resource, subprocess, sys
report = json.loads(subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE).stdout)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([report["coverage"], used.ru_maxrss, used.ru_utime + used.ru_stime]))
"""
"""A process between, which keeps this one's memory out of the figure."""


def repeated(size: int, make: Callable[[int], str]) -> list[str]:
    """As many pieces of code as make `size` bytes."""
    return list(_until(size, make))


def _until(size: int, make: Callable[[int], str]) -> Iterator[str]:
    written = 0
    for number in count():
        if written >= size:
            return
        piece = make(number)
        written += len(piece)
        yield piece


def before(number: int) -> int:
    return max(0, number - 1)


def functions(size: int) -> str:
    made = repeated(size, lambda n: f"export function f{n}(a, b) {{ const x = a.items.map(y => y.id); return f{before(n)}(x, b); }}\n")
    return f"{''.join(made)}export const handler = () => {{ f{len(made) - 1}({{ items: [] }}); {REQUEST} }};\n"


def minified(size: int) -> str:
    made = repeated(size, lambda n: f"function a{n}(e,t){{var n=e.b,r=t||{{}};return n?a{before(n)}(n,r):(r.c=e,r)}}")
    return f"{''.join(made)}export const handler=()=>{{a{len(made) - 1}({{}});{REQUEST}}}"


def expression(size: int) -> str:
    made = repeated(size, lambda n: f"f(a.b{n % 50}, {n}, 'x{n}') + ")
    return f"const a = {{}}, f = (x, y, z) => z;\nexport const handler = () => {{ const s = {''.join(made)}0; {REQUEST} }};\n"


def table(size: int) -> str:
    made = repeated(size, lambda n: f"  k{n}: {{ name: 'n{n}', run: (x) => x.v{n % 100}, list: [{n}, 'a'] }},\n")
    return f"const t = {{\n{''.join(made)}}};\nexport const handler = ({{ key }}) => {{ t[key].run(key); {REQUEST} }};\n"


def bodies(size: int) -> str:
    def statement(n: int) -> str:
        return f"  if (p === 'k{n}') {{ q = q + 'x{n}'; s.a{n % 40} = q; }} else {{ r.push(q); }}\n"

    def function(n: int) -> str:
        body = "".join(repeated(size // FUNCTIONS, statement))
        return f"function f{n}(p) {{\n  let q = '';\n  const s = {{}}, r = [];\n{body}  return q;\n}}\n"

    calls = " ".join(f"f{n}(key);" for n in range(FUNCTIONS))
    return f"{''.join(map(function, range(FUNCTIONS)))}export const handler = ({{ key }}) => {{ {calls} {REQUEST} }};\n"


def methods(size: int) -> str:
    made = repeated(size, lambda n: f".then(v => v.a{n % 50})")
    return f"export const handler = (e) => {{ const x = e{''.join(made)}; {REQUEST} }};\n"


def objects(size: int) -> str:
    made = repeated(size, lambda n: f"  {{ a: {n}, b: {{ c: 1 }} }},\n")
    return f"const t = [\n{''.join(made)}];\nexport const handler = () => {{ t.map(x => x.b); {REQUEST} }};\n"


def promises(size: int) -> str:
    made = repeated(size, lambda n: f"  new Promise(r => r({n})).then(v => e.push(v));\n")
    return f"export const handler = (e) => {{\n{''.join(made)}  {REQUEST}\n}};\n"


def classes(size: int) -> str:
    made = repeated(size, lambda n: f"class C{n} extends C{before(n)} {{ m{n}(a) {{ return this.m{before(n)}(a); }} }}\n")
    return f"{''.join(made)}export const handler = (e) => {{ new C{len(made) - 1}().m1(e); {REQUEST} }};\n"


def elements(size: int) -> str:
    made = repeated(size, lambda n: f"  <p className='a{n}' onClick={{() => go({n})}}>{{e.b}}</p>\n")
    return f"const C = (e) => (<div>\n{''.join(made)}</div>);\nexport const handler = (e) => {{ C(e); {REQUEST} }};\n"


APPS: dict[str, Callable[[int], str]] = {
    one.__name__: one for one in (functions, minified, expression, methods, table, objects, bodies, promises, classes, elements)
}


def written(folder: Path, code: str) -> Path:
    """An app of one file."""
    (folder / "src").mkdir(parents=True)
    (folder / "static").mkdir()
    (folder / "manifest.yml").write_text(MANIFEST, encoding="utf-8")
    (folder / "static" / "index.html").write_text("<html></html>", encoding="utf-8")
    (folder / "src" / "index.js").write_text(HEAD + code, encoding="utf-8")
    return folder


def row(app: Path) -> list[str]:
    command = [sys.executable, "-m", "scopeminer", "scan", str(app), "--format", "json", "--fail-on", "never"]
    said = subprocess.run([sys.executable, "-c", COMMAND, *command], check=True, capture_output=True, text=True).stdout
    coverage, held, seconds = json.loads(said)
    peak, megabytes = held / (1_000_000 if sys.platform == "darwin" else 1_000), coverage["bytes"] / 1_000_000
    reached = f"{coverage['reachable_functions']}/{coverage['functions']}"
    precision = "unread" if coverage["files_with_errors"] else coverage["precision"]
    return [app.name, f"{megabytes:.1f}", reached, precision, f"{peak:.0f}", f"{70 + 60 * megabytes:.0f}", f"{seconds:.1f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("apps", nargs="*", metavar="APP", default=list(APPS), help=f"of {', '.join(APPS)}; all if not given")
    parser.add_argument("--mb", type=float, default=2)
    arguments = parser.parse_args()
    table_of = [["app", "MB", "reached", "precision", "peak-MB", "bound-MB", "seconds"]]
    for name in arguments.apps:
        with TemporaryDirectory() as folder:
            table_of.append(row(written(Path(folder) / name, APPS[name](int(arguments.mb * 1_000_000)))))
    widths = [max(map(len, column)) for column in zip(*table_of, strict=True)]
    for cells in table_of:
        print("  ".join([cells[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]))


if __name__ == "__main__":
    main()
