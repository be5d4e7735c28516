"""One question for all chains of calls that hand over the same: nothing may be lost by it, and little may be asked."""

from __future__ import annotations

import pytest

from scopeminer.privileges.effects import requests
from scopeminer.program import contexts, likeness
from scopeminer.program.known import Known
from tests.program.conftest import API, performed, solve

CALL = "api.asApp().requestJira"
CALLERS = 60


def every(line: str, number: int = CALLERS) -> str:
    return "\n".join(line.replace("@", str(index)) for index in range(number))


APPS = {
    "constants": f"const f = p => {CALL}(p); export const run = e => {{ f('/a'); f('/b'); f('/a'); }};",
    "the same in another place": f"const f = p => {CALL}('/x/' + p); const g = q => {{ f(q); f(q); }}; export const run = e => {{ g('a'); g('b'); }};",
    "two parameters": f"const f = (p, q) => {CALL}(p + '/' + q); export const run = e => {{ f('/a', 'b'); f('/a', 'c'); f('/d', 'b'); }};",
    "a default that only an absent value needs": (
        f"const f = (o, other) => {{ const {{ path = other }} = o; {CALL}(path); }};"
        "const g = (o) => { f(o, '/a'); f(o, '/b'); }; export const run = e => { g({}); g({ path: '/c' }); };"
    ),
    "a default of a parameter": (
        f"const f = (other, path = other) => {CALL}(path); const g = q => {{ f('/a', q); f('/b', q); }};"
        "export const run = e => { g(undefined); g('/c'); };"
    ),
    "what a spread may not have": (
        f"const f = (o, path) => {CALL}('/x', {{ method: path, ...o }});"
        "const g = o => { f(o, 'PUT'); f(o, 'DELETE'); }; export const run = e => { g({}); g({ method: 'POST' }); };"
    ),
    "a text to be filled in": (
        f"const f = (text, id) => {CALL}(text.replace('ID', id));"
        "const g = text => { f(text, 'a'); f(text, 'b'); }; export const run = e => { g('/x/ID'); g('/y/ID/z'); };"
    ),
    "a property of many": (
        f"const f = o => {CALL}('/x', {{ method: o.method }});"
        "const g = o => f({ ...o, body: 1 }); export const run = e => { g({ method: 'PUT', a: 1 }); g({ method: 'PUT', b: 2 }); g({}); };"
    ),
    "a choice between parameters": (
        f"const f = (p, q) => {CALL}(e ? p : q); const g = x => {{ f(x, '/a'); f('/a', x); }}; export const run = e => {{ g('/b'); g('/a'); }};"
    ),
    "a fallback of a property": (
        f"const f = o => {CALL}(o.path || '/x');"
        "export const run = e => { f({ path: '/a' }); f({}); f({ path: '' }); f({ path: '/b' }); f({ path: e.x }); };"
    ),
    "a text that also decides": (
        f"const f = p => {CALL}(p === '/a' ? '/b' : p); export const run = e => {{ f('/a'); f('/c'); f('/d'); f('/a'); f(e.x); }};"
    ),
    "a property of a property": (
        f"const f = o => {CALL}(o.a.path);"
        "export const run = e => { f({ a: { path: '/a' } }); f({ a: { path: '/b' } }); f({ a: {} }); f({ a: e.x }); f({ a: { path: '/a' } }); };"
    ),
    "the wrong way round": f"const f = (p, q) => {CALL}(p + q); const g = (p, q) => {{ f(p, q); f(q, p); }}; export const run = e => g('/a', '/b');",
    "recursion": f"const f = (p, n) => {{ {CALL}(p); if (n) f(n > 1 ? '/b' : p, n - 1); }}; export const run = e => {{ f('/a', 2); f(e.x, 1); }};",
    "recursion in a circle": (
        f"const f = p => {{ {CALL}(p); g(p); }}; const g = p => h(p); const h = p => {{ f(p); f('/b'); }};"
        "export const run = e => { f('/a'); g('/c'); h('/d'); };"
    ),
    "a closure's own callers": (
        f"const make = base => path => {CALL}(base + path); const a = make('/a'); const b = make('/b');"
        "export const run = e => { a('/x'); b('/y'); b('/x'); };"
    ),
    "rest and spread": f"const f = (...all) => {CALL}(all[0], all[1]); const g = (...all) => f(...all); export const run = e => {{ g('/a'); g('/b', {{ method: 'PUT' }}); }};",
    "a branch by a word": (
        f"const f = kind => {CALL}(kind === 'a' ? '/a' : '/b'); const g = (x, kind) => f(kind);"
        "export const run = e => { g(1, 'a'); g(2, 'a'); g(3, 'c'); g(4, e.kind); };"
    ),
    "changed after it was made": (
        f"const f = o => {CALL}(o.path); export const run = e => {{ const a = {{ path: '/a' }}; a.path = '/b'; f(a); f({{ path: '/a' }}); }};"
    ),
    "more than a few": (
        f"const f = (p, q) => {CALL}(p + q); {every('const g@ = (x) => { f(x, `/@`); f(`/@`, x); };', 9)}"
        f"export const run = e => {{ {every('g@(`/a@`); g@(`/b`);', 9)} }};"
    ),
    "pushed by whoever calls": (
        f"const f = all => {{ for (const o of all) {CALL}(o.path, o); }}; const g = m => {{ const all = []; all.push({{ path: '/a', method: m }}); f(all); }};"
        "export const run = e => { g('PUT'); g('DELETE'); g('POST'); g('PATCH'); g('GET'); };"
    ),
    "stored by whoever calls": (
        f"const f = all => {{ for (const o of all) {CALL}('/a', o); }}; const g = m => {{ const o = {{}}; o.method = m; f([o]); }};"
        "export const run = e => { g('PUT'); g('DELETE'); g('POST'); g('PATCH'); g('GET'); };"
    ),
    "unknown in different ways": f"const f = p => {CALL}(`/x/${{p}}`); export const run = async e => {{ f(e.a); f(await e.b()); f('c'); f(undefined); }};",
}


