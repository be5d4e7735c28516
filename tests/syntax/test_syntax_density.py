"""Which texts are not parsed, for the memory that their trees would take; and what is left of such a file."""

from __future__ import annotations

import pytest

from scopeminer.syntax import density, ir
from scopeminer.syntax.density import NESTED, is_too_dense
from scopeminer.syntax.lower import lower
from scopeminer.syntax.pieces import LARGE

CODE = b"export const f = async (issue) => { await api.asApp().requestJira(route`/rest/api/3/issue/${issue.key}`); };\n"
CALLS = b"f(a.b, 17, 'x') + "
"""Of an expression without end."""


def of(piece: bytes, size: int) -> bytes:
    return piece * (size // len(piece))


@pytest.mark.parametrize(
    ("text", "size", "dense"),
    [
        (of(CODE, 600_000), 600_000, False),
        (of(CODE, 900_000), 900_000, False),
        (of(CALLS, LARGE), LARGE, False),
        (of(CALLS, 600_000), 600_000, True),
        (of(CALLS, 600_000), 6_000_000, False),
        (b"'" + of(b"word ", 2_000_000) + b"'", 2_000_000, False),
        (of(CODE, 1_000_000) + of(CALLS, 1_500_000), 2_500_000, True),
        (of(b"[", NESTED - 10), NESTED, False),
        (of(b"[", NESTED + 10), NESTED, True),
        (of(b"f(", NESTED + 10), NESTED, True),
        (of(b"{a:", NESTED + 10), NESTED, True),
        (of(b"f();", NESTED * 2), NESTED, True),
        (of(b"f(ab);", NESTED * 2), NESTED, False),
    ],
)
def test_dense(text: bytes, size: int, dense: bool) -> None:
    assert is_too_dense(text, "tsx", size) is dense


def test_of_a_file_that_is_not_parsed_everything_is_unknown() -> None:
    text = b"export const run = () => " + of(CALLS, 800_000) + b"0;"
    module = lower("a.ts", text)
    assert (module.error_bytes, module.size, module.nodes) == (len(text), len(text), 0)
    (stmt,) = module.body
    assert isinstance(stmt, ir.ExportAssign)
    assert lower("a.ts", b"export const run = () => " + of(CALLS, LARGE // 2) + b"0;").error_bytes == 0


def test_a_part_that_is_too_dense_is_not_parsed_either(monkeypatch: pytest.MonkeyPatch) -> None:
    text = of(CODE, LARGE) + b"const a = " + of(CALLS, LARGE + 1_000) + b"0;\n"
    assert lower("a.ts", text).error_bytes == 0
    monkeypatch.setattr(density, "FREE", 0)
    monkeypatch.setattr(density, "BYTES_A_BYTE", 100)
    assert not is_too_dense(text, "typescript", 2 * len(text))
    assert lower("a.ts", text).error_bytes == len(text)
