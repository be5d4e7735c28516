"""The quick reading of .gitignore against pathspec's, which follows git's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from scopeminer.source.ignore import Rules, parse

NAMES = st.sampled_from(["a", "b", "ab", "a.js", "b.log", ".env", ".env.x", "dist"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
PATTERNS = st.one_of(
    st.builds(
        lambda bang, head, body, tail: f"{bang}{head}{body}{tail}",
        st.sampled_from(["", "", "!"]),
        st.sampled_from(["", "", "/", "**/", "*/"]),
        st.one_of(PATHS, st.sampled_from(["*", "**", "*.js", ".env.*", "a*", "*b", "a*s", "a/*", "?", "[ab]", "a/**/b", "a/**", "*.*"])),
        st.sampled_from(["", "", "/", "  "]),
    ),
    st.sampled_from(["", "#a", "\\#a", "\\!a", "/", "//", "!", "!/", "**/**", "a//b", "a\\", "[", "\t", "***", "**a", "/**"]),
)


@given(st.lists(PATTERNS, max_size=6), PATHS, st.booleans())
def test_both_say_the_same(patterns: list[str], path: str, folder: bool) -> None:
    expected: bool | None = None
    for pattern in patterns:
        try:
            spec = GitIgnoreSpec.from_lines([pattern.removeprefix("!")])
        except ValueError:
            continue
        if spec.match_file(f"{path}/" if folder else path):
            expected = not pattern.startswith("!")
    # Folders are asked from the top: what lies in an ignored one is never asked for.
    if not any(_ignored(patterns, parent) for parent in _parents(path)):
        assert parse("\n".join(patterns).encode()).verdict(path, folder) is expected, patterns


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:size]) for size in range(1, len(parts))]


def _ignored(patterns: list[str], folder: str) -> bool:
    return any(GitIgnoreSpec.from_lines([p.removeprefix("!")]).match_file(f"{folder}/") for p in patterns if _valid(p))


def _valid(pattern: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([pattern.removeprefix("!")])
    except ValueError:
        return False
    return True


def test_the_file_nearest_to_an_entry_decides() -> None:
    top = Rules("", parse(b"*.log\n*.tmp\n"))
    inner = Rules("src", parse(b"!keep.log\n"), top)
    assert [inner.ignores(path, False) for path in ("src/keep.log", "src/a.log", "src/a.tmp", "src/a.ts")] == [False, True, True, False]


def test_a_file_of_many_lines_is_cut() -> None:
    assert parse(b"\n" * 5_000 + b"a\n").verdict("a", False) is None