@pytest.mark.parametrize("few", [0, 1, likeness.FEW])
@pytest.mark.parametrize("title", APPS)
def test_nothing_is_lost(title: str, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "FEW", few)
    monkeypatch.setattr(likeness, "FEW", few)
    found = performed(API + APPS[title])
    monkeypatch.setattr(Known, "find", lambda known, key_of, chain: None)
    assert found == performed(API + APPS[title])


@pytest.mark.parametrize(
    ("code", "most"),
    [
        (f"const f = p => {CALL}(p); export const run = e => {{ {every('f(`/a`);')} }};", 3),
        (f"const f = p => {CALL}(`/x/${{p}}`); export const run = e => {{ {every('f(e.x@);')} }};", 4),
        (
            f"const f = p => {CALL}(`/x/${{p}}`); {every('const g@ = p => f(p);')} export const run = e => {{ {every('g@(e.x@);')} }};",
            CALLERS + 4,
        ),
        (f"const f = o => {CALL}('/x', {{ method: o.method }}); export const run = e => {{ {every('f({ method: `PUT`, x: @ });')} }};", 3),
        (
            f"const f = p => {CALL}(p); const g = p => {{ {every('f(p);')} }}; const h = p => {{ {every('g(p);')} }}; export const run = e => h('/a');",
            4,
        ),
    ],
    ids=["constants", "unknown", "through wrappers", "other properties", "over and over"],
)
def test_what_is_alike_is_asked_once(code: str, most: int) -> None:
    program = solve(API + code)
    for site in program.sites():
        if any(token.path[-1:] == ("requestJira",) for token in site.externals):
            assert len(list(requests(program, site))) == 1
    assert 1 < program.contexts <= likeness.FEW + most
