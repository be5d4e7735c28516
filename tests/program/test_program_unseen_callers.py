"""Who calls a function beside the calls that the app shows: known calls do not silence them, and what only passes on adds nothing."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

IMPORTS = (
    API
    + "import { jobs } from 'jobs'; import { debounce } from 'lodash'; import { useCallback, useMemo, memo, createContext, useContext } from 'react';"
    + "const call = p => api.asApp().requestJira(p);"
)
OPEN = [
    ("an entry", "export const run = p => { api.asApp().requestJira(p); }; run('/a');"),
    ("a package", "export const run = () => { call('/a'); jobs(call); };"),
    ("a package, in an object", "export const run = () => { call('/a'); jobs({ call }); };"),
    ("a package, as a method", "class C { m(p) { return call(p); } } export const run = () => { const c = new C(); c.m('/a'); jobs(c); };"),
    ("a global", "export const run = () => { call('/a'); window.call = call; };"),
    ("an event", "export const run = () => { call('/a'); return <button onClick={call}/>; };"),
]
KNOWN = [
    ("a package gives it back", "const late = debounce(call, 100); export const run = () => { late('/a'); };"),
    ("a hook", "export const run = () => { const f = useCallback(p => call(p), []); f('/a'); };"),
    ("a hook's object", "export const run = () => { const o = useMemo(() => ({ f: p => call(p) }), []); o.f('/a'); };"),
    ("a component", "const C = memo(({ p }) => { call(p); }); export const run = () => <C p='/a'/>;"),
    ("a component's property", "const C = memo(({ f }) => { f('/a'); }); export const run = () => <C f={p => call(p)}/>;"),
    (
        "a context",
        "const X = createContext(null); const C = () => { useContext(X).f('/a'); };"
        "export const run = () => <X.Provider value={{ f: call }}><C/></X.Provider>;",
    ),
]


@pytest.mark.parametrize("code", [code for _, code in OPEN], ids=[name for name, _ in OPEN])
def test_a_caller_that_is_not_seen_leaves_it_unknown(code: str) -> None:
    assert performed(IMPORTS + code) == ["GET /a app", "GET {*} app"]


@pytest.mark.parametrize("code", [code for _, code in KNOWN], ids=[name for name, _ in KNOWN])
def test_what_only_passes_on_adds_nothing(code: str) -> None:
    assert performed(IMPORTS + code) == ["GET /a app"]
