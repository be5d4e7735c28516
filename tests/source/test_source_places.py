"""Byte offsets → lines and columns, as editors count them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.source import Place, SourceTree, Span


def tree_of(folder: Path, source: bytes) -> SourceTree:
    (folder / "a.js").write_bytes(source)
    return SourceTree.open(folder)


@pytest.mark.parametrize(
    ("source", "offset", "place"),
    [
        (b"abc", 0, (1, 1)),
        (b"abc", 2, (1, 3)),
        (b"abc", 3, (1, 4)),
        (b"a\nb\n", 2, (2, 1)),
        (b"a\nb\n", 1, (1, 2)),
        (b"a\nb\n", 4, (3, 1)),
        (b"a\r\nb", 3, (2, 1)),
        (b"a\r\nb", 2, (1, 3)),
        (b"a\rb\rc", 4, (3, 1)),
        (b"a\r\r\nb", 4, (3, 1)),
        (b"\n\n\n", 2, (3, 1)),
        ("ä€𝒳b".encode(), 2, (1, 2)),
        ("ä€𝒳b".encode(), 5, (1, 3)),
        ("ä€𝒳b".encode(), 9, (1, 4, 1)),
        ("ä€𝒳b".encode(), 7, (1, 3)),
        ("x\nä€𝒳b".encode(), 11, (2, 4, 1)),
        ("𝒳𝒳\n𝒳b".encode(), 13, (2, 2, 1)),
        (b"\xf0\x9d\xffb", 3, (1, 3)),
        ("\ufeffab".encode(), 3, (1, 1)),
        ("\ufeffab".encode(), 4, (1, 2)),
        ("\ufeffab".encode(), 0, (1, 1)),
        (b"\xff\xffb", 2, (1, 3)),
        (b"abc", -5, (1, 1)),
        (b"ab\nc", 99, (2, 2)),
        (b"", 7, (1, 1)),
        ("a\u2028b".encode(), 4, (1, 3)),
    ],
)
def test_places(tmp_path: Path, source: bytes, offset: int, place: tuple[int, ...]) -> None:
    assert tree_of(tmp_path, source).place("a.js", offset) == Place("a.js", *place)


@pytest.mark.parametrize(
    ("line", "before"),
    [("let 😀 = '€'; go()", "let 😀 = '€'; "), ("abc", "ab"), ("👩‍👩‍👧 x", "👩‍👩‍👧 ")],
)
def test_utf16_columns(tmp_path: Path, line: str, before: str) -> None:
    place = tree_of(tmp_path, line.encode()).place("a.js", len(before.encode()))
    assert place.utf16_column == len(before.encode("utf-16-le")) // 2 + 1


@pytest.mark.parametrize(("app", "folder"), [("", ""), ("apps/one", "apps/one")])
def test_the_folder_is_seen_from_the_repository(tmp_path: Path, app: str, folder: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / app).mkdir(parents=True, exist_ok=True)
    assert SourceTree.open(tmp_path / app).folder == folder


def test_a_span_begins_at_its_first_byte(tmp_path: Path) -> None:
    assert tree_of(tmp_path, b"one\ntwo three").span_place(Span("a.js", 8, 13)) == Place("a.js", 2, 5)


def test_a_file_that_is_not_there_has_a_first_line(tmp_path: Path) -> None:
    assert SourceTree.open(tmp_path).place("none.js", 40) == Place("none.js", 1, 1)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_read_as_utf8(tmp_path: Path, encoding: str) -> None:
    tree = tree_of(tmp_path, "\ufeffé\n€ b".encode(encoding))
    assert tree.read("a.js") == "é\n€ b".encode()
    assert tree.place("a.js", 7) == Place("a.js", 2, 3)


def test_half_a_wide_character_is_replaced(tmp_path: Path) -> None:
    assert tree_of(tmp_path, b"\xff\xfea\x00b").read("a.js") == "a\ufffd".encode()


def test_other_bytes_are_left_alone(tmp_path: Path) -> None:
    source = b"\xef\xbb\xbfa \xff\x00 \r\n"
    assert tree_of(tmp_path, source).read("a.js") == source


def test_supplied_bytes_stand_for_the_file(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, b"x\ny")
    assert tree.place("a.js", 2).line == 2
    tree.supply("a.js", b"xxx\ny")
    tree.supply("elsewhere.yml", b"a\nb")
    assert (tree.read("a.js"), tree.place("a.js", 2).line, tree.place("elsewhere.yml", 2).line) == (b"xxx\ny", 1, 2)
    assert (tree.exists("elsewhere.yml"), tree.files) == (True, ("a.js",))
