"""Who calls whom: one row for every way in which real apps hand functions around."""

from __future__ import annotations

import pytest

from tests.program.conftest import calls, name, reached, solve

HEAD = "function target() {} function other() {}\n"

REACHED = [
    ("value", "const f = target; f();"),
    ("callback", "[1].forEach(() => target());"),
    ("named callback", "[1].map(target);"),
    ("then", "Promise.resolve(1).then(() => target());"),
    ("catch and finally", "Promise.reject(1).catch(() => 1).finally(() => target());"),
    ("await in a loop", "for (const x of [1]) { await target(); }"),
    ("Promise.all over map", "await Promise.all([1].map(async (x) => target()));"),
    ("closure", "const make = () => () => target(); make()();"),
    ("immediately invoked", "(() => { target(); })();"),
    ("field of an object", "const o = { go: target }; o.go();"),
    ("method shorthand", "const o = { go() { target(); } }; o.go();"),
    ("this in a method", "const o = { a() { this.b(); }, b() { target(); } }; o.a();"),
    ("table under a variable key", "const t = { x: target, y: () => 1 }; t[key]();"),
    ("array of functions", "const fs = [target]; for (const f of fs) { f(); }"),
    ("Map of functions", "const m = new Map([['a', target]]); m.get(key)();"),
    ("Map set later", "const m = new Map(); m.set('a', target); m.get('a')();"),
    ("entries", "for (const [k, f] of Object.entries({ a: target })) { f(); }"),
    ("values", "Object.values({ a: target }).forEach((f) => f());"),
    ("bind", "const f = target.bind(null); f();"),
    ("call", "target.call(null);"),
    ("apply", "target.apply(null, []);"),
    ("default parameter", "const f = (g = target) => g(); f();"),
    ("destructured parameter", "const f = ({ go }) => go(); f({ go: target });"),
    ("destructured default", "const f = ({ go = target } = {}) => go(); f();"),
    ("spread arguments", "const f = (a, b) => b(); f(...[1, target]);"),
    ("rest parameter", "const f = (...fs) => fs[0](); f(target);"),
    ("spread object", "const a = { go: target }; const b = { ...a }; b.go();"),
    ("Object.assign", "const b = Object.assign({}, { go: target }); b.go();"),
    ("class method", "class A { go() { target(); } } new A().go();"),
    ("constructor", "class A { constructor() { target(); } } new A();"),
    ("field initialiser", "class A { x = target(); } new A();"),
    ("arrow field", "class A { go = () => target(); } new A().go();"),
    ("private method", "class A { #go() { target(); } run() { this.#go(); } } new A().run();"),
    ("static method", "class A { static go() { target(); } } A.go();"),
    ("static block", "class A { static { target(); } }"),
    ("getter", "class A { get x() { return target(); } } new A().x;"),
    ("getter that asks its instance", "class A { constructor() { this.f = target; } get x() { return this.f(); } } new A().x;"),
    ("inherited getter", "class A { get x() { return this.f(); } } class B extends A { f = target; } new B().x;"),
    (
        "inherited getter, constructor",
        "class A { get x() { return this.f(); } } class B extends A { constructor() { super(); this.f = target; } } new B().x;",
    ),
    (
        "getter of what is made from a prototype",
        "const p = { get x() { return this.f(); } }; const o = Object.create(p); o.f = target; o.x;",
    ),
    ("getter of an object", "const o = { get x() { return target(); } }; o.x;"),
    ("setter", "class A { set x(v) { target(); } } new A().x = 1;"),
    ("setter of an object", "const o = { set x(v) { target(); } }; o.x = 1;"),
    ("inherited setter", "class A { set x(v) { v(); } } class B extends A {} new B().x = target;"),
    (
        "setter that is found after the store",
        "const put = (o) => { o.x = 1; }; put(new Map()); (() => { class A { set x(v) { target(); } } put(new A()); })();",
    ),
    ("stored after it is read", "const o = {}; const go = () => o.f(); go(); o.f = target;"),
    ("replaced after it is read", "const o = { f: other }; const go = () => o.f(); go(); o.f = target;"),
    ("replaced in a copy", "const o = { f: other }; const c = { ...o }; const go = () => c.f(); go(); o.f = target;"),
    ("stored under a variable key after it is read", "const o = {}; const go = () => o.f(); go(); o[key] = target;"),
    ("closure over a name that is given a value later", "let f = other; const go = () => f(); f = target; go();"),
    ("inherited method", "class A { go() { target(); } } class B extends A {} new B().go();"),
    ("super method", "class A { go() { target(); } } class B extends A { go() { super.go(); } } new B().go();"),
    ("super constructor", "class A { constructor() { target(); } } class B extends A { constructor() { super(); } } new B();"),
    ("template method", "class A { run() { this.go(); } } class B extends A { go() { target(); } } new B().run();"),
    (
        "injected service",
        "class S { go() { target(); } } class C { constructor(s) { this.s = s; } run() { this.s.go(); } } new C(new S()).run();",
    ),
    ("prototype", "function F() {} F.prototype.go = function () { target(); }; new F().go();"),
    ("generator", "function* g() { yield target; } for (const f of g()) { f(); }"),
    ("async iterator", "async function* g() { yield target; } for await (const f of g()) { f(); }"),
    ("new Promise", "await new Promise((resolve) => { target(); resolve(); });"),
    ("resolved function", "const f = await new Promise((resolve) => resolve(target)); f();"),
    ("setTimeout", "setTimeout(target, 10);"),
    ("tagged template", "const tag = () => target(); tag`x`;"),
    ("logical", "const f = key || target; f();"),
    ("conditional", "(key ? target : other)();"),
    ("optional call", "const o = { go: target }; o?.go?.();"),
    ("sequence", "(0, target)();"),
    ("assigned to a member", "const o = {}; o.go = target; o.go();"),
    ("returned object", "const make = () => ({ go: target }); make().go();"),
    ("given to unknown code", "unknownPackage.on('x', target);"),
    ("destructured array", "const [f] = [target]; f();"),
    ("nested destructuring", "const { a: { b } } = { a: { b: target } }; b();"),
    ("recursion ends", "const f = (n) => (n ? f(n - 1) : target()); f(3);"),
    ("JSON round trip of data does not matter", "const f = JSON.parse('1') ? target : other; f();"),
    ("label and break", "outer: for (;;) { target(); break outer; }"),
    ("try, catch, finally", "try { throw 1; } catch (e) { target(); } finally { other(); }"),
    ("switch", "switch (key) { case 1: target(); break; default: other(); }"),
    ("var hoisting", "go(); var g = 1; function go() { target(); }"),
]
NOT_REACHED = [
    ("nobody calls", "const f = () => target();"),
    ("re-assigned before the call", "let f = target; f = other; f();"),
    ("shadowed", "{ const target = other; target(); }"),
    ("method of a class nobody makes", "class A { go() { target(); } }"),
    ("another implementation", "class A { go() { target(); } } class B { go() { other(); } } new B().go();"),
    ("other field", "const o = { a: target, b: other }; o.b();"),
    (
        "replaced in another object of the same value",
        "const x = { f: other }; const o = { f: x.f }; const c = { f: x.f }; o.f = target; c.f(); x.f();",
    ),
    ("setter of another name", "class A { set x(v) { target(); } } new A().y = 1;"),
    ("mentioned in a string", "other('target()');"),
]


