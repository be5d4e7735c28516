"""Known formats of credentials: detect-secrets' detectors by name, and the few of Atlassian and others that it does not have.

detect-secrets costs a tenth of a second to import, so `HEADS` says first whether a line can hold one at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from scopeminer.records import NamedTuple

HEADS = re.compile(
    r"(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}|aws.{0,20}?(?:key|pwd|pw|password|pass|token).{0,20}?['\"][0-9a-zA-Z/+]{40}['\"]|"
    r"AccountKey=[\w+/=]{40}|://[^\s/:@'\"`]+:[^\s/:@'\"`]+@|gh[opusr]_\w{20}|gl[a-z]{2,5}-[\w-]{20}|GR1348941|eyJ[\w=-]{10,}\.|"
    r"[0-9a-z]{32}-us\d|:_authToken=|sk-[\w-]{20}|BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key|pypi-Ag|SG\.[\w-]{16}|xox[abposr]-\d|"
    r"hooks\.slack\.com/services/T|sq0csp-|[rs]k_live_|\d{8,10}:[0-9A-Za-z_-]{35}|\b(?:AC|SK)[a-z0-9]{32}|"
    r"\b[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.|ATATT3|ATCTT3|ATBB\w{20}|AIza[\w-]{30}|gsk_\w{30}|Basic [A-Za-z0-9+/=]{12}|"
    r"github_pat_\w{20}|npm_\w{30}|dop_v1_\w{30}|shpat_\w{30}|figd_[\w-]{30}|sntry[su]_|lin_api_\w{30}|ntn_\w{30}|secret_\w{40}"
)
_MARKS = (
    "AKIA ASIA ABIA ACCA A3T aws AccountKey= ghp_ gho_ ghu_ ghs_ ghr_ GR1348941 eyJ -us :_authToken= sk- PuTTY-User-Key "
    "pypi-Ag SG. xox hooks.slack sq0csp- k_live_ ATATT3 ATCTT3 ATBB AIza gsk_ github_pat_ npm_ dop_v1_ shpat_ figd_ sntry lin_api_ "
    "ntn_ secret_"
)
MARKS = (*_MARKS.split(), "PRIVATE KEY", "Basic ")
UNMARKED = tuple(
    map(
        re.compile,
        (
            r"://[^\s/:@'\"`]+:[^\s/:@'\"`]+@",
            r"gl[a-z]{2,5}-[\w-]{20}",
            r"\d{8,10}:[0-9A-Za-z_-]{35}",
            r"(?:AC|SK)[a-z0-9]{32}",
            r"[MNO][A-Za-z\d_-]{23,25}\.[A-Za-z\d_-]{6}\.",
        ),
    )
)
"""Every line that `HEADS` is found in has one of these marks or forms: looking for them one by one is quicker."""
DETECTORS = (
    ("aws", "AWSKeyDetector", "aws-access-key"),
    ("azure_storage_key", "AzureStorageKeyDetector", "azure-storage-key"),
    ("basic_auth", "BasicAuthDetector", "password-in-url"),
    ("discord", "DiscordBotTokenDetector", "discord-token"),
    ("github_token", "GitHubTokenDetector", "github-token"),
    ("gitlab_token", "GitLabTokenDetector", "gitlab-token"),
    ("jwt", "JwtTokenDetector", "json-web-token"),
    ("mailchimp", "MailchimpDetector", "mailchimp-key"),
    ("npm", "NpmDetector", "npm-token"),
    ("openai", "OpenAIDetector", "openai-key"),
    ("private_key", "PrivateKeyDetector", "private-key"),
    ("pypi_token", "PypiTokenDetector", "pypi-token"),
    ("sendgrid", "SendGridDetector", "sendgrid-key"),
    ("slack", "SlackDetector", "slack-token"),
    ("square_oauth", "SquareOAuthDetector", "square-secret"),
    ("stripe", "StripeDetector", "stripe-key"),
    ("telegram_token", "TelegramBotTokenDetector", "telegram-token"),
    ("twilio", "TwilioKeyDetector", "twilio-key"),
)
"""Module and class in detect_secrets.plugins, and how the kind is called here."""
FURTHER = (
    ("atlassian-token", re.compile(r"\bAT(?:ATT|CTT)3[A-Za-z0-9_=-]{60,}")),
    ("bitbucket-app-password", re.compile(r"\bATBB[A-Za-z0-9]{24,}")),
    ("basic-header", re.compile(r"\bBasic ([A-Za-z0-9+/]{12,}={0,2})(?=[\"'`])")),
    ("github-token", re.compile(r"\bgithub_pat_[A-Za-z0-9_]{50,}")),
    ("npm-token", re.compile(r"\bnpm_[A-Za-z0-9]{36}\b")),
    ("google-api-key", re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b")),
    ("openai-key", re.compile(r"\bsk-(?!ant-)(?:proj-|svcacct-)?[A-Za-z0-9_-]{40,}\b")),
    ("anthropic-key", re.compile(r"\bsk-ant-[A-Za-z0-9_-]{40,}\b")),
    ("groq-key", re.compile(r"\bgsk_[A-Za-z0-9]{40,}\b")),
    ("digitalocean-token", re.compile(r"\bdop_v1_[a-f0-9]{64}\b")),
    ("shopify-token", re.compile(r"\bshpat_[a-fA-F0-9]{32}\b")),
    ("figma-token", re.compile(r"\bfigd_[A-Za-z0-9_-]{40,}\b")),
    ("sentry-token", re.compile(r"\bsntry[su]_[A-Za-z0-9_=+/-]{40,}")),
    ("linear-key", re.compile(r"\blin_api_[A-Za-z0-9]{40}\b")),
    ("notion-token", re.compile(r"\b(?:ntn_|secret_)[A-Za-z0-9]{43,}\b")),
)
"""Published formats: Atlassian's API tokens, scoped tokens and app passwords, and services that apps talk to."""
PLACEHOLDER = re.compile(
    r"example|sample|placeholder|your|change[-_]?me|replace|dummy|fake|mock|redacted|insert|todo|xxx|<|\.\.\.|\*\*\*|\$\{|\{\{|0{8}|12345678|abcdefgh|"
    r"^(?:pass(?:word|wd)?|pwd|secret|token|user(?:name)?|key|test(?:ing)?|admin|root|guest|foo|bar|none|null|undefined)$",
    re.IGNORECASE,
)
SHORTEST = 8
UNSHOWN = frozenset({"password-in-url", "basic-header", "private-key"})
"""Kinds whose first letters are the secret itself."""


