"""`a.b.c` read from its text: the tree says where such a path is, and a look at its letters says what stands in it.

Most member expressions of real files are nothing else; the nodes of their parts need not be made.
"""

from __future__ import annotations

import re

_PATH = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+", re.ASCII)
NO_VARIABLES = frozenset({"import", "new", "super", "undefined", "null", "true", "false"})
LONGEST = 200  # letters


def path_of(text: str) -> list[str] | None:
    """The variable or `this`, and the names behind it; None when the member expression of this text holds anything else."""
    if _PATH.fullmatch(text) is None:
        return None
    names = text.split(".")
    return None if names[0] in NO_VARIABLES else names
