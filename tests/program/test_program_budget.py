"""Apps made to be hard: the analysis ends without an exception, and a request is found, covered by an unknown, or the budget said to be spent."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.program import program as programs
from scopeminer.program.contexts import MAX_CONTEXTS
from scopeminer.program.program import BYTES_A_PLACE, NODES_A_PLACE, WORK
from scopeminer.scan import scan
from scopeminer.values.nodes import MAX_NODES
from tests.program.conftest import API, Files, performed, solve

BACKEND = """\
modules:
  jira:globalPage:
    - {key: page, title: Page, resource: main}
  scheduledTrigger:
    - {key: tick, function: run, interval: day}
  function:
    - {key: run, handler: index.run}
resources:
  - {key: main, path: static}
permissions:
  scopes: [read:jira-work]
app: {id: ari:cloud:ecosystem::app/1}
"""
WANTED = "/rest/api/3/myself"
MANY = 1_500
ASK = "await api.asApp().requestJira({})"


def app(before: str, route: str = f"'{WANTED}'", code: str = "") -> str:
    return f"{API}{before}\nexport const run = async e => {{ {code}\n{ASK.format(route)}; }};"


def each(line: str, number: int = MANY) -> str:
    """`line` repeated; `@` is its number, `@+` the next."""
    return "\n".join(line.replace("@+", str(index + 1)).replace("@", str(index)) for index in range(number))


HARD = {
    "deep calls": app(each("const f@ = x => f@+(x);") + f"const f{MANY} = x => api.asApp().requestJira(x);", code=f"f0('{WANTED}');"),
    "deep parentheses": app("", "(" * MANY + f"'{WANTED}'" + ")" * MANY),
    "deep arguments": app("const f = x => x;", "f(" * MANY + f"'{WANTED}'" + ")" * MANY),
    "deep blocks": app("", "''", "if (e) {" * MANY + ASK.format(f"'{WANTED}'") + "}" * MANY),
    "long promise chain": app("", code="e" + ".then(x => x)" * MANY + ";"),
    "calls that double": app("const g0 = x => x;" + each("const g@+ = x => g@(g@(x));", 40), f"g40('{WANTED}')"),
    "strings that double": app(
        "const s0 = flag ? '/rest' : '';" + each("const s@+ = flag@ ? s@ + s@ : s@ + 'x';", 60), f"flag ? s60 : '{WANTED}'"
    ),
    "a union in every hole": app(
        each("const v@ = flag@ ? 'a' : 'b';", 64),
        "`/rest/api/3/" + "".join(f"${{v{i}}}/" for i in range(64)) + "`",
        ASK.format(f"'{WANTED}'"),
    ),
    "the last of many cases": app(
        "", "p", "let p; switch (e.k) {" + each("case 'k@': p = '/rest/api/3/a@'; break;") + f"default: p = '{WANTED}'; }}"
    ),
    "the last of many branches": app(
        "", "p", "let p;" + each("if (e.k === '@') { p = '/rest/api/3/a@'; } else ") + f"{{ p = '{WANTED}'; }}"
    ),
    "many conditions in turn": app("", "p", f"let p = '{WANTED}';" + each("if (e.k@) { p += '@'; }")),
    "many routes in an array": app(f"const all = [{each('`/rest/api/3/x@`,')} '{WANTED}'];", "r", "for (const r of all)"),
    "one more route than is kept": app(f"const all = {{ {each('k@: `/x@`,', MAX_NODES)} z: '{WANTED}' }};", "all[e.key]"),
    "a long concatenation": app("", "'/rest/api/3'" + each(" + ''") + " + '/myself'"),
    "a long choice": app("", each("e.k === '@' ? '/rest/api/3/a@' :") + f"'{WANTED}'"),
    "a string that grows": app("", "s", f"let s = '{WANTED}?';" + each("s = s + e.a@;")),
    "spreads of themselves": app(
        f"let a = {{ p: '{WANTED}' }}; let b = {{ ...a }}; a = {{ ...b, ...a, x: 1 }}; b = {{ ...a, ...b }};", "b.p"
    ),
    "an array that holds itself": app("let l = []; l = [...l, ...l, 'myself'];", "`/rest/api/3/${r}`", "for (const r of l)"),
    "a chain of spreads": app(f"const o0 = {{ p: '{WANTED}' }};" + each("const o@+ = { ...o@, x@: 1 };", 400), "o400.p"),
    "a late property of a chain": app(
        "const o0 = {};" + each("const o@+ = { ...o@ };") + f"o0.p = () => api.asApp().requestJira('{WANTED}');", "''", f"o{MANY}.p();"
    ),
    "spreads that double": app("const o0 = { q: 1 };" + each("const o@+ = { ...o@, ...o@ };", 60), f"'{WANTED}', o60"),
    "spreads that could hide it": app(
        f"const pick = e => {{ if (e.a) {{ return {{ a: 1 }}; }} return {{ b: 1 }}; }}; const o0 = {{ p: '{WANTED}' }};"
        + each("const o@+ = { ...o@, ...pick(e) };", 60),
        "o60.p",
    ),
    "getters that read each other": app(
        f"const a = {{ get x() {{ return b.y; }}, get z() {{ return '{WANTED}'; }} }}; const b = {{ get y() {{ return a.x || a.z; }} }};",
        "a.x",
    ),
    "constants of each other": app(f"const a = b || '{WANTED}'; const b = a;", "b"),
    "an object that holds itself": app(
        f"const o = {{ p: '{WANTED}' }}; o.o = o; function f() {{ return f; }} f.f = f; f.f()()();", "o.o.o.o.p"
    ),
    "functions bound over and over": app(
        "function f() { return f.apply(this, arguments); } let g = f.bind(f, f); g = g.bind(g, g); const h = { g }; h.g = h.g.bind(h, g);",
        code="f(g); h.g(f); g.call(h, g);",
    ),
    "prototypes of each other": app(
        "function A() {} function B() {} A.prototype = new B(); B.prototype = new A(); class C extends D {} class D extends C {}",
        code="new A().x(); new C().y();",
    ),
    "a class that extends whatever it gave": app(
        "const wrap = B => class extends B {}; let C = class {}; C = wrap(C);", code="new C().go();"
    ),
    "a long line of classes": app(
        f"class C0 {{ go() {{ return '{WANTED}'; }} }}" + each("class C@+ extends C@ { m@() { return super.go(); } }"),
        f"new C{MANY}().go()",
    ),
    "a table of functions": app(f"const t = {{ {each('k@: () => 0,')} z: () => {ASK[6:].format(repr(WANTED))} }};", "''", "t[e.key]();"),
    "everything calls everything": app(
        f"const all = [{each('function x@(f) { return f(x@); },')}];", code="all.forEach(a => all.forEach(b => a(b)));"
    ),
    "more callers than are asked": app(
        "const call = path => api.asApp().requestJira(path);"
        + each("const w@ = x => call(`/rest/api/3/a/${x}/@`);", MAX_CONTEXTS // 2)
        + f"const last = () => call('{WANTED}');",
        "''",
        each("w@(e);", MAX_CONTEXTS // 2) + "last();",
    ),
}


def covers(line: str) -> bool:
    """Whether a request, as found, can be the wanted one."""
    route = line.split(" ")[1].partition("?")[0]
    return route == WANTED or ("{*}" in route and WANTED.startswith(route.partition("{")[0]))


@pytest.mark.parametrize("title", HARD)
def test_a_hard_app_ends_and_its_request_is_not_lost(title: str) -> None:
    program = solve(HARD[title], work=WORK)
    cut = any(module.ir.error_bytes for module in program.analysis.modules.values())  # an unknown of its own
    assert program.analysis.solver.spent or cut or any(covers(line) for line in performed(HARD[title]))


@pytest.mark.parametrize("title", ["many conditions in turn", "spreads of themselves", "the last of many branches"])
def test_twice_the_same(title: str) -> None:
    assert performed(HARD[title]) == performed(HARD[title])


LINKED = [
    (
        "a chain of re-exports",
        {"index.js": app("import { path } from './m0';", "path")}
        | {f"m{i}.js": f"export * from './m{i + 1}';" for i in range(MANY)}
        | {f"m{MANY}.js": f"export const path = '{WANTED}';"},
    ),
    (
        "a ring of re-exports",
        {"index.js": app("import * as m from './m0'; export * from './m1';", "m.path", "m.f0();")}
        | {
            f"m{i}.js": f"export * from './m{(i + 1) % 40}'; export * from './index'; import * as q from './m{(i + 3) % 40}';"
            f"export const f{i} = () => q.f{(i + 3) % 40}(); export const path = q.path || '{WANTED}';"
            for i in range(40)
        },
    ),
]


@pytest.mark.parametrize(("title", "files"), LINKED, ids=[title for title, _ in LINKED])
def test_hard_imports(title: str, files: Files) -> None:
    assert any(covers(line) for line in performed(files))


STATES = (
    "import { useState } from 'react'; export const run = e => { const [all, setAll] = useState([]);"
    + each(
        "const put@ = (key, id, value) => setAll(was => was.map(one => one.key !== key ? one : { ...one, in: { ...one.in, [id]: value } }));"
        "put@(e.key, e.id, all[0].in.x@);",
        21,
    )
    + each("all.map(one => one.in.a@.b@);", 150)
    + "};"
)


def test_tables_that_hold_each_other_do_not_take_the_whole_budget() -> None:
    """Under keys that nobody knows: told apart, they take twice as much."""
    assert not solve(STATES, work=WORK + len(STATES) // 4).analysis.solver.spent


def test_a_spent_budget_is_said_and_nothing_flows_any_more() -> None:
    program = solve({"index.js": app("const f = x => x;", f"f(f(f('{WANTED}')))"), "other.js": "f();"}, work=-1_000)
    assert program.analysis.solver.spent
    assert not program.missing_exports
    program.explore_unreached(["other.js"])
    assert set(program.analysis.modules) == {"index.js"}


def test_what_a_page_spends_is_not_at_the_cost_of_the_backend(tmp_path: Path) -> None:
    page = f"const all = [{each('function x@(f) { return f(x@); },')}]; all.forEach(a => all.forEach(b => a(b)));"
    handlers = "const HANDLERS = { a: () => other(), b: () => api.asApp().requestJira(route`/rest/api/3/field`) };"
    texts = {
        "manifest.yml": BACKEND,
        "src/index.js": f"import api, {{ route }} from '@forge/api'; {handlers} export const run = (e) => HANDLERS[e.kind]();",
        "static/index.html": "<script src='main.js'></script>",
        "static/main.js": f"import {{ requestJira }} from '@forge/bridge'; {page}",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    audit = scan(tmp_path)
    assert audit.usage.coverage.precision == "degraded"
    assert [row.verdict for row in audit.scopes] == ["needed"]


def test_dead_code_has_a_budget_of_its_own() -> None:
    program = solve(app(""), work=WORK)
    assert not program.analysis.solver.spent
    program.explore_unreached([])
    assert program.analysis.solver.budget <= WORK // 2


def test_no_hard_app_needs_more_room_than_there_is() -> None:
    assert not any(solve(files, work=WORK).analysis.is_full for files in HARD.values())


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (f"const all = [{each('{ k@: () => 1 },')}];", "holders"),
        (f"const all = {{ {each('k@: { a: {} },')} }};", "holders"),
        (each("class C@ { m() { return @; } }"), "classes"),
        (each("const f@ = () => f@+();") + f"const f{MANY} = 1; f0();", "edges"),
        (each("let v@ = e.a.b@(e);"), "sites"),
    ],
)
def test_where_room_ends_nothing_more_is_made_and_that_is_said(code: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"index.js": app(code), "other.js": "f();"}
    assert len(getattr(solve(files, work=WORK).analysis, what)) >= MANY
    monkeypatch.setattr(programs, "ROOM", 1_500)
    monkeypatch.setattr(programs, "BYTES_A_PLACE", 1_000_000)
    monkeypatch.setattr(programs, "NODES_A_PLACE", 1_000_000)
    program = solve(files, work=WORK)
    assert program.analysis.is_full
    assert program.analysis.solver.spent
    assert len(getattr(program.analysis, what)) < MANY
    assert not program.missing_exports
    program.explore_unreached(["other.js"])
    assert set(program.analysis.modules) == {"index.js"}


def test_a_file_that_is_loaded_when_room_has_ended_brings_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "ROOM", 100)
    monkeypatch.setattr(programs, "NODES_A_PLACE", 1_000_000)
    files = {"index.js": app(f"f({each('e.a@.b(e),')} require('./large'));"), "large.js": f"// {'-' * 9 * WORK}"}
    program = solve(files, work=WORK)
    assert set(program.analysis.modules) == set(files)
    assert program.analysis.solver.spent


def test_room_grows_with_the_source_and_shrinks_with_its_syntax() -> None:
    program = solve({"index.js": app("import './other';"), "other.js": each("f(@);")}, work=WORK)
    modules = [one.ir for one in program.analysis.modules.values()]
    assert sum(one.nodes for one in modules) >= 8 * MANY
    assert program.analysis.room == programs.ROOM + sum(one.size // BYTES_A_PLACE - one.nodes // NODES_A_PLACE for one in modules)
