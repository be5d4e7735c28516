"""Folders on disk → what a scan may see of them, with hostile ones among them."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from scopeminer.source import Skipped, SourceTree, tree


def write(folder: Path, files: Mapping[str, str] | Iterable[str]) -> Path:
    texts = dict(files) if isinstance(files, Mapping) else dict.fromkeys(files, "x")
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def skipped(opened: SourceTree) -> dict[str, str]:
    return dict(opened.skipped)


def test_files_are_sorted_and_relative(tmp_path: Path) -> None:
    opened = SourceTree.open(write(tmp_path, ["src/b.ts", "src/a.ts", "manifest.yml", "src/deep/er/c.js", "Z"]))
    assert opened.files == ("Z", "manifest.yml", "src/a.ts", "src/b.ts", "src/deep/er/c.js")
    assert opened.skipped == ()
    assert (opened.read("src/a.ts"), opened.read("src/none.ts"), opened.read("src")) == (b"x", None, None)
    assert (opened.exists("src/a.ts"), opened.exists("src"), opened.is_dir("src"), opened.is_dir("src/a.ts"), opened.is_dir(".")) == (
        True, False, True, False, True,
    )  # fmt: skip
    assert opened.listing("src") == ("a.ts", "b.ts", "deep/")
    assert opened.listing("none") == ()


@pytest.mark.parametrize("path", ["src/../src/a.ts", "./src/a.ts", "src//a.ts", "../app/src/a.ts"])
def test_a_path_may_be_written_in_several_ways(tmp_path: Path, path: str) -> None:
    write(tmp_path, [".git/HEAD", "app/src/a.ts"])
    opened = SourceTree.open(tmp_path / "app")
    assert (opened.read(path), opened.canonical(path)) == (b"x", "src/a.ts")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../../../../../etc/passwd", "../outside.js", "a\0b", "", ".", "x/" * 3000, "src/a.ts/b"]
)
def test_nothing_outside_is_there(tmp_path: Path, path: str) -> None:
    write(tmp_path, ["outside.js", "app/src/a.ts"])
    opened = SourceTree.open(tmp_path / "app")
    assert (opened.read(path), opened.exists(path), opened.canonical(path)) == (None, False, None)


def test_code_above_the_app_but_inside_the_repository(tmp_path: Path) -> None:
    write(tmp_path, [".git/HEAD", "libs/shared/a.ts", "apps/one/src/b.ts", "apps/two/c.ts"])
    opened = SourceTree.open(tmp_path / "apps" / "one")
    assert opened.files == ("src/b.ts",)
    assert [opened.exists(path) for path in ("../../libs/shared/a.ts", "../two/c.ts", "../../../x")] == [True, True, False]
    assert (opened.listing("../.."), opened.listing("..")) == (("apps/", "libs/"), ("one/", "two/"))


@pytest.mark.parametrize(
    ("marker", "seen"),
    [
        ({"package.json": '{"workspaces": ["apps/*"]}'}, True),
        ({"package.json": '{"name": "x"}'}, False),
        ({"pnpm-workspace.yaml": ""}, True),
        ({"nx.json": "{}"}, True),
        ({"README.md": ""}, False),
    ],
)
def test_without_git_a_workspace_is_a_repository(tmp_path: Path, marker: Mapping[str, str], seen: bool) -> None:
    write(tmp_path, {"libs/a.ts": "", "apps/one/b.ts": "", **marker})
    assert SourceTree.open(tmp_path / "apps" / "one").exists("../../libs/a.ts") is seen


def test_a_repository_ends_where_another_begins(tmp_path: Path) -> None:
    write(tmp_path, {"package.json": '{"workspaces": ["*"]}', "libs/a.ts": "", "one/.git/HEAD": "", "one/app/b.ts": "", "one/c.ts": ""})
    opened = SourceTree.open(tmp_path / "one" / "app")
    assert (opened.exists("../c.ts"), opened.exists("../../libs/a.ts")) == (True, False)


def test_packages_and_version_control_are_not_walked(tmp_path: Path) -> None:
    opened = SourceTree.open(write(tmp_path, ["a.ts", "node_modules/x/index.js", "ui/node_modules/y.js", ".git/HEAD"]))
    assert opened.files == ("a.ts",)
    assert skipped(opened) == {"node_modules": "installed packages", "ui/node_modules": "installed packages"}
    assert not opened.exists("node_modules/x/index.js")


IGNORED = "ignored by .gitignore"


@pytest.mark.parametrize(
    ("lines", "ignored", "kept"),
    [
        (["/lib"], ["lib/a.js"], ["src/lib/a.js"]),
        (["lib"], ["lib/a.js", "src/lib/b.js"], ["src/liba.js"]),
        (["node_modules/", ".env.*", "!.env.example"], [".env.local"], [".env.example", "src/a.js"]),
        (["*.log", "!keep.log"], ["a.log", "src/b.log"], ["keep.log", "src/keep.log"]),
        (["build/"], ["build/x.js", "ui/build/x.js"], ["src/a.js"]),
        (["build/", "!build/keep.js"], ["build/keep.js"], []),
        (["build/*", "!build/keep.js"], ["build/x.js"], ["build/keep.js"]),
        (["/*", "!/src", "!/.git*"], ["a.js"], ["src/b.js", "src/deep/c.js"]),
        (["src/*.gen.ts"], ["src/a.gen.ts"], ["src/deep/a.gen.ts"]),
        (["**/gen/*.ts"], ["src/gen/a.ts"], ["src/a.ts"]),
        (["a/**/z.ts"], ["a/z.ts", "a/b/c/z.ts"], ["z.ts"]),
        (["# comment", "", r"\#x.ts", "  "], ["#x.ts"], ["x.ts"]),
        (["x.ts   "], ["x.ts"], ["y.ts"]),
        (["*.js", "!src/**/*.js"], ["a.js"], ["src/b.js", "src/c/d.js"]),
        (["[ab].ts"], ["a.ts"], ["c.ts"]),
        (["te?t.ts"], ["test.ts"], ["tet.ts"]),
        (["[z-a].ts"], [], ["a.ts"]),
        (["dist\r"], ["dist/a.js"], ["a.js"]),
    ],
)  # fmt: skip
def test_gitignore(tmp_path: Path, lines: list[str], ignored: list[str], kept: list[str]) -> None:
    write(tmp_path, [*ignored, *kept])
    (tmp_path / ".gitignore").write_bytes("\n".join(lines).encode())
    opened = SourceTree.open(tmp_path)
    assert set(opened.files) == {*kept, ".gitignore"}
    assert [path for path in ignored if opened.exists(path)] == []
    assert set(skipped(opened).values()) <= {IGNORED}


def test_nested_gitignores_outweigh_those_above(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "*.gen.ts\n/app/tmp\n", "app/a.gen.ts": "", "app/tmp/x.ts": "", "app/src/.gitignore":
                     "!b.gen.ts\n/only.ts\n", "app/src/b.gen.ts": "", "app/src/only.ts": "", "app/src/deep/only.ts": ""})  # fmt: skip
    opened = SourceTree.open(tmp_path / "app")
    assert opened.files == ("src/.gitignore", "src/b.gen.ts", "src/deep/only.ts")
    assert skipped(opened) == {"a.gen.ts": IGNORED, "tmp": IGNORED, "src/only.ts": IGNORED}


def test_an_ignored_folder_is_listed_once(tmp_path: Path) -> None:
    opened = SourceTree.open(write(tmp_path, {".gitignore": "out/", "out/a/b.js": "", "out/c.js": ""}))
    assert opened.skipped == (Skipped("out", IGNORED),)


def test_an_app_that_its_repository_ignores_is_scanned_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "*", "work/app/a.ts": ""})
    assert SourceTree.open(tmp_path / "work" / "app").files == ("a.ts",)


def test_a_submodule_has_its_own_rules(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "*.gen.ts", "sub/.git": "gitdir: ../.git/modules/sub", "sub/a.gen.ts": ""})
    assert "sub/a.gen.ts" in SourceTree.open(tmp_path).files


def test_excludes(tmp_path: Path) -> None:
    write(tmp_path, [".git/HEAD", "app/legacy/a.ts", "app/src/b.gen.ts", "app/src/c.ts", "legacy/d.ts"])
    opened = SourceTree.open(tmp_path / "app", exclude=["legacy/", "*.gen.ts"])
    assert opened.files == ("src/c.ts",)
    assert skipped(opened) == {"legacy": "excluded by scopeminer.toml", "src/b.gen.ts": "excluded by scopeminer.toml"}
    assert opened.exists("../legacy/d.ts")


def test_links(tmp_path: Path) -> None:
    write(tmp_path, [".git/HEAD", "secret/../shared/s.ts", "app/src/a.ts", "app/node_modules/p.js"])
    outside = write(tmp_path.parent / f"{tmp_path.name}-outside", ["passwd"])
    app = tmp_path / "app"
    (app / "out").symlink_to(outside)
    (app / "out.ts").symlink_to(outside / "passwd")
    (app / "loop").symlink_to("loop")
    (app / "two").symlink_to("three")
    (app / "three").symlink_to("two")
    (app / "src" / "self").symlink_to("..")
    (app / "gone.ts").symlink_to("nowhere")
    (app / "shared").symlink_to("../shared")
    (app / "alias.ts").symlink_to("src/a.ts")
    (app / "package.js").symlink_to("node_modules/p.js")
    opened = SourceTree.open(app)
    assert opened.files == ("alias.ts", "src/a.ts")
    assert skipped(opened) == {
        "gone.ts": "broken link",
        "loop": "link loop",
        "node_modules": "installed packages",
        "out": "link out of the repository",
        "out.ts": "link out of the repository",
        "package.js": "link into a folder that is left out",
        "src/self": "link to a folder around it",
        "three": "link loop",
        "two": "link loop",
    }
    assert [opened.canonical(path) for path in ("alias.ts", "shared/s.ts", "out/passwd", "src/self/src/a.ts")] == [
        "src/a.ts", "../shared/s.ts", None, None,
    ]  # fmt: skip
    assert opened.read("shared/s.ts") == b"x"


def test_links_that_lead_to_each_other(tmp_path: Path) -> None:
    write(tmp_path, ["a/x.ts", "b/y.ts"])
    (tmp_path / "a" / "b").symlink_to("../b")
    (tmp_path / "b" / "a").symlink_to("../a")
    opened = SourceTree.open(tmp_path)
    assert opened.files == ("a/x.ts", "b/y.ts")
    assert opened.canonical("a/b/a/b/y.ts") == "b/y.ts"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_regular_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, ["a.ts"])
    os.mkfifo(tmp_path / "pipe.ts")
    (tmp_path / "null.ts").symlink_to("/dev/null")
    (tmp_path / "linked.ts").symlink_to("pipe.ts")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock.ts")
        opened = SourceTree.open(tmp_path)
        assert opened.files == ("a.ts",)
    assert skipped(opened) == {
        "linked.ts": "not a regular file",
        "null.ts": "link out of the repository",
        "pipe.ts": "not a regular file",
        "sock.ts": "not a regular file",
    }
    assert opened.read("pipe.ts") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_file_that_became_a_pipe_does_not_block(tmp_path: Path) -> None:
    opened = SourceTree.open(write(tmp_path, ["a.ts"]))
    assert opened.files == ("a.ts",)
    (tmp_path / "a.ts").unlink()
    os.mkfifo(tmp_path / "a.ts")
    assert opened.read("a.ts") is None
    assert skipped(opened) == {"a.ts": "not a regular file"}


def test_a_file_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    app = write(tmp_path / "app", ["a.ts"])
    opened = SourceTree.open(app)
    assert opened.files == ("a.ts",)
    (app / "a.ts").unlink()
    (app / "a.ts").symlink_to(write(tmp_path, ["secret"]) / "secret")
    assert opened.read("a.ts") is None


def test_a_file_beyond_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_FILE", 2_000_000)
    with (tmp_path / "big.js").open("wb") as file:
        file.truncate(2_000_001)
    opened = SourceTree.open(tmp_path)
    assert (opened.files, opened.read("big.js"), opened.read("big.js")) == (("big.js",), None, None)
    assert opened.skipped == (Skipped("big.js", "larger than 2 MB"),)


def test_more_bytes_than_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_TOTAL", 10)
    opened = SourceTree.open(write(tmp_path, {"a.ts": "12345678", "b.ts": "123", "c.ts": "12"}))
    assert [opened.read(name) for name in opened.files] == [b"12345678", None, b"12"]
    assert opened.skipped == (Skipped("b.ts", "more than 0 MB in all"),)


def test_what_is_only_glanced_at_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_TOTAL", 10)
    opened = SourceTree.open(write(tmp_path, {"a.ts": "12345678", "b.ts": "12345678"}))
    assert [opened.glance(name) for name in ("a.ts", "b.ts", "a.ts", "none.ts")] == [b"12345678", b"12345678", b"12345678", None]
    assert [opened.read(name) for name in opened.files] == [b"12345678", None]


def test_more_files_than_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_FILES", 2)
    opened = SourceTree.open(write(tmp_path, ["a", "b", "c", "d/e", "d/f"]))
    assert (opened.files, skipped(opened)) == (("a", "b", "c"), {"d": "more files than are looked at"})


def test_a_folder_nested_without_end(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(tree.MAX_DEPTH + 5):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.ts").touch()
    opened = SourceTree.open(tmp_path)
    assert opened.files == ()
    assert [reason for _, reason in opened.skipped] == ["nested too deeply"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"\xfe.ts\n")
    for name in (b"\xff.ts", b"\xfe.ts", b"new\nline.ts"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(b"x")
    opened = SourceTree.open(tmp_path)
    assert opened.files == (".gitignore", "new\nline.ts", "\udcff.ts")
    assert opened.read("\udcff.ts") == b"x"
    assert opened.place("new\nline.ts", 1).column == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, ["a.ts", "locked/b.ts"])
    (tmp_path / "a.ts").chmod(0)
    (tmp_path / "locked").chmod(0)
    opened = SourceTree.open(tmp_path)
    assert (opened.files, opened.read("a.ts")) == (("a.ts",), None)
    assert skipped(opened) == {"a.ts": "cannot be read: Permission denied", "locked": "cannot be listed: Permission denied"}
    (tmp_path / "locked").chmod(0o700)


def test_what_is_asked_for_outside_the_app_is_accounted_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_FILE", 3)
    write(tmp_path, {".git/HEAD": "", "lib/big.js": "12345", "lib/other.js": "12345", "app/a.ts": "1"})
    opened = SourceTree.open(tmp_path / "app")
    assert opened.read("../lib/big.js") is None
    assert skipped(opened) == {"../lib/big.js": "larger than 0 MB"}


@pytest.mark.parametrize("name", ["none", "file.ts"])
def test_no_folder_has_no_files(tmp_path: Path, name: str) -> None:
    write(tmp_path, ["file.ts"])
    opened = SourceTree.open(tmp_path / name)
    assert (opened.files, opened.read("a"), opened.is_dir("x")) == ((), None, False)


def test_only_folders_that_are_asked_for_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [".git/HEAD", "apps/one/src/a.ts", "apps/two/b.ts", "libs/c.ts"])
    listed: list[str] = []
    scandir = os.scandir

    def recording(path: str) -> object:
        listed.append(os.path.relpath(path, tmp_path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", recording)
    assert SourceTree.open(tmp_path / "apps" / "one").files == ("src/a.ts",)
    assert listed == [".", "apps", "apps/one", "apps/one/src"]
