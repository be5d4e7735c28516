"""Values that lead to values that lead to values: a question ends, whatever the app looks like."""

from __future__ import annotations

import pytest

from tests.program.conftest import API, performed

DEEP = 400


@pytest.mark.parametrize(
    "code",
    [
        "".join(f"const f{n} = (p) => f{n + 1}(p);\n" for n in range(DEEP))
        + f"const f{DEEP} = (p) => p;\nexport const run = () => api.asApp().requestJira(f0('/a'));",
        "const again = (p) => again(again(p));\nexport const run = () => api.asApp().requestJira(again('/a'));",
        "const ping = (p) => pong({ p }).p;\nconst pong = (o) => ({ p: ping(o.p) });\nexport const run = () => api.asApp().requestJira(ping('/a'));",
        "let a = '/a';\nexport const run = () => { for (;;) { a = a + a; api.asApp().requestJira(a); } };",
        "const o = {};\no.self = o;\nexport const run = () => api.asApp().requestJira(o" + ".self" * DEEP + ".path);",
        "export const run = () => api.asApp().requestJira(" + "(" * 90 + "'/a'" + ")" * 90 + ");",
    ],
    ids=["chain", "recursion", "mutual recursion", "doubling", "cycle", "brackets"],
)
def test_ends_with_a_request(code: str) -> None:
    assert len(performed(API + code)) >= 1
