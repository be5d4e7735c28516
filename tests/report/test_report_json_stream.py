"""A value with iterators in it, piece by piece: the text of `json.dumps`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from scopeminer.report.json_stream import pieces


def lazy(value: Any) -> Any:
    """The same with iterators in the place of lists, but for what lies in a value without any."""
    if isinstance(value, list):
        return iter([lazy(one) for one in value])
    return {key: lazy(one) for key, one in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"a": []},
        {"a": [], "b": [1]},
        {"a": [{"b": [{"c": "d\ne"}], "f": {}}], "é": None},
        [[], [[1, 2], {}], {"a": {"b": 1}}],
        {"a": [], "b": {"c": {"d": 1}}, "e": "\ud800"},
    ],
)
def test_the_text_is_that_of_json_dumps(value: Any) -> None:
    expected = json.dumps(value, indent=2, ensure_ascii=False)
    assert "".join(pieces(value)) == expected
    assert "".join(pieces(lazy(value))) == expected


def test_a_row_is_asked_for_when_the_ones_before_it_are_written() -> None:
    asked = []

    def rows() -> Iterator[int]:
        for number in range(3):
            asked.append(number)
            yield number

    written = pieces({"rows": rows()})
    assert [next(written) for _ in range(4)] == ['{\n  "rows": ', "[\n    ", "0", ",\n    "]
    assert asked == [0, 1]
