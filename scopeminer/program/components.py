"""What components of React are given beside what their element says, and who else reads that."""

from __future__ import annotations

from scopeminer.program.analysis import Analysis
from scopeminer.program.callsite import CallSite
from scopeminer.program.escape import escape
from scopeminer.program.objects import copy_properties, load
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import Holder

DEFAULTS = "defaultProps"
READING = "props *"
"""In the place of a name: whether the app reads the properties of an element (`child.props.onGo()`)."""


def give(a: Analysis, site: CallSite, component: int, props: int) -> None:
    """The element at `site` of what `component` holds, with `props`."""
    a.when_named(DEFAULTS, _give_defaults, a, component, props)
    a.when_named(READING, escape, a, props, site)


def _give_defaults(a: Analysis, component: int, props: int) -> None:
    defaults = load(a, component, DEFAULTS)

    def copy(tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, Holder):
                copy_properties(a, defaults, token)

    a.solver.on(props, copy)
