"""Lines in, credentials out; what may be shown of them; what is none."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeminer.disclosure.credential_formats import HEADS
from scopeminer.disclosure.credentials import credentials, redacted
from scopeminer.disclosure.written_down import suspects, written_down
from scopeminer.source import Place

RANDOM = "q9Zt4LwX2mVb7RkP0sYc8NhGd3JfUa6E"
ROWS = [
    ("const k = 'AKIAQ7XWJ4M2ZT5KD3NB';", "aws-access-key k AKIA…"),
    (f"token: 'ghp_{RANDOM}abcd'", "github-token token ghp_…"),
    (f"const a = 'ATATT3xFfGF0{RANDOM}{RANDOM}';", "atlassian-token a ATAT…"),
    ("url = 'https://svc:q8Wn2Lr7Zt@db.example.com'", "password-in-url url …"),
    (f"auth('a@example.com:ATATT3xFfGF0{RANDOM}{RANDOM}')", "atlassian-token  ATAT…"),
    ("h = 'Basic c3ZjOnE4V24yTHI3WnQ='", "basic-header h …"),
    (f"const key = 'AIzaSyB{RANDOM}';", "google-api-key key AIza…"),
    (f"k = 'sk-ant-api03-{RANDOM}{RANDOM}'", "anthropic-key k sk-a…"),
    (f"licenceToken = '{RANDOM}'", "unknown-format licenceToken …"),
    (f"const {{ x }} = {{ clientSecret: '{RANDOM}' }}", "unknown-format clientSecret …"),
    (f'"api_key": "{RANDOM}"', "unknown-format api_key …"),
    (f"const id = '{RANDOM}'", ""),
    ("token = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'", ""),
    ("token = 'YOUR_TOKEN_GOES_HERE_123456'", ""),
    ("token = '<insert-your-token-here-1>'", ""),
    ("token = `${process.env.TOKEN}-1234567890abcdef`", ""),
    ("const secretName = 'projects/prod/secrets/database1'", ""),
    ("passwordPattern = '^(?=.*[A-Z])(?=.*[0-9]).{8,}$'", ""),
    ("tokenUrl: 'https://auth.example.com/oauth/token1'", ""),
    ("accessTokenHash = 'e3b0c44298fc1c149afbf4c8996fb924'", ""),
    ("tokenKey: 'ticket-system-api-token-v2'", ""),
    ("const csrfTokenSelector = 'meta-name-csrf-token-1'", ""),
    ("integrity = 'sha512-q9Zt4LwX2mVb7RkP0sYc8NhGd3JfUa6E=='", ""),
]


def found(text: str, path: str = "src/a.js") -> list[str]:
    files = {path: text.encode()}
    return [f"{one.kind} {one.name} {one.shown}" for one in credentials(files, files.get, lambda file, at: Place(file, 1, at + 1))]


@pytest.mark.parametrize(("line", "expected"), ROWS)
def test_lines(line: str, expected: str) -> None:
    assert found(line) == ([expected] if expected else [])


@pytest.mark.parametrize("line", [line for line, expected in ROWS if expected])
def test_nothing_of_a_secret_is_left_in_a_redacted_text(line: str) -> None:
    hidden = redacted(f"a\n{line}\nb")
    assert hidden.count("\n") == 2
    for secret in ("Q7XWJ4M2ZT5KD3NB", RANDOM, "q8Wn2Lr7Zt", "c3ZjOnE4V24yTHI3WnQ"):
        assert secret not in hidden


def test_the_text_of_a_private_key_goes_and_its_lines_stay() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIBjunkjunkjunkjunk\njunkjunkjunk\n-----END RSA PRIVATE KEY-----\nconst a = 1;"
    assert redacted(key) == "-----BEGIN RSA PRIVATE KEY-----\n…\n…\n-----END RSA PRIVATE KEY-----\nconst a = 1;"
    assert found(key) == ["private-key  …"]


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("src/a.ts", 1),
        (".env", 1),
        (".env.example", 0),
        ("src/__tests__/a.ts", 0),
        ("src/a.test.ts", 0),
        ("package-lock.json", 0),
        ("a.png", 0),
    ],
)
def test_files(path: str, count: int) -> None:
    assert len(found(f"API_TOKEN='{RANDOM}'\n" if path != ".env" else f"API_TOKEN={RANDOM}\n", path)) == count


def test_an_environment_file_has_no_quotes() -> None:
    assert found(f"API_TOKEN={RANDOM}\nLOG_LEVEL=debug\nTOKEN_URL=https://a.example.com/b/c/d\n", ".env") == ["unknown-format API_TOKEN …"]


@given(st.text(alphabet=string.printable, max_size=200))
def test_any_text_can_be_redacted_and_keeps_its_lines(text: str) -> None:
    assert redacted(text).count("\n") == text.count("\n")


DIGITS = "0123456789abcdef" * 4
KNOWN = [
    *(f"{name}Q7XWJ4M2ZT5KD3NB" for name in ("AKIA", "ASIA", "ABIA", "ACCA", "A3TX")),
    *(
        f"{name}_{RANDOM}{RANDOM}"
        for name in ("ghp", "gho", "ghu", "ghs", "ghr", "github_pat", "npm", "gsk", "figd", "sntryu", "secret", "ntn")
    ),
    *(f"{name}_{DIGITS}" for name in ("dop_v1", "shpat", "lin_api", "sk_live", "rk_live")),
    *(f"{name}-{RANDOM}" for name in ("sk", "sk-ant", "sk-proj", "glpat", "gldt", "glft", "glrt", "sq0csp", "pypi-Ag", "xoxb-1", "xoxp-2")),
    f"aws_key = '{RANDOM}abcdefgh'",
    f"AccountKey={RANDOM}{RANDOM}",
    f"{DIGITS[:32]}-us12",
    "//registry.example.com/:_authToken=a",
    "-----BEGIN RSA PRIVATE KEY-----",
    "PuTTY-User-Key-File-2",
    f"SG.{RANDOM}",
    f"eyJ{RANDOM}.{RANDOM}",
    "https://hooks.slack.com/services/T1/B1/c",
    f"ATATT3{RANDOM}",
    f"ATCTT3{RANDOM}",
    f"ATBB{RANDOM}",
    f"AIza{RANDOM}",
    "GR1348941",
    "h = 'Basic c3ZjOnE4V24yTHI3WnQ='",
    "url = 'https://svc:q8Wn2Lr7Zt@db.example.com'",
]


@pytest.mark.parametrize("line", KNOWN)
def test_a_file_with_a_known_format_is_a_suspect(line: str) -> None:
    plain = b"const user = { class: 'btn-user', path: 'https://a.example.com:443/b', Basic: 1 };"
    assert HEADS.search(line)
    assert list(suspects([("a.js", plain), ("b.js", f"x\n{line}".encode()), ("c.js", plain), ("d.js", line.encode())])) == [
        ("b.js", f"x\n{line}".encode()),
        ("d.js", line.encode()),
    ]


def test_a_scan_finds_what_is_certain() -> None:
    files = {"a.js": b"const k = 'AKIAQ7XWJ4M2ZT5KD3NB';", "b.js": f"token = '{RANDOM}'".encode(), "c.js": b"const a = 'ask-me';"}
    files[".env"] = b"KEY=AKIAQ7XWJ4M2ZT5KD3NC"
    found = written_down(files, files.get, lambda file, at: Place(file, 1, at + 1))
    assert [(one.site.file, one.kind) for one in found] == [(".env", "aws-access-key"), ("a.js", "aws-access-key")]
