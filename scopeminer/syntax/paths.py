"""`a.b.c` read from its letters: the tree says where such a path is, and a look at its letters says what stands in it.

Most member expressions of real files are nothing else; the nodes of their parts need not be made.
"""

from __future__ import annotations

import re
from sys import intern

from scopeminer.syntax.ir import Expr, Member, Name, This

PATH = re.compile(r"[A-Za-z_$][\w$.]*+", re.ASCII)
"""The letters of a member expression that is a path; of a damaged one a name may be missing."""
NO_VARIABLES = frozenset({"import", "new", "super", "undefined", "null", "true", "false"})
LONGEST = 200  # letters


def path_of(letters: str, at: int, end: int, room: int) -> Expr | None:
    """The member expression between two places; None when it holds anything but a variable or `this` and names, or more than `room`
    of them."""
    if end - at >= LONGEST or PATH.fullmatch(letters, at, end) is None:
        return None
    head, *names = letters[at:end].split(".")
    if head in NO_VARIABLES or "" in names or len(names) >= room:
        return None
    value: Expr = This(at) if head == "this" else Name(intern(head), at)
    at += len(head) + 1
    for name in names:
        value = Member(value, intern(name), at)
        at += len(name) + 1
    return value
