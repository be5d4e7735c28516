"""Places → lines of source."""

from __future__ import annotations

import pytest

from scopeminer.report.html_excerpts import WIDEST, Excerpts
from scopeminer.source import Place


@pytest.mark.parametrize(
    "source, place, lines",
    [
        (b"a\nb\nc\nd\ne\nf", ("f", 3, 1), [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")]),
        (b"a\r\nb\rc", ("f", 1, 1), [(1, "a"), (2, "b"), (3, "c")]),
        (b"\xef\xbb\xbfa", ("f", 1, 1), [(1, "a")]),
        (b"\tx\xff", ("f", 1, 2), [(1, "    x\ufffd")]),
        (b"a", ("f", 2, 1), None),
        (b"a", ("f", 0, 1), None),
        (b"", ("f", 1, 1), None),
        (None, ("f", 1, 1), None),
    ],
)
def test_lines_around_a_place(source: bytes | None, place: tuple[str, int, int], lines: list[tuple[int, str]] | None) -> None:
    excerpts = Excerpts(lambda file: source)
    number = excerpts.at(Place(*place))
    shown = None if number is None else [(line.number, line.text) for line in excerpts.all[number].lines]
    assert shown == lines


def test_a_long_line_is_cut_around_its_column() -> None:
    excerpts = Excerpts(lambda file: b"x" * 5000 + b"needle" + b"y" * 5000)
    excerpts.at(Place("f", 1, 5001))
    (line,) = excerpts.all[0].lines
    assert "needle" in line.text
    assert (line.text[0], line.text[-1], len(line.text)) == ("…", "…", WIDEST + 2)


def test_a_place_is_kept_once() -> None:
    reads: list[str] = []

    def read(file: str) -> bytes:
        reads.append(file)
        return b"a\nb"

    excerpts = Excerpts(read)
    assert [excerpts.at(Place("f", line, 1)) for line in (1, 2, 1)] == [0, 1, 0]
    assert reads == ["f"]
