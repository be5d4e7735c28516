"""Packages that are known by name."""

from __future__ import annotations

import pytest

from scopeminer.catalog.clients import load_clients
from scopeminer.catalog.libraries import load_libraries


@pytest.mark.parametrize(
    ("module", "silent"),
    [
        ("react", True),
        ("react-dom client", True),
        ("@atlaskit/button new", True),
        ("lodash.get", True),
        ("rxjs operators", True),
        ("rxjs ajax", False),
        ("@reduxjs/toolkit", True),
        ("@reduxjs/toolkit query/react", False),
        ("@atlaskit/media-card", False),
        ("@forge/resolver", True),
        ("@forge/react router", True),
        ("@forge/brand-new", False),
        ("reactive", False),
        ("axios", False),
        ("@acme/private", False),
    ],
)
def test_who_talks_to_nobody(module: str, silent: bool) -> None:
    assert load_libraries().is_silent(*module.split()) is silent


@pytest.mark.parametrize(
    ("package", "domains"),
    [
        ("@aws-sdk/client-ses", ("amazonaws.com", "api.aws", "on.aws")),
        ("octokit", ("github.com", "githubusercontent.com")),
        ("nodemailer", ("*",)),
        ("forge-sql-orm", ()),
        ("@acme/private", None),
    ],
)
def test_where_packages_may_talk_to(package: str, domains: tuple[str, ...] | None) -> None:
    assert load_libraries().domains(package) == domains


def test_a_client_with_an_address_of_its_own_says_where_else_it_may_talk_to() -> None:
    libraries = load_libraries()
    built_in = {"/".join(row.package.split("/")[: 1 + row.package.startswith("@")]) for row in load_clients().rows if row.default}
    assert [package for package in sorted(built_in) if libraries.domains(package) is None] == []
