"""Runs the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from scopeminer.cli.main import run


class Result(NamedTuple):
    code: int
    stdout: str
    stderr: str


@pytest.fixture
def scopeminer(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Any]:
    def call(*arguments: object) -> Result:
        code = run([str(argument) for argument in arguments])
        captured = capfdbinary.readouterr()
        return Result(code, captured.out.decode(), captured.err.decode())

    return call
