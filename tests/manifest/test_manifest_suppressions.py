"""Suppressions in comments: text in, records and problems out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeminer.manifest.suppressions import FORM, malformed, suppressions


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("# scopeminer: keep write:a until 2027-03 - used by the remote", [("write:a", date(2027, 3, 31), "used by the remote")]),
        ("# scopeminer: keep write:a until 2028-02 - leap", [("write:a", date(2028, 2, 29), "leap")]),
        ("# scopeminer: keep write:a until 2027-03-04 -- to the day", [("write:a", date(2027, 3, 4), "to the day")]),
        ("# scopeminer: keep write:a - for good - really", [("write:a", None, "for good - really")]),
        ("#scopeminer:keep write:a — ünd so", [("write:a", None, "ünd so")]),
        ("# scopeminer: keep read:issue-type:jira – x", [("read:issue-type:jira", None, "x")]),
        ("# scopeminer: keep read:a, write:a until 2027-01 - both",
         [("read:a", date(2027, 1, 31), "both"), ("write:a", date(2027, 1, 31), "both")]),
        ("# old  # scopeminer: keep write:a - x", [("write:a", None, "x")]),
        ("# about scopeminer", []),
        ("# scopeminers: keep write:a - x", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["%s\napp: x\n", "permissions:\r\n  scopes:\r\n    - write:a  %s\r\n", "permissions: [ %s\n]\n"])
def test_suppressions(comment: str, found: list[tuple[str, date | None, str]], around: str) -> None:
    source = ("# é\n" + around % comment).encode()
    read = suppressions(source, "m.yml")
    assert [(s.scope, s.until, s.reason) for s in read] == found
    assert {source[s.span.start : s.span.end].decode() for s in read} <= {comment}
    assert malformed(source, "m.yml") == ()


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        ("# scopeminer: keep write:a", "no reason"),
        ("# scopeminer: keep write:a until 2027-03", "no reason"),
        ("# scopeminer: keep write:a -", "no reason"),
        ("# scopeminer: keep write:a - .", "no reason"),
        ("# scopeminer: keep", "no scope"),
        ("# scopeminer: keep - why", "no scope"),
        ("# scopeminer: keep until 2027-03 - why", "no scope"),
        ("# scopeminer: keep a,, b - why", "no scope"),
        ("# scopeminer: keep write:a because - why", "'write:a because', which is no scope"),
        ("# scopeminer: keep write:a until 2027-13 - why", "'2027-13', which is no month"),
        ("# scopeminer: keep write:a until soon - why", "'soon', which is no month"),
        ("# scopeminer: keep write:a until 2027-02-30 - why", "'2027-02-30', which is no month"),
        ("# scopeminer: keep write:a until - why", "no month after until"),
        ("# scopeminer: ignore write:a - why", "'ignore' where keep should be"),
        ("# scopeminer:", "nothing"),
    ],
)
def test_malformed(comment: str, what: str) -> None:
    source = f"app: x  {comment}\n".encode()
    (problem,) = malformed(source, "m.yml")
    assert problem.message == f"expected `{FORM}`, found {what}"
    assert source[problem.span.start : problem.span.end].decode() == comment
    assert suppressions(source, "m.yml") == ()


@pytest.mark.parametrize(
    "text",
    ["'a # scopeminer: keep b - c'", "|\n  # scopeminer: keep b - c\n  x", '"a\n  # scopeminer: keep b - c"', "a#scopeminer: keep b"],
)
def test_texts_are_no_comments(text: str) -> None:
    source = f"app: {text}\nx: y # scopeminer: keep z - w\n".encode()
    assert [s.scope for s in suppressions(source, "m.yml")] == ["z"]
    assert malformed(source, "m.yml") == ()


def test_expiry() -> None:
    (suppression,) = suppressions(b"# scopeminer: keep a until 2027-03 - x\n", "m.yml")
    assert [suppression.expired(day) for day in (date(2027, 3, 31), date(2027, 4, 1))] == [False, True]
    assert not suppressions(b"# scopeminer: keep a - x\n", "m.yml")[0].expired(date.max)


@given(st.binary(max_size=80))
def test_never_raises(rest: bytes) -> None:
    for source in (rest, b"a: [ # scopeminer: keep " + rest, b"a: x # scopeminer: " + rest):
        assert isinstance(suppressions(source, "m.yml") + malformed(source, "m.yml"), tuple)