@pytest.mark.parametrize(("title", "code"), REACHED, ids=[row[0] for row in REACHED])
def test_is_reached(title: str, code: str) -> None:
    assert "target" in reached(f"{HEAD}export async function run(key) {{ {code} }}")


@pytest.mark.parametrize(("title", "code"), NOT_REACHED, ids=[row[0] for row in NOT_REACHED])
def test_is_not_reached(title: str, code: str) -> None:
    assert "target" not in reached(f"{HEAD}export async function run(key) {{ {code} }}")


REACT = [
    ("component", "const C = () => { target(); return null; }; export const run = () => <C />;"),
    ("effect", "import { useEffect } from 'react'; export const run = () => { useEffect(() => { target(); }, []); return null; };"),
    ("lazy state", "import { useState } from 'react'; export const run = () => { const [s] = useState(target); return s; };"),
    ("callback hook", "import { useCallback } from 'react'; export const run = () => { const f = useCallback(() => target(), []); f(); };"),
    ("reducer", "import { useReducer } from 'react'; export const run = () => { const [s, d] = useReducer(() => target(), 0); d({}); };"),
    ("initial state of a reducer", "import { useReducer } from 'react'; export const run = () => { const [s] = useReducer((x) => x, 0, () => target()); };"),
    ("event prop of an element", "export const run = () => <button onClick={() => target()} />;"),
    ("event prop of a package's component", "import { Button } from '@forge/react'; export const run = () => <Button onClick={target} />;"),
    ("event prop handed down", "const B = ({ onGo }) => <button onClick={onGo} />; export const run = () => <B onGo={target} />;"),
    ("render prop", "const P = ({ children }) => children(1); export const run = () => <P>{() => target()}</P>;"),
    ("memo", "import { memo } from 'react'; const C = memo(() => { target(); return null; }); export const run = () => <C />;"),
    ("HOC of one's own", "const hoc = (C) => (p) => <C {...p} />; const D = hoc(() => { target(); return null; }); export const run = () => <D />;"),
    ("context", "import { createContext, useContext } from 'react'; const X = createContext(null);"
     " const C = () => { useContext(X).go(); return null; }; export const run = () => <X.Provider value={{ go: target }}><C /></X.Provider>;"),
    ("class component", "import React from 'react'; class C extends React.Component { componentDidMount() { target(); } render() { return null; } }"
     " export const run = () => <C />;"),
    ("method in a field of a component", "import { Component } from 'react';"
     " class C extends Component { componentDidMount = () => target(); render() { return null; } } export const run = () => <C />;"),
    ("method put into a component", "import { Component } from 'react';"
     " class C extends Component { constructor(p) { super(p); this.render = target; } } export const run = () => <C />;"),
    ("method under some name", "import { Component } from 'react';"
     " class C extends Component { constructor(p) { super(p); this[p.name] = target; } } export const run = () => <C />;"),
    ("method of a component that extends another", "import { Component } from 'react';"
     " class B extends Component { render() { return null; } } class C extends B { componentDidMount() { target(); } } export const run = () => <C />;"),
    ("getter of a component", "import { Component } from 'react'; class C extends Component { get render() { return () => target(); } } export const run = () => <C />;"),
    ("getter of a component that another extends", "import { Component } from 'react';"
     " class B extends Component { get render() { return () => target(); } } class C extends B { a = 1; } export const run = () => <C />;"),
    ("getter of a component that extends another", "import { Component } from 'react';"
     " class B extends Component { render() { return null; } } class C extends B { get render() { return () => target(); } } export const run = () => <C />;"),
    ("method mixed into a component", "import { Component } from 'react'; class C extends Component {} Object.assign(C.prototype, { render: target }); export const run = () => <C />;"),
    ("method of what a component extends, replaced in another", "import { Component } from 'react';"
     " class A extends Component { render() { target(); } } class B extends A {} class C extends B { a = 1; } export const run = () => <C />;"),
    ("spread props", "const B = (p) => <button {...p} />; export const run = () => <B onClick={target} />;"),
    ("ref", "import { useRef } from 'react'; export const run = () => { const r = useRef(null); r.current = target; r.current(); };"),
    ("rendered", "import ForgeReconciler from '@forge/react'; const App = () => { target(); return null; }; ForgeReconciler.render(<App />);"
     " export const run = () => 1;"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code"), REACT, ids=[row[0] for row in REACT])
def test_react(title: str, code: str) -> None:
    assert "target" in reached({"index.jsx": f"function target() {{}}\n{code}"})


HANDLERS = [
    ("const", "export const run = () => target();"),
    ("function", "export function run() { target(); }"),
    ("list", "const run = () => target(); export { run };"),
    ("renamed", "const f = () => target(); export { f as run };"),
    ("exports", "exports.run = () => target();"),
    ("module.exports", "module.exports = { run: () => target() };"),
    ("module.exports member", "module.exports.run = () => target();"),
    ("destructured", "const handlers = { run: () => target() }; export const { run } = handlers;"),
    ("alias chain", "const a = () => target(); const b = a; export const run = b;"),
    ("resolver", "import Resolver from '@forge/resolver'; const r = new Resolver(); r.define('k', () => target()); export const run = r.getDefinitions();"),
    ("resolver, chained", "import Resolver from '@forge/resolver'; export const run = new Resolver().define('k', () => target()).getDefinitions();"),
    ("resolver, from a table", "import Resolver from '@forge/resolver'; const r = new Resolver();"
     " Object.entries({ k: target }).forEach(([k, f]) => r.define(k, f)); export const run = r.getDefinitions();"),
    ("makeResolver", "import { makeResolver } from '@forge/resolver'; export const run = makeResolver({ k: () => target() });"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code"), HANDLERS, ids=[row[0] for row in HANDLERS])
def test_handlers(title: str, code: str) -> None:
    assert "target" in reached(f"function target() {{}}\n{code}")


RESOLVER = (
    "import Resolver from '@forge/resolver'; const r = new Resolver(); r.define('k', () => target()); const own = r.getDefinitions();"
)
UNEXPOSED = [
    ("nobody asks for the definitions", "import Resolver from '@forge/resolver'; new Resolver().define('k', () => target()); export const run = () => 1;"),
    ("exported under another name", f"{RESOLVER} export {{ own }}; export const run = () => 1;"),
    ("in an object that stays inside", f"{RESOLVER} export const all = {{ own }}; export const run = () => 1;"),
    ("beside one that is exposed", f"{RESOLVER} const s = new Resolver(); s.define('k', () => 1); export const run = s.getDefinitions();"),
    ("also where the same is defined on one that is not", f"{RESOLVER} const f = () => 1; r.define('l', f); const s = new Resolver(); s.define('l', f);"
     " export const run = s.getDefinitions();"),
]  # fmt: skip
EXPOSED = [
    ("one of two", f"{RESOLVER} const s = new Resolver(); export const run = event.old ? s.getDefinitions() : own;"),
    ("wrapped by a package", f"import {{ wrap }} from 'sentry'; {RESOLVER} export const run = wrap(own);"),
    ("wrapped by the app", f"{RESOLVER} const wrap = (f) => async (...a) => f(...a); export const run = wrap(own);"),
    ("called by a handler", f"{RESOLVER} export const run = async (request, context) => own(request, context);"),
    ("handed to a package", f"import {{ start }} from 'server'; {RESOLVER} start(r); export const run = () => 1;"),
    ("handed to a package in an object", f"import {{ start }} from 'server'; {RESOLVER} start({{ own }}); export const run = () => 1;"),
    ("handed to a package by a function", f"import {{ start }} from 'server'; {RESOLVER} start(() => own); export const run = () => 1;"),
    ("given by a handler", f"{RESOLVER} export const run = () => own;"),
    ("property of a handler", f"{RESOLVER} export const run = () => 1; run.own = own;"),
    ("field of a class", "import Resolver from '@forge/resolver'; class A { r = new Resolver(); constructor() { this.r.define('k', () => target()); } "
     "all() { return this.r.getDefinitions(); } } export const run = new A().all();"),
    ("subclass", "import Resolver from '@forge/resolver'; class A extends Resolver {} const r = new A(); r.define('k', () => target()); "
     "export const run = r.getDefinitions();"),
    ("made by a function", "import Resolver from '@forge/resolver'; const make = (f) => { const r = new Resolver(); r.define('k', f); "
     "return r.getDefinitions(); }; export const run = make(() => target());"),
    ("the same on another one", f"{RESOLVER} const s = new Resolver(); s.define('l', target); r.define('l', target); export const run = s.getDefinitions();"),
    ("CommonJS", f"{RESOLVER} module.exports.run = own;"),
    ("under a key that is not known", f"{RESOLVER} for (const name of names) {{ exports[name] = own; }} export const run = () => 1;"),
    ("handler whose value is not known", f"import {{ make }} from 'server'; {RESOLVER} export const run = make();"),
    ("handler that a package gives", f"export {{ run }} from 'server'; {RESOLVER}"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code"), UNEXPOSED, ids=[row[0] for row in UNEXPOSED])
def test_a_resolver_that_no_handler_exposes_runs_nothing(title: str, code: str) -> None:
    assert "target" not in reached(f"function target() {{}}\n{code}")


@pytest.mark.parametrize(("title", "code"), EXPOSED, ids=[row[0] for row in EXPOSED])
def test_a_resolver_that_gets_out(title: str, code: str) -> None:
    assert "target" in reached(f"function target() {{}}\n{code}")


@pytest.mark.parametrize(
    ("title", "files"),
    [
        ("re-export", {"index.js": "export { run } from './x';", "x.js": "function target() {} export const run = () => target();"}),
        ("renaming re-export", {"index.js": "export { go as run } from './x';", "x.js": "function target() {} export const go = () => target();"}),
        ("export star", {"index.js": "export * from './x';", "x.js": "function target() {} export const run = () => target();"}),
        ("star of star", {"index.js": "export * from './x';", "x.js": "export * from './y';", "y.js": "export const run = () => target(); function target() {}"}),
        ("namespace looped over", {
            "index.js": "import * as all from './x'; export const run = () => { for (const f of Object.values(all)) { f(); } };",
            "x.js": "export function target() {}",
        }),
        ("CommonJS read by ESM", {"index.js": "import x from './x'; export const run = () => x.go();", "x.js": "function target() {} module.exports = { go: target };"}),
        ("ESM read by CommonJS", {"index.js": "const x = require('./x'); exports.run = () => x.default();", "x.js": "export default function target() {}"}),
        ("default class", {"index.js": "import A from './x'; export const run = () => new A().go();", "x.js": "function target() {} export default class { go() { target(); } }"}),
        ("createRequire", {"index.js": "import { createRequire } from 'module'; const load = createRequire(import.meta.url); const x = load('./x'); export const run = () => x.go();",
                           "x.js": "function target() {} exports.go = target;"}),
        ("createRequire of a default", {"index.js": "import M from 'node:module'; const require = M.createRequire(__filename); export const run = () => require('./x').go();",
                                        "x.js": "function target() {} exports.go = target;"}),
        ("blocks of a namespace", {"index.js": "export { run } from './x';",
                                   "x.ts": "namespace A { export const get = () => target(); } namespace A { export const go = () => get(); } function target() {} export const run = () => A.go();"}),
        ("blocks of a namespace in another", {"index.js": "export { run } from './x';",
                                              "x.ts": "namespace A.B { export function get() { target(); } } namespace A.B { export class X { go() { get(); } } } function target() {} export const run = () => new A.B.X().go();"}),
        ("namespaces of one name", {"index.js": "export { run } from './x';",
                                    "x.ts": "namespace A { export namespace X { export const target = 1; } } namespace B { export namespace X { export const go = () => target(); } } function target() {} export const run = () => B.X.go();"}),
        ("import for its effects", {"index.js": "import './x'; export const run = 1;", "x.js": "target(); function target() {}"}),
        ("imports in a circle", {"index.js": "import { b } from './b'; export const a = () => 1; export const run = () => b();",
                                 "b.js": "import { a } from './index'; export const b = () => { a(); target(); }; function target() {}"}),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_across_files(title: str, files: dict[str, str]) -> None:
    assert "target" in reached(files)


@pytest.mark.parametrize(
    ("given", "back"),
    [
        ("memo(inner)", True),
        ("memo.map(inner)", True),
        ("memo().wrap(inner)", True),
        ("memo().map(inner)", False),
        ("memo().items.filter(inner)", False),
        ("memo().then(inner)", False),
        ("memo().a.b.c.d.e.f.g.h.forEach(inner)", False),
    ],
)
def test_what_a_package_gives_back(given: str, back: bool) -> None:
    """A function that it was given may come back, but not where what it gave is mapped, filtered or waited for."""
    lines = calls(f"import {{ memo }} from 'package'; function inner() {{}} const use = (f) => f(); export const run = () => use({given});")
    assert ("use -> inner" in lines) is back
    assert "run -> inner" in lines


@pytest.mark.parametrize(("package", "kept"), [("react", False), ("preact/hooks", False), ("@forge/ui", False), ("other", True)])
@pytest.mark.parametrize("code", ["const [s, set] = useState(null); set(up); s.go();", "const [s] = useState(up); s.go();"])
def test_react_calls_a_function_that_is_to_change_the_state_and_does_not_keep_it(package: str, kept: bool, code: str) -> None:
    before = f"import {{ useState }} from '{package}'; function target() {{}} function up() {{}} up.go = target;"
    found = reached(f"{before} export const run = () => {{ {code} }};")
    assert "up" in found
    assert ("target" in found) is kept


def test_edges_name_caller_and_callee() -> None:
    assert calls("const a = () => b(); const b = () => c(); function c() {} export const run = () => a();") == [
        "a -> b",
        "b -> c",
        "run -> a",
    ]


ENDLESS = [
    ("a method bound over itself", "class C { constructor() { this.go = this.go.bind(this); } go(x) { target(); } } new C().go();"),
    ("an argument bound over itself", "let f = target; for (const x of [1]) { f = f.bind(null, x); } f();"),
    ("a class that extends itself", "class X { go() { target(); } } { class X extends X {} new X(); } new X().go();"),
    (
        "objects that are each other's prototype",
        "const a = { go: target }; const b = Object.create(a); Object.setPrototypeOf(a, b); b.go();",
    ),
]


@pytest.mark.parametrize(("title", "code"), ENDLESS, ids=[row[0] for row in ENDLESS])
def test_ends_within_a_hundredth_of_the_budget(title: str, code: str) -> None:
    program = solve(f"{HEAD}export async function run(key) {{ {code} }}", work=20_000)
    assert not program.analysis.solver.spent
    assert "target" in {name(function) for function in program.live}


def test_more_targets_than_can_be_told_apart_all_run() -> None:
    table = ", ".join(f"k{n}: () => f{n}()" for n in range(100))
    functions = "".join(f"function f{n}() {{}}" for n in range(100))
    program = solve(f"{functions} export const run = (key) => {{ const t = {{ {table} }}; t[key](); }};")
    assert {f"f{n}" for n in range(100)} <= {name(function) for function in program.live}
    assert program.analysis.degraded
