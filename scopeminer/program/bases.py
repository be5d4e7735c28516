"""What classes of code outside the app do with those that extend them."""

from __future__ import annotations

import re
from functools import partial

from scopeminer.program.analysis import Analysis, Given
from scopeminer.program.callsite import CallSite
from scopeminer.program.escape import escape, lend
from scopeminer.program.objects import load, store
from scopeminer.program.packages import BUILT_IN
from scopeminer.program.tokens import ClassToken, External

REACT = frozenset({"react", "preact", "preact/compat", "inferno"})
COMPONENTS = frozenset({"Component", "PureComponent"})
LIFECYCLE = (
    "UNSAFE_componentWillMount", "UNSAFE_componentWillReceiveProps", "UNSAFE_componentWillUpdate", "componentDidCatch",
    "componentDidMount", "componentDidUpdate", "componentWillMount", "componentWillReceiveProps", "componentWillUnmount",
    "componentWillUpdate", "getChildContext", "getSnapshotBeforeUpdate", "render", "shouldComponentUpdate",
)  # fmt: skip
"""What React calls of a component, beside what that gives to elements."""
CONTEXT = "(value)"
"""The property of a context that holds what its providers give."""
STATICALLY_CALLED = ("getDerivedStateFromError", "getDerivedStateFromProps")
"""And of its class."""
PLATFORM = re.compile(
    r"Array|Boolean|Date|EventTarget|Function|Map|Number|Object|Promise|RegExp|Set|String|Symbol|URL|Weak(Map|Ref|Set)|Worker"
    r"|\w*(Array|Element|Error|Event|Exception|Stream)"
)
"""Classes of the language, of browsers and of Node.js."""


def give_to_base(a: Analysis, site: CallSite, cls: ClassToken, base: External, made: int) -> None:
    """`site` makes an object, which the variable `made` holds, of a class that extends `cls`, or of that; and `cls` extends `base`.

    A package may call what the object has. The platform calls methods, which stand in prototypes.
    """
    escape(a, cls.prototype_var, site)
    for _, method in cls.prototype.variables():
        a.solver.on(method, partial(lend, a, made))
    if base.package in REACT and not COMPONENTS.isdisjoint(base.path[-1:]):
        for name in LIFECYCLE:
            escape(a, load(a, made, name), site)
        for name in STATICALLY_CALLED:
            escape(a, load(a, cls.var, name), site)
        store(a, made, "context", load(a, load(a, cls.var, "contextType"), CONTEXT), None, True)
    elif not _is_platform(base):
        escape(a, made, site)
        escape(a, cls.var, site)
        a.given.append(Given(site.caller, site.at, made, 0, base.package))


def _is_platform(base: External) -> bool:
    if base.package == "(global)":
        return len(base.path) == 1 and PLATFORM.fullmatch(base.path[0]) is not None
    return base.package.removeprefix("node:") in BUILT_IN
