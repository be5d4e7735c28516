"""Tests around a call, and around the calls that lead to it: what callers decide there goes with what they hand over."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

GET, PUT = "api.asApp().requestJira(p)", "api.asUser().requestJira(p, { method: 'PUT' })"
EACH, CROSSED = ["GET /a app", "PUT /b user"], ["GET /a app", "GET /b app", "PUT /a user", "PUT /b user"]
BOTH = "f('a', '/a'); f('b', '/b');"
MANY = "".join(f" f('x', '/x{n}');" for n in range(9))


def app(body: str, calls: str = BOTH, before: str = "") -> str:
    return f"{API} {before} const f = (x, p) => {{ {body} }}; export const run = (e) => {{ {calls} }};"


CASES = [
    ("if and else", app(f"if (x === 'a') {{ {GET}; }} else {{ {PUT}; }}"), EACH),
    ("not equal", app(f"if (x !== 'a') {{ {PUT}; }} else {GET};"), EACH),
    ("loosely", app(f"if (x == 'a') {GET}; else {PUT};"), EACH),
    ("a return", app(f"if (x === 'a') return {GET}; return {PUT};"), EACH),
    ("a return at the end of else", app(f"if (x !== 'a') {{ }} else {{ {GET}; return; }} {PUT};"), EACH),
    ("an exception", app(f"if (x === 'a') {{ {GET}; throw 1; }} {PUT};"), EACH),
    ("a return in a block", app(f"{{ if (x === 'a') return {GET}; }} {PUT};"), ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("else if", app(f"if (x === 'c') return; else if (x === 'a') {GET}; else {PUT};"), EACH),
    ("a condition", app(f"return x === 'a' ? {GET} : {PUT};"), EACH),
    ("and, or", app(f"x === 'a' && {GET}; x === 'a' || {PUT};"), EACH),
    ("one of several", app(f"if (e && x === 'a') {GET}; else {PUT};", before="const e = process.env.X;"), ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("neither", app(f"if (e || x === 'a') {GET}; else {PUT};", before="const e = process.env.X;"), ["GET /a app", "GET /b app", "PUT /b user"]),
    ("a switch", app(f"switch (x) {{ case 'a': {GET}; break; case 'b': {PUT}; }}"), EACH),
    ("a switch's default", app(f"switch (x) {{ case 'a': return {GET}; default: return {PUT}; }}"), EACH),
    ("behind a switch", app(f"switch (x) {{ case 'a': return {GET}; }} {PUT};"), EACH),
    ("a case that falls through", app(f"switch (x) {{ case 'a': {GET}; case 'b': {PUT}; }}"), ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("cases that are no texts", app(f"switch (x) {{ case A: {GET}; break; case 'b': {PUT}; }}", before="const A = process.env.A;"), CROSSED),
    ("a flag", app(f"if (x) {GET}; else {PUT};", "f(true, '/a'); f(false, '/b');"), EACH),
    ("a flag that is not given", app(f"if (!x) {{ {PUT}; return; }} {GET};", "f({}, '/a'); f(undefined, '/b');"), EACH),
    ("an option", app(f"if (x.get) {GET}; else {PUT};", "f({ get: true }, '/a'); f({}, '/b');"), EACH),
    ("null is not undefined", app(f"if (x === undefined) {GET}; else {PUT};", "f(undefined, '/a'); f(null, '/b');"), CROSSED),
    ("null is like undefined", app(f"if (x == null) {GET}; else {PUT};", "f(undefined, '/a'); f(null, '/b'); f(1, '/c');"),
     ["GET /a app", "GET /b app", "PUT /c user"]),
    ("what is not known", app(f"if (x === 'a') {GET}; else {PUT};", "f(e.x, '/a'); f('b', '/b');"), ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("a name for it", app(f"const y = x; if (y === 'a') {GET}; else {PUT};"), EACH),
    ("an outcome for it", app(f"const y = x === 'a'; if (y) {GET}; else {PUT};"), CROSSED),
    ("assigned before", app(f"x = 'a'; if (x === 'a') {GET}; else {PUT};"), CROSSED),
    ("assigned behind", app(f"if (x === 'b') {{ x = 'a'; }} if (x === 'a') {GET};"), ["GET /a app", "GET /b app"]),
    ("a method that is made sure of", app("if (!x) x = 'GET'; api.asApp().requestJira(p, { method: x });", "f('PUT', '/a'); f(undefined, '/b');"),
     ["GET /b app", "PUT /a app"]),
    ("a loop", app(f"for (const y of [x, 'b']) {{ if (y === 'a') {{ {GET}; continue; }} {PUT}; }}"), ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("rounds", app(f"let y = x; while (e()) {{ if (y === 'a') {GET}; else {PUT}; y = y === 'a' ? 'b' : 'a'; }}", before="const e = () => process.env.X;"),
     CROSSED),
    ("tried", app(f"try {{ if (x === 'a') return {GET}; e(); }} catch {{ {PUT}; }}", before="const e = () => process.env.X;"),
     ["GET /a app", "PUT /a user", "PUT /b user"]),
    ("a function in a branch", app(f"if (x === 'a') {{ const g = () => {GET}; g(); }} else {{ const g = () => {PUT}; g(); }}"), EACH),
    ("through a function", app("if (x === 'a') get(p); else put(p);", before=f"const get = (p) => {GET}, put = (p) => {PUT};"), EACH),
    ("through two", app("send(x, p);", before=f"const get = (p) => {GET}, put = (p) => {PUT}; const send = (y, p) => y === 'a' ? get(p) : put(p);"), EACH),
    ("of an instance", f"{API} class A {{ constructor(x) {{ this.x = x; }} f(p) {{ if (this.x === 'a') {GET}; else {PUT}; }} }}"
     " const a = new A('a'), b = new A('b'); export const run = () => { a.f('/a'); b.f('/b'); };", CROSSED),
    ("a dispatcher", f"{API} const run_ = {{ a: (p) => {GET}, b: (p) => {PUT} }}; const f = (x, p) => run_[x](p); export const run = () => {{ {BOTH} }};", CROSSED),
    ("nobody gets there", app(f"if (x === 'c') {GET};"), ["GET /a app", "GET /b app"]),
    ("one whom nobody knows", app(f"if (x === 'a') {GET}; else {PUT};").replace("const f", "export const f") .replace("(e) => {", "(e) => { e(f);"),
     ["GET /a app", "GET {*} app", "PUT /b user", "PUT {*} user"]),
    ("callers that look alike", app(f"if (x === 'a') {GET}; else {PUT};", f"{MANY} f('a', '/a');"),
     ["GET /a app", *(f"PUT /x{n} user" for n in range(9))]),
    ("calls that look alike, in branches", f"{API} const f = (p) => {GET}; const g = (x) => {{ switch (x) {{"
     + "".join(f" case '{n}': f('/a'); break;" for n in range(9)) + " case 'a': f('/a'); } }; export const run = () => { g('a'); };", ["GET /a app"]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "code", "expected"), CASES, ids=[title for title, _, _ in CASES])
def test_what_a_test_says_of_the_caller(title: str, code: str, expected: list[str]) -> None:
    """CROSSED: nobody can tell, so everything that could be."""
    assert performed(code) == expected
