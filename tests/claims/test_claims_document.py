"""Bytes of a file → the text of a statement and the lines it came from."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeminer.claims.document import LARGEST, LONGEST, DocumentError, document_of
from scopeminer.claims.statement import read

HTML = """\
<!doctype html>
<html><head><title>No analytics</title><style>p { color: red }</style></head>
<body>
<h1>Privacy</h1>
<p>No analytics
   are <b>used</b>.</p>
<script>const x = "No third-party services are used.";</script>
<h2>What we do not collect</h2>
<ul><li>Passwords</li>
<li>Payment data</li></ul>
<table><tr><th>Question</th><th>Answer</th></tr>
<tr><td>Are third-party services used?</td><td>No</td></tr></table>
<div>Scopes: read:jira-work</div>
</body></html>
"""


def written(tmp_path: Path, data: bytes, name: str = "statement.txt") -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


def test_html_gives_headings_items_and_rows_with_their_lines(tmp_path: Path) -> None:
    opened = document_of(written(tmp_path, HTML.encode()))
    found = read("s", opened.text, opened.lines)
    assert [(claim.topic, claim.line, claim.lead) for claim in found.claims if claim.topic] == [
        ("no-analytics", 5, ""),
        ("no-sensitive-data", 9, "What we do not collect"),
        ("no-sensitive-data", 10, "What we do not collect"),
        ("third-party-services", 12, "Are third-party services used?"),
    ]
    assert found.scopes == (("read:jira-work", 13),)


@pytest.mark.parametrize(
    ("name", "text", "html"),
    [
        ("a.html", "Just words<br>and more", True),
        ("a.txt", "<p>Words</p>", True),
        ("a.txt", "<!-- note -->\n<div>Words</div>", True),
        ("a.md", "<token> is a placeholder", False),
        ("a.md", "# Title\n<p>Words</p>", False),
    ],
)
def test_what_is_html(tmp_path: Path, name: str, text: str, html: bool) -> None:
    assert ("<" not in document_of(written(tmp_path, text.encode(), name)).text) == html


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("\ufeffé".encode(), "é"),
        ("“é”".encode("cp1252"), "“é”"),
        ("é".encode("utf-16"), "é"),
        (b"", ""),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, text: str) -> None:
    assert document_of(written(tmp_path, data)).text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" " * (LARGEST + 1), r"larger than 4 MB; that is no statement\.$"),
        (b" " * (LONGEST + 1), r"its text is longer than 1,000,000 characters; that is no statement\.$"),
    ],
    ids=["file", "text"],
)
def test_what_is_too_large(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        document_of(written(tmp_path, data))


def test_without_pdftotext_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        DocumentError, match=r"a PDF needs pdftotext \(poppler-utils\), which is not installed; or give the statement as text\.$"
    ):
        document_of(written(tmp_path, b"%PDF-1.4"))


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("exit 1", "pdftotext found no text in it"),
        ("exit 0", "pdftotext found no text in it"),
        ("exec sleep 5", "pdftotext could not read it"),
    ],
)
def test_a_pdftotext_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str) -> None:
    tool = written(tmp_path, f"#!/bin/sh\n{script}\n".encode(), "pdftotext")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("scopeminer.claims.document.SECONDS", 0.2)
    with pytest.raises(DocumentError, match=message):
        document_of(written(tmp_path, b"%PDF-1.4", "s.pdf"))


def test_a_name_that_looks_like_an_option_or_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = written(tmp_path, b'#!/bin/sh\nfor one in "$@"; do echo "$one"; done\n', "pdftotext")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    written(tmp_path, b"%PDF-1.4", "-o; touch ran $(touch ran).pdf")
    given = document_of(Path("-o; touch ran $(touch ran).pdf")).text.splitlines()
    assert given[-2:] == [f"{tmp_path}/-o; touch ran $(touch ran).pdf", "-"]
    assert not (tmp_path / "ran").exists()


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<![x[", "<!", "<h9", "</li>", "<td>", "&#0;", "We do not track users.\r\n", "\u2028", "<!--", "<script>"]
        )
        | st.text(st.characters(exclude_characters="\0"), max_size=5),
        max_size=30,
    )
)
def test_any_html_is_read(parts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        opened = document_of(written(Path(folder), "".join(parts).encode("utf-8", "surrogatepass"), "s.html"))
    read("s", opened.text, opened.lines)


HOSTILE = [
    "\n", "- a\n", "all every processing within ", "no analytics and ", "[", "a", "No analytics. ", "e.g. A ", "word word\n", "a,\n", "-", "|", " ", "<a ",
    "<!--", "{%", "# h\n", "unless ", "[a](", "?", "1.1 ", "1 jan ", "read:a:", "<b>a</b>",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_long_text_ends(tmp_path: Path, unit: str) -> None:
    """Work that grows with the square of a text of this length takes minutes."""
    text = unit * (100_000 // len(unit)) + "x"
    opened = document_of(written(tmp_path, text.encode(), "s.html"))
    for claims in (read("s", text).claims, read("s", opened.text, opened.lines).claims):
        assert [claim.line for claim in claims] == sorted(claim.line for claim in claims)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines(end: str) -> None:
    claims = read("s", f"One.{end}{end}No analytics are{end}used.{end}").claims
    assert [(claim.text, claim.line) for claim in claims] == [("One.", 1), ("No analytics are used.", 3)]
