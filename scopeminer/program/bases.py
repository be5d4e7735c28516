"""What classes of code outside the app do with those that extend them."""

from __future__ import annotations

import re
from functools import partial

from scopeminer.program.analysis import Analysis, Given
from scopeminer.program.callsite import CallSite
from scopeminer.program.escape import Escape, escape, lend
from scopeminer.program.objects import get, load, store
from scopeminer.program.packages import BUILT_IN
from scopeminer.program.solver import Tokens
from scopeminer.program.tokens import ANY_KEY, INHERITING, ClassToken, External, Holder

REACT = frozenset({"react", "preact", "preact/compat", "inferno"})
COMPONENTS = frozenset({"Component", "PureComponent"})
LIFECYCLE = frozenset({
    "UNSAFE_componentWillMount", "UNSAFE_componentWillReceiveProps", "UNSAFE_componentWillUpdate", "componentDidCatch",
    "componentDidMount", "componentDidUpdate", "componentWillMount", "componentWillReceiveProps", "componentWillUnmount",
    "componentWillUpdate", "getChildContext", "getSnapshotBeforeUpdate", "render", "shouldComponentUpdate",
})  # fmt: skip
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
        a.solver.on(made, Lifecycle(Escape(a, site), LIFECYCLE, set()))
        for name in STATICALLY_CALLED:
            escape(a, load(a, cls.var, name), site)
        store(a, made, "context", load(a, load(a, cls.var, "contextType"), CONTEXT), None, True)
    elif not _is_platform(base):
        escape(a, made, site)
        escape(a, cls.var, site)
        a.given.append(Given(site.caller, site.at, made, 0, base.package))


class Lifecycle:
    """What arrives is a component: React calls what it has, or inherits, under these names.

    Each element makes a component of its own, and most have two or three of the names: so its properties are watched, not read one by one.
    """

    __slots__ = ("names", "seen", "way")

    def __init__(self, way: Escape, names: frozenset[str], seen: set[tuple[int, frozenset[str]]]) -> None:
        """`seen`: the objects that were looked at, by identity, with the names that mattered: prototypes can go in circles."""
        self.way = way
        self.names = names
        self.seen = seen

    def __call__(self, tokens: Tokens) -> None:
        for token in tokens:
            if isinstance(token, Holder) and (id(token), self.names) not in self.seen:
                self.seen.add((id(token), self.names))
                self._of(token)

    def _of(self, component: Holder) -> None:
        a, origin = self.way.a, component.origin
        component.watch(self.property)
        for name, getter in component.getters.items():
            if name in self.names or name == ANY_KEY:
                called = a.solver.var()
                get(a, getter, component, called)
                escape(a, called, self.way.site)
        if component.kind in INHERITING:
            names = self.names - origin.methods if isinstance(origin, ClassToken) else self.names
            a.solver.on(component.inherited(a.solver), Lifecycle(self.way, names, self.seen))

    def property(self, name: str, var: int) -> None:
        """One more property of a component; without a name it may have any."""
        if name in self.names or not name:
            self.way.property(name, var)


def _is_platform(base: External) -> bool:
    if base.package == "(global)":
        return len(base.path) == 1 and PLATFORM.fullmatch(base.path[0]) is not None
    return base.package.removeprefix("node:") in BUILT_IN
