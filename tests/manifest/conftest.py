"""Manifest texts in, records out."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from scopeminer.manifest.model import Manifest
from scopeminer.manifest.read import read
from scopeminer.source import Span


class Reading:
    """A manifest with the bytes it was read from."""

    def __init__(self, text: str | bytes) -> None:
        self.source = text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode()
        self.manifest: Manifest = read("manifest.yml", self.source)

    def cut(self, span: Span) -> str:
        """What is written at a span."""
        return self.source[span.start : span.end].decode("utf-8", "backslashreplace")

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(message, first line of the place)"""
        return [(problem.message, self.cut(problem.span).partition("\n")[0]) for problem in self.manifest.problems]


@pytest.fixture
def reading() -> Callable[[str | bytes], Reading]:
    return Reading