def lines_with_heads(text: str) -> list[tuple[int, str]]:
    """(offset, line) of the lines that `HEADS` is found in."""
    places = {at for mark in MARKS for at in _places(text, mark)}
    places.update(found.start() for form in UNMARKED for found in form.finditer(text))
    starts = sorted({text.rfind("\n", 0, at) + 1 for at in places})
    ends = (text.find("\n", start) for start in starts)
    lines = ((start, text[start : end if end >= 0 else len(text)]) for start, end in zip(starts, ends, strict=True))
    return [(start, line) for start, line in lines if HEADS.search(line)]


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + len(mark))


class Match(NamedTuple):
    """A credential in a line: its kind, the secret, its offset in characters."""

    kind: str
    secret: str
    at: int


def matches(line: str) -> Iterator[Match]:
    """The credentials of known formats in a line; placeholders and documented examples are none."""
    if HEADS.search(line) is None:
        return
    seen: set[str] = set()
    for kind, secret in (*_further(line), *_detected(line)):
        if secret in seen or any(secret in known for known in seen) or PLACEHOLDER.search(secret) or _is_plain(kind, secret):
            continue
        seen.add(secret)
        yield Match(kind, secret, max(line.find(secret), 0))


def _further(line: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in FURTHER:
        for match in pattern.finditer(line):
            yield kind, match.group(match.lastindex or 0)


def _detected(line: str) -> Iterator[tuple[str, str]]:
    """By the detectors' expressions: what a group of one names is the secret only where it is longer than a prefix."""
    for kind, detector in _detectors():
        for expression in detector.denylist:
            for match in expression.finditer(line):
                named = max((group for group in match.groups() if group), key=len, default="")
                secret = named if len(named) >= SHORTEST or kind == "password-in-url" else match.group()
                valid = getattr(detector, "is_formally_valid", None)
                if secret and (valid is None or valid(secret)) and not (kind == "password-in-url" and _is_local(line, secret)):
                    yield kind, secret


@lru_cache(maxsize=1)
def _detectors() -> tuple[tuple[str, Any], ...]:
    """Only their expressions are used: what could ask a server (`verify`) is never called."""
    return tuple((kind, getattr(import_module(f"detect_secrets.plugins.{module}"), name)()) for module, name, kind in DETECTORS)


def _is_local(line: str, password: str) -> bool:
    """`postgres:postgres@localhost`: a default of a developer's machine."""
    found = re.search(rf"://([^\s/:@]+):{re.escape(password)}@([^\s/:?#\"'`]+)", line)
    return found is not None and (found.group(1) == password or "." not in found.group(2) or found.group(2) == "127.0.0.1")


def _is_plain(kind: str, secret: str) -> bool:
    """No secret after all: a header without a password in it, a password that is a hole."""
    if kind == "basic-header":
        return _decoded(secret) is None
    return kind == "password-in-url" and (not re.search(r"\w", secret) or secret.startswith(("$", ":")))


def _decoded(text: str) -> str | None:
    """`user:password` behind a Basic header."""
    import base64
    import binascii

    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    user, colon, password = plain.partition(":")
    return plain if colon and user and password and plain.isprintable() and not PLACEHOLDER.search(password) else None
