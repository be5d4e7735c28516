"""Methods that objects get from somewhere else: prototypes, however they are written, and what is put on them under computed names."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed, solve

CASES = [
    ("methods of a prototype in a loop", "class K { request(m,p){ return SEND(p,{method:m}); } } for (const m of ['get','put']) { K.prototype[m] = function (p) { return this.request(m, p); }; }", "new K().get('/a');"),
    ("methods of a prototype in a callback", "class K { request(m,p){ return SEND(p,{method:m}); } } ['GET','PUT'].forEach((m) => { K.prototype[m.toLowerCase()] = function (p) { return this.request(m, p); }; });", "new K().get('/a');"),
    ("methods of the prototype of a function", "function K() {} K.prototype.request = function(m,p){ return SEND(p,{method:m}); }; ['get','put'].forEach(function each(m) { K.prototype[m] = function (p) { return this.request(m, p); }; });", "new K().get('/a');"),
    ("static methods in a loop", "class K { } for (const m of ['get','put']) { K[m] = function (p) { return SEND(p, {method: m}); }; }", "K.get('/a');"),
    ("methods of an instance in a loop", "class K { constructor(){ for (const m of ['get','put']) { this[m] = function (p) { return SEND(p, {method: m}); }; } } }", "new K().get('/a');"),
    ("a prototype that is assigned", "const P = { get(p) { return SEND(p); } }; const o = {}; o.__proto__ = P;", "o.get('/a');"),
    ("the prototype of a class that is assigned", "class K { get(p) { return SEND(p); } } const o = {}; o.__proto__ = K.prototype;", "o.get('/a');"),
    ("the prototype of a class in a literal", "class K { get(p) { return SEND(p); } } const o = { __proto__: K.prototype };", "o.get('/a');"),
    ("a prototype in a literal", "const P = { get(p) { return SEND(p); } }; const o = { __proto__: P };", "o.get('/a');"),
    ("setPrototypeOf", "class K { get(p) { return SEND(p); } } const o = {}; Object.setPrototypeOf(o, K.prototype);", "o.get('/a');"),
    ("setPrototypeOf an instance", "class K {} class L { get(p) { return SEND(p); } } const o = new K(); Object.setPrototypeOf(o, L.prototype);", "o.get('/a');"),
    ("setPrototypeOf an instance that was read", "class K {} class L { get(p) { return SEND(p); } } const o = new K(); const f = () => o.get; Object.setPrototypeOf(o, L.prototype);", "f()('/a');"),
    ("setPrototypeOf in constructors", "class E extends Error { constructor() { super(); Object.setPrototypeOf(this, E.prototype); } get(p) { return SEND(p); } } class F extends E { constructor() { super(); Object.setPrototypeOf(this, F.prototype); } }", "new F().get('/a');"),
    ("setPrototypeOf an instance keeps its class", "class K { get(p) { return SEND(p); } } class L {} const o = new K(); Object.setPrototypeOf(o, L.prototype);", "o.get('/a');"),
    ("Object.create", "const P = { get(p) { return SEND(p); } }; const o = Object.create(P);", "o.get('/a');"),
    ("static getter inherited", "class B { static get c() { return this.d; } } class K extends B { static d = { get: (p) => SEND(p) } }", "K.c.get('/a');"),
    ("mixin", "const M = (B) => class extends B { get(p) { return SEND(p); } }; class K extends M(Object) {}", "new K().get('/a');"),
    ("assign proto", "class K {} Object.assign(K.prototype, { get(p) { return SEND(p); } });", "new K().get('/a');"),
    ("defineProperty proto", "class K {} for (const n of ['get']) Object.defineProperty(K.prototype, n, { value: function(p) { return SEND(p); } });", "new K().get('/a');"),
    ("getOwnPropertyNames mixin", "class M { get(p) { return SEND(p); } } class K {} Object.getOwnPropertyNames(M.prototype).forEach((n) => { K.prototype[n] = M.prototype[n]; });", "new K().get('/a');"),
    ("inherits util", "import { inherits } from 'util'; function B() {} B.prototype.get = function(p) { return SEND(p); }; function K() {} inherits(K, B);", "new K().get('/a');"),
    ("proto new", "function B() {} B.prototype.get = function(p) { return SEND(p); }; function K() { B.call(this); } K.prototype = new B(); K.prototype.constructor = K;", "new K().get('/a');"),
    ("proto create", "function B() {} B.prototype.get = function(p) { return SEND(p); }; function K() { B.call(this); } K.prototype = Object.create(B.prototype);", "new K().get('/a');"),
    ("symbol class", "const S = Symbol('x'); class K { [S](p) { return SEND(p); } }", "new K()[S]('/a');"),
    ("thenable", "const o = { then(r) { r(SEND('/a')); } };", "return Promise.resolve(1).then(() => o);"),
    ("toJSON", "const o = { toJSON() { SEND('/a'); return 1; } };", "return JSON.stringify(o);"),
    ("new.target", "class B { constructor() { new.target.go('/a'); } } class K extends B { static go(p) { return SEND(p); } }", "new K();"),
    ("this.constructor", "class K { static go(p) { return SEND(p); } run() { this.constructor.go('/a'); } }", "new K().run();"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "call"), CASES, ids=[title for title, _, _ in CASES])
def test_the_method_runs(title: str, code: str, call: str) -> None:
    """`SEND` stands for a request; Node performs one of `/a` or of what nobody knows."""
    said = performed(f"{API}{code} export const run = () => {{ {call} }};".replace("SEND(", "api.asApp().requestJira("))
    assert any(line.split()[1] in ("/a", "{*}") for line in said), said


def test_a_prototype_that_is_assigned_changes_no_constant() -> None:
    """What holds one thing for ever holds that and nothing else."""
    errors = "".join(
        f"class E{n} extends E{n + 1} {{ constructor() {{ super(); Object.setPrototypeOf(this, E{n}.prototype); }} }} " for n in range(20)
    )
    program = solve(f"class E20 extends Error {{}} {errors} export const run = () => {{ {' '.join(f'new E{n}();' for n in range(20))} }};")
    solver, classes = program.analysis.solver, program.analysis.classes.values()
    assert len(classes) == 21
    assert all(solver.of(cls.var) == (cls,) and solver.of(cls.prototype_var) == (cls.prototype,) for cls in classes)
