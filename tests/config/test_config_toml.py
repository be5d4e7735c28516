"""scopeminer.toml: text in, settings or one sentence out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scopeminer.config import Api, Config, ConfigError, load, read

TWO = """policy = 'classic'

[[api]]
name = 'get'
function = 'Jira.get'
file = 'src/j.ts'
product = 'jira'
method = 'get'
path = 'rest/api/3/myself'
principal = 'app'
[[api]]
function = 'send'
package = '@acme/http'
method-argument = 0
path_argument = 1
"""
METHODS = "one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"
POLICIES = "one of as-declared, fewest, classic, granular, least-reach"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Config()),
        ("# nothing\n", Config()),
        ("\ufeffpolicy = 'fewest'", Config(policy="fewest")),
        ('policy = "least-reach"\r\nfail-on = "note"\r\n', Config(policy="least-reach", fail_on="note")),
        ("fail_on = 'never'", Config(fail_on="never")),
        ("exclude = ['legacy/', '*.gen.ts']", Config(exclude=("legacy/", "*.gen.ts"))),
        ("source-roots = ['./lib/', 'a\\b', '../shared']", Config(source_roots=("lib", "a/b", "../shared"))),
        ("[[api]]\nfunction = 'call'", Config(apis=(Api("call", line=1),))),
        (
            TWO,
            Config(
                policy="classic",
                apis=(
                    Api("Jira.get", "src/j.ts", None, "jira", "GET", None, "/rest/api/3/myself", None, "app", "get", 3),
                    Api("send", None, "@acme/http", method_argument=0, path_argument=1, line=11),
                ),
            ),
        ),
    ],
)
def test_settings(text: str, expected: Config) -> None:
    assert read(text.encode()) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("polcy = 'fewest'", "1: unknown key 'polcy'; did you mean 'policy'?"),
        ("\n\nfail-onn = 'note'", "3: unknown key 'fail-onn'; did you mean 'fail-on'?"),
        ("zzz = 1", "1: unknown key 'zzz'; known keys are policy, fail-on, exclude, source-roots, api."),
        ("policy = 'fewest'\n[apis]\n", "2: unknown key 'apis'; did you mean 'api'?"),
        ("policy = 'fewst'", f"1: expected {POLICIES} as policy, found 'fewst'. Did you mean 'fewest'?"),
        ("exclude = []\npolicy = 3", f"2: expected {POLICIES} as policy, found 3."),
        ("fail-on = ['error']", "1: expected one of error, warning, note, never as fail-on, found ['error']."),
        ("exclude = 'legacy'", "1: expected a list of strings as exclude, found 'legacy'."),
        ("exclude = ['a', 1]", "1: expected a list of strings as exclude, found ['a', 1]."),
        ("source-roots = ['/etc']", "1: expected folders relative to the app's as source-roots, found '/etc'."),
        ("source-roots = ['C:/x']", "1: expected folders relative to the app's as source-roots, found 'C:/x'."),
        ("\n[api]\nfunction = 'f'", "2: expected [[api]] tables as api, found {'function': 'f'}."),
        ("api = [1]", "1: expected [[api]] tables as api, found [1]."),
        ("[[api]]\nfile = 'a.ts'", "1: expected the name of a function in [[api]]."),
        ("[[api]]\nfunction = 'f'\n\n[[api]]\nfunction = 'g'\nmetod = 'GET'", "6: unknown key 'metod'; did you mean 'method'?"),
        ("[[api]]\nfunction = 'f'\nmethod = 'FETCH'", f"3: expected {METHODS} as method, found 'FETCH'. Did you mean 'PATCH'?"),
        ("[[api]]\nfunction = 'f'\nproduct = 'trello'",
         "3: expected one of jira, confluence, bitbucket, compass as product, found 'trello'."),
        ("[[api]]\nfunction = 'f'\npath = 3", "3: expected a string as path, found 3."),
        ("[[api]]\nfunction = 'f'\npath-argument = true", "3: expected the index of an argument, from 0 as path-argument, found True."),
        ("[[api]]\nfunction = 'f'\npath-argument = -1", "3: expected the index of an argument, from 0 as path-argument, found -1."),
        ("[[api]]\nfunction = 'f'\npath = '/a'\npath-argument = 1", "4: expected path or path-argument, found both."),
        ("[[api]]\nfunction = 'f'\nfile = 'a'\npackage = 'b'", "4: expected file or package, found both."),
        ("policy = \n", "1: no TOML: Invalid value."),
        ("policy = 'a'\npolicy = 'b'\n", "2: no TOML: Cannot overwrite a value."),
        ("policy = 'a", "1: no TOML: Expected \"'\"."),
        (f"exclude = ['{'a' * 40}', 1]", f"1: expected a list of strings as exclude, found ['{'a' * 35}…."),
        ("a = " + "[" * 100_000, "1: nested too deeply."),
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text.encode())
    assert str(caught.value) == f"scopeminer.toml:{message}"


def test_bytes_that_are_no_utf8() -> None:
    with pytest.raises(ConfigError, match=r"^scopeminer\.toml:2: expected UTF-8\.$"):
        read(b"policy = 'fewest'\n# \xff")


def test_the_file_of_an_app(tmp_path: Path) -> None:
    assert load(tmp_path) == Config()
    (tmp_path / "scopeminer.toml").write_text("policy = 'granular'")
    assert load(tmp_path).policy == "granular"


def test_a_folder_of_that_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "scopeminer.toml").mkdir()
    assert load(tmp_path) == Config()


def test_a_file_without_end(tmp_path: Path) -> None:
    (tmp_path / "scopeminer.toml").write_bytes(b"#" * 1_000_002)
    with pytest.raises(ConfigError, match="at most 1000 kB"):
        load(tmp_path)
