"""What is called without being named: computed keys, elements of containers, protocols of the language, functions of packages as values."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed, reached, solve

HEAD = "import React from 'react'; import pack from 'pack';\nfunction target() {} function other() {}\nconst KEYS = { issue: 'issue' };\n"
S = "class S { go() { target(); } } const s = new S(); "

REACHED = [
    ("method of an instance under an unknown key", f"{S} s[key]();"),
    ("inherited method under an unknown key", f"{S} class T extends S {{}} new T()[key]();"),
    ("own method under an unknown key", "class A { run(n) { return this[n](); } go() { target(); } } new A().run(key);"),
    ("method that a caller names", "class A { run(n) { return this[n](); } go() { target(); } } new A().run('go');"),
    ("method under a looked up key", f"{S} const MAP = {{ a: 'go' }}; s[MAP[key]]();"),
    ("methods by a list of names", f"{S} ['go'].map((n) => s[n]());"),
    ("method as a handler", f"{S} const f = s[key]; f();"),
    ("method with call under an unknown key", f"{S} s[key].call(s);"),
    ("static method under an unknown key", "class A { static go() { target(); } } A[key]();"),
    ("inherited static method under an unknown key", "class A { static go() { target(); } } class B extends A {} B[key]();"),
    ("getter under an unknown key", "class A { get x() { return target(); } } new A()[key];"),
    ("getter of an object under an unknown key", "const o = { get x() { return target(); } }; o[key];"),
    ("destructured under an unknown key", f"{S} const {{ [key]: f }} = s; f();"),
    ("Reflect.get", f"{S} Reflect.get(s, key)();"),
    ("Reflect.apply", "Reflect.apply(target, null, []);"),
    ("computed method name", "class A { [KEYS.issue]() { target(); } } new A().issue();"),
    ("computed static method name", "class A { static [KEYS.issue]() { target(); } } A.issue();"),
    ("computed getter name", "class A { get [KEYS.issue]() { return target(); } } new A().issue;"),
    ("computed method name in an object", "const o = { [KEYS.issue]() { target(); } }; o.issue();"),
    ("iterator of a class", "class A { *[Symbol.iterator]() { target(); yield 1; } } for (const x of new A()) { other(); }"),
    ("asynchronous iterator", "class A { async *[Symbol.asyncIterator]() { target(); } } for await (const x of new A()) { other(); }"),
    ("element that an iterator gives", "class A { *[Symbol.iterator]() { yield target; } } for (const f of new A()) { f(); }"),
    (
        "element of an iterator with next",
        "const o = { [Symbol.iterator]: 0, [Symbol.iterator]() { return { next: () => ({ value: target }) }; } }; [...o][0]();",
    ),
    ("thenable", "class A { then(ok) { target(); ok(); } } await new A();"),
    ("toJSON", "JSON.stringify({ toJSON() { target(); } });"),
    ("disposal", "class A { async [Symbol.asyncDispose]() { target(); } } new A();"),
    ("getter through a spread", "const o = { get x() { return target; } }; ({ ...o }).x();"),
    ("getter through values", "Object.values({ get x() { return target(); } });"),
    ("setter through Object.assign", "const o = { set x(v) { v(); } }; Object.assign(o, { x: target });"),
    ("function with properties", "const f = Object.assign(() => 1, { put: target }); f.put();"),
    ("handlers assigned to an element", "Object.assign(document.createElement('a'), { onclick() { target(); } });"),
    ("own class", "class A { static find() { target(); } go() { this.constructor.find(); } } new A().go();"),
    ("decorator of a method", "const d = () => target(); class A { @d go() {} }"),
    ("decorator of a class", "const d = (C) => target(); @d class A {}"),
    ("made decorator", "const d = (k) => (m) => target(); class A { @d('a') go() {} }"),
    ("descriptor of a decorated method", "const d = (o, k, { value }) => value(); class A { @d go() { target(); } }"),
    ("decorated method", "const d = (m) => m(); class A { @d go() { target(); } }"),
    ("method in the place of another", "const d = (o, k, m) => { m.value = () => target(); }; class A { @d go() {} } new A().go();"),
    ("returned in the place of a method", "const d = (m) => () => target(); class A { @d go() {} } new A().go();"),
    (
        "wrapped method",
        "const d = (o, k, m) => { const f = m.value; m.value = function () { f.call(this); }; }; class A { @d go() { this.x(); } x() { target(); } } new A().go();",
    ),
    (
        "method that a decorator takes from its owner",
        "const all = {}; const on = (n) => (o, k) => { all[n] = () => o[k](); }; class A { @on('a') go() { this.x(); } x() { target(); } } all.a(); A.name;",
    ),
    ("static method that a decorator takes from its owner", "const d = (o, k) => { o[k](); }; class A { @d static go() { target(); } }"),
    ("class in the place of another", "const d = (C) => class extends C { go() { target(); } }; @d class A {} new A().go();"),
    (
        "addInitializer of a method",
        "const d = (v, c) => { c.addInitializer(function () { this.me(); }); }; class A { me() { target(); } @d go() {} }",
    ),
    (
        "addInitializer of a field",
        "const d = (v, c) => { c.addInitializer(function () { this.me(); }); }; class A { me() { target(); } @d x = 1; }",
    ),
    (
        "addInitializer of a static method",
        "const d = (v, c) => { c.addInitializer(function () { this.me(); }); }; class A { static me() { target(); } @d static go() {} }",
    ),
    ("decorator of a field", "const d = () => target(); class A { @d x = 1; }"),
    ("this of map", "class A { x() { target(); } y() { this.x(); } z(l) { l.map(this.y, this); } } new A().z([1]);"),
    ("this of forEach", "const o = { x() { target(); } }; [1].forEach(function () { this.x(); }, o);"),
    ("this of filter of a Set", "const o = { x() { target(); } }; new Set([1]).forEach(function () { this.x(); }, o);"),
    ("this of Array.from", "const o = { x() { target(); } }; Array.from([1], function () { this.x(); }, o);"),
    ("this of code outside", "class A { x() { target(); } y() { this.x(); } z() { key.on('a', this.y, this); } } new A().z();"),
    ("this of a package", "class A { x() { target(); } y() { this.x(); } z() { unknownPackage.on('a', this.y, this); } } new A().z();"),
    ("this of a tag", "class A { x() { target(); } y(s) { this.x(); } } new A().y`a`;"),
    ("this of a tag of a parent", "class A { y(s) { target(); } } class B extends A { z() { super.y`a`; } } new B().z();"),
    (
        "field of a component",
        "class C extends React.Component { go = () => { target(); }; render() { return <a onClick={this.go} />; } } <C />;",
    ),
    ("method of a component as a field", "class C extends React.Component { render = () => { target(); }; } <C />;"),
    (
        "static method of a component",
        "class C extends React.Component { static getDerivedStateFromError() { target(); } render() { return 1; } } <C />;",
    ),
    ("field of a class that a package gets", "class A { go = () => target(); } pack.use(A);"),
    (
        "field of a component that a package gets",
        "class C extends React.Component { go = () => target(); render() { return <a onClick={this.go} />; } } pack.use(C);",
    ),
    ("field that a constructor gives a class that a package gets", "class A { constructor() { this.go = () => target(); } } pack.use(A);"),
    ("field of a field of a class that a package gets", "class S { go() { target(); } } class A { s = new S(); } pack.use(A);"),
    (
        "field of a parent of a class that a package gets",
        "class S { go = () => { target(); }; } class A extends S { constructor() { super(); } } pack.use(A);",
    ),
    ("this in a method of a class that a package gets", "class A { s = { go() { target(); } }; do() { this.s.go(); } } pack.use(A);"),
    ("field of a class of a package", "class A extends pack.B { go = () => target(); } new A().start();"),
    ("field of a class of a script", "class A extends Unknown.B { go = () => target(); } new A().start();"),
    (
        "field of a class below one of a package",
        "class B extends pack.B {} class A extends B { go = { at: () => target() }; } new A().start();",
    ),
    ("static method of a class of a package", "class A extends pack.B { static make() { target(); } } new A();"),
    ("field of a decorated class", "const d = pack.d; @d class A { go = () => target(); }"),
    ("setter of an object that a package gets", "pack.use({ set x(v) { target(); } });"),
    ("setter of a class that a package gets", "class A { set x(v) { target(); } } pack.use(A);"),
    ("setter that is defined", "const o = {}; Object.defineProperty(o, 'x', { set(v) { target(); } }); o.x = 1;"),
    ("setter that Object.assign may mean", "class A { constructor(p) { Object.assign(this, p); } set x(v) { target(); } } new A(key);"),
    (
        "inherited setter that Object.assign may mean",
        "class B { set x(v) { target(); } } class A extends B {} Object.assign(new A(), key);",
    ),
    ("getter that JSON.stringify reads", "JSON.stringify({ a: { get x() { return target(); } } });"),
    ("stored in an object of a package", "pack.defaults.go = () => target();"),
    ("merged into an object of a package", "Object.assign(pack.defaults, { go: () => target() });"),
    ("stored in a parameter of a callback", "pack.use((app) => { app.config.x.go = { at: () => target() }; });"),
    ("stored under an unknown key of a parameter of a callback", "pack.use((app) => { app[key] = () => target(); });"),
    ("this in a static field", "class A { static one = new this(); go() { target(); } } A.one.go();"),
    ("this in a function of a static field", "class A { static api = { go: () => this.run() }; static run() { target(); } } A.api.go();"),
    (
        "super in a static field",
        "class B { static make() { return () => target(); } } class A extends B { static go = super.make(); } A.go();",
    ),
    ("super in an object", "const b = { go() { target(); } }; const o = { __proto__: b, go() { super.go(); } }; o.go();"),
    (
        "super in an object that gets a prototype",
        "const b = { go() { target(); } }; const o = { go() { super.go(); } }; Object.setPrototypeOf(o, b); o.go();",
    ),
    ("setter of a parent", "class B { set x(v) { target(); } } class A extends B { set x(v) { super.x = v; } } new A().x = 1;"),
    ("static setter of a parent", "class B { static set x(v) { target(); } } class A extends B {} A.x = 1;"),
    ("destructured iterable", "class A { *[Symbol.iterator]() { yield () => target(); } } const [go] = new A(); go();"),
    ("destructured iterable as a parameter", "const o = { *[Symbol.iterator]() { yield () => target(); } }; (([, go]) => go())(o);"),
    (
        "destructured iterator",
        "const o = { [Symbol.iterator]() { return { next: () => ({ value: () => target() }) }; } }; const [go] = o; go();",
    ),
    ("iterator that is a field", "class A { [Symbol.iterator] = function* () { yield () => target(); }; } for (const f of new A()) f();"),
    ("iterator that is stored", "const o = {}; o[Symbol.iterator] = function* () { yield () => target(); }; const [go] = o; go();"),
    ("conversion that is stored", "const o = {}; o.toJSON = () => target(); JSON.stringify(o);"),
    (
        "end of an iterator",
        "const o = { [Symbol.iterator]() { return { next: () => ({ value: 1 }), return() { this.end(); }, end() { target(); } }; } };"
        " for (const x of o) break;",
    ),
    ("default property of a component", "const C = ({ go }) => go(); C.defaultProps = { go: () => target() }; <C />;"),
    (
        "default property of a class",
        "class C extends React.Component { static defaultProps = { go: () => target() }; render() { this.props.go(); } } <C />;",
    ),
    ("property of an element", "const P = ({ children }) => children.props.go(); const C = () => 1; <P><C go={() => target()} /></P>;"),
    (
        "default value of a context",
        "const X = React.createContext({ go: () => target() }); const C = () => <X.Consumer>{(v) => v.go()}</X.Consumer>; <C />;",
    ),
    (
        "default value of a context of a class",
        "const X = React.createContext({ go: () => target() }); class C extends React.Component { static contextType = X; render() { this.context.go(); } } <C />;",
    ),
    ("function that a decorator of a field gives", "const d = (v, c) => (init) => target(); class A { @d x = 1; }"),
    ("described for Object.create", "const o = Object.create({}, { go: { value: () => target() } }); o.go();"),
    ("directive of Solid", "function f(e) { target(); } <div use:f={1} />;"),
    ("sorted", "[target].sort()[0]();"),
    ("sorted copy", "[other, target].toSorted()[0]();"),
    ("comparing", "const by = (a, b) => b(); [other, target].sort(by);"),
    ("reversed", "const fs = [target, other]; fs.reverse(); fs[1]();"),
    ("reversed copy", "[target, other].toReversed()[1]();"),
    ("spliced", "[other, target].splice(1, 1)[0]();"),
    ("copy with another", "[other].toSpliced(0, 1, target)[0]();"),
    ("copy with one replaced", "[other].with(0, target)[0]();"),
    ("sliced", "[other, target].slice(1)[0]();"),
    ("filtered", "[other, target].filter(key)[0]();"),
    ("shifted", "const fs = [other, target]; fs.shift(); fs[0]();"),
    ("flat", "[[target]].flat()[0]();"),
    ("pairs that flatMap gives", "const o = { list: [['a', target]] }; [o].flatMap((x) => x.list).forEach(([k, f]) => f());"),
    ("pairs that flat gives", "[[['a', target]]].flat().forEach(([k, f]) => f());"),
    ("pairs that concat gives", "[].concat([['a', target]]).forEach(([k, f]) => f());"),
    ("setter of a plain value through Object.assign", "const o = { set x(v) { target(); } }; Object.assign(o, { x: 1 });"),
    ("flat, mixed", "[[[target]], other].flat(2).forEach((f) => f());"),
    ("flatMap to elements", "[1].flatMap(() => target).forEach((f) => f());"),
    ("concat with one", "[other].concat(target)[1]();"),
    ("Array.of", "Array.of(target)[0]();"),
    ("Array.from a Map", "Array.from(new Map([['a', target]])).forEach(([, f]) => f());"),
    ("iterating a Map", "for (const [k, f] of new Map([['a', target]])) { f(); }"),
    ("entries of a Map", "for (const [k, f] of new Map([['a', target]]).entries()) { f(); }"),
    ("entries of an array", "for (const [i, f] of [target].entries()) { f(); }"),
    ("values of a Map", "[...new Map([['a', target]]).values()][0]();"),
    ("Map of a Map", "new Map(new Map([['a', target]])).get('a')();"),
    ("Map of Maps", "new Map([...new Map([['a', target]])]).get('a')();"),
    ("Promise.race", "(await Promise.race([target]))();"),
    ("Promise.any", "(await Promise.any([target]))();"),
    ("errors of Promise.any", "try { await Promise.any([Promise.reject(target)]); } catch (e) { e.errors[0](); }"),
    ("Promise.allSettled", "(await Promise.allSettled([target]))[0].value();"),
    ("thrown", "try { throw { again: target }; } catch (e) { e.again(); }"),
    ("thrown by another", "const f = () => { throw { again: target }; }; try { f(); } catch ({ again }) { again(); }"),
    ("rejected", "new Promise((ok, no) => no(target)).catch((f) => f());"),
    ("rest of an array", "const [, ...fs] = [other, target]; fs[0]();"),
]
NOT_REACHED = [
    ("method of another class under an unknown key", "class A { go() { target(); } } class B {} new B()[key]();"),
    ("method of a class that nobody makes", "class A { then() { target(); } toJSON() { target(); } }"),
    ("static method where an instance gets out", "class A { static find() { target(); } } unknownPackage.on(new A());"),
    ("element beside a method of the array", "const fs = [target]; fs.reverse(); fs.map(() => 1); fs.sort().join();"),
    ("value beside a method of the Map", "const m = new Map([['a', target]]); m.get('a');"),
    ("kept in a Map and never called", "const m = new Map(); m.set('a', target); m.get('a');"),
    ("kept in an array and never called", "const fs = []; fs.push(target); fs[0];"),
    ("setter of a class that nobody merges into", "class A { set x(v) { target(); } } Object.assign({}, key); new A();"),
    ("getter of an object that is not written out", "({ get x() { return target(); } }); JSON.stringify(key);"),
    (
        "method of a field of a component",
        "class S { go() { target(); } } class C extends React.Component { s = new S(); render() { return 1; } } <C />;",
    ),
    ("method of a field of an error", "class S { go() { target(); } } class E extends Error { s = new S(); } throw new E();"),
    ("method beside the values of an instance", f"{S} Object.values(s).forEach((f) => f());"),
]


@pytest.mark.parametrize(("title", "code"), REACHED, ids=[row[0] for row in REACHED])
def test_is_reached(title: str, code: str) -> None:
    assert "target" in reached(f"{HEAD}export async function run(key) {{ {code} }}")


@pytest.mark.parametrize(("title", "code"), NOT_REACHED, ids=[row[0] for row in NOT_REACHED])
def test_is_not_reached(title: str, code: str) -> None:
    assert "target" not in reached(f"{HEAD}export async function run(key) {{ {code} }}")


P = "'/rest/api/3/myself'"
ONE = ["GET /rest/api/3/myself app"]
PASSED = [
    ("map", f"[{P}].map(api.asApp().requestJira);", ONE),
    ("then", f"Promise.resolve({P}).then(api.asApp().requestJira);", ONE),
    ("then of what nobody knows", "key.then(api.asApp().requestJira);", ["GET {*} app"]),
    ("timer", f"setTimeout(api.asApp().requestJira, 10, {P}, {{ method: 'PUT' }});", ["PUT /rest/api/3/myself app"]),
    ("Reflect.apply", f"Reflect.apply(api.asApp().requestJira, null, [{P}, {{ method: 'PUT' }}]);", ["PUT /rest/api/3/myself app"]),
    ("by a function that is called back", f"[api.asApp().requestJira].forEach((f) => f({P}));", ONE),
    ("taken from a sorted list", f"[api.asApp().requestJira].sort()[0]({P});", ONE),
]


@pytest.mark.parametrize(("title", "code", "expected"), PASSED, ids=[row[0] for row in PASSED])
def test_requests_of_functions_passed_as_values(title: str, code: str, expected: list[str]) -> None:
    assert performed(f"{API}export async function run(key) {{ {code} }}") == expected


MARKUP = [
    ("event of Vue", "App.vue", "<template><a @click='target'/></template><script setup>const target = () => 1;</script>", True),
    ("event of Svelte", "App.svelte", "<script>function target() {}</script><a on:click={() => target(1)}>x</a>", True),
    ("imported", "App.vue", "<template><a @click='target'/></template><script setup>import { target } from './api';</script>", True),
    ("not mentioned", "App.vue", "<template><a @click='other'/></template><script setup>const target = () => 1;</script>", False),
    ("in a comment", "App.vue", "<template><!-- target --></template><script setup>const target = () => 1;</script>", False),
]


@pytest.mark.parametrize(("title", "file", "text", "expected"), MARKUP, ids=[row[0] for row in MARKUP])
def test_markup_calls(title: str, file: str, text: str, expected: bool) -> None:
    files = {"main.js": f"import App from './{file}'; export const run = () => App;", file: text, "api.js": "export function target() {}"}
    assert ("target" in reached(files)) is expected


IMPORTED = [
    ("lazy", "const all = import.meta.glob('./pages/*.js'); for (const path in all) { all[path]().then((m) => m.go()); }", True),
    ("eager", "Object.values(import.meta.glob('./pages/*.js', { eager: true })).forEach((m) => m.go());", True),
    ("several", "Object.values(import.meta.glob(['./*.js', './**/a.{js,ts}'], { eager: true })).forEach((m) => m.go());", True),
    ("default", "Object.values(import.meta.glob('/pages/*', { eager: true, import: 'default' })).forEach((f) => f());", True),
    ("left out", "Object.values(import.meta.glob(['./pages/*', '!**/a.js'], { eager: true })).forEach((m) => m.go());", False),
    ("other folder", "Object.values(import.meta.glob('./views/*.js', { eager: true })).forEach((m) => m.go());", False),
    ("webpack", "const all = require.context('./pages', true, /js$/); all.keys().forEach((k) => all(k).go());", True),
    ("webpack, mapped", "const all = require.context('.', true); all.keys().map(all).forEach((m) => m.go());", True),
]


@pytest.mark.parametrize(("title", "code", "expected"), IMPORTED, ids=[row[0] for row in IMPORTED])
def test_modules_by_a_pattern(title: str, code: str, expected: bool) -> None:
    page = "function target() {} export const go = () => target(); export default go;"
    program = solve({"index.js": f"export function run() {{ {code} }}", "pages/a.js": page, "pages/b.js": "export const go = () => 1;"})
    assert ("target" in {function.label for function in program.live}) is expected
    assert bool(program.analysis.gaps) is (title == "other folder")
