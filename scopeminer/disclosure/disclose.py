"""A solved program, its manifest and its files → everything that the app touches, keeps and gives away."""

from __future__ import annotations

from scopeminer.disclosure.model import Disclosure
from scopeminer.disclosure.subject import Subject


def disclose(subject: Subject) -> Disclosure:
    """All disclosures of one app."""
    return Disclosure()
