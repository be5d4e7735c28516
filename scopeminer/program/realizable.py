"""Chains of calls that can happen: what is called as a parameter is what the caller gave, what a function made is what one call of it made.

`const connect = (View) => () => <View />` calls every view that anybody connects; under one call of `connect`, it is the one given there.
Of `{ get: verb('GET'), put: verb('PUT') }`, `get` runs what the first call of `verb` made. A client's method sends as this client does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scopeminer.program.called_parameters import CalledParameters, Handed, callee_of
from scopeminer.program.callers import Callers
from scopeminer.program.callsite import CallSite
from scopeminer.program.tokens import Function
from scopeminer.syntax.ir import Expr, Func, Member, New
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.lookup import Frame, Site
from scopeminer.values.nodes import Absent, Node

Makers = tuple[Function, frozenset[CallSite]]
"""A function, and its calls that can have made what a chain runs."""


class Realizable:
    """What is known of the chains of one program, as long as it does not change."""

    def __init__(self, callers: Callers, called: CalledParameters, evaluator: Callable[[], Evaluator]) -> None:
        self._callers = callers
        self._called = called
        self._evaluator = evaluator
        self._objects: dict[Frame, tuple[Makers, ...]] = {}
        self._made: dict[tuple[CallSite, Frame | None, Function, Function], frozenset[CallSite] | None] = {}

    def callers(self, chain: Frame | None, function: Function) -> tuple[CallSite | None, ...]:
        """The callers of a function that can stand around a chain; all of them where none seems to. None = one that nobody knows."""
        callers = self._callers.of(function)
        handed = [one for one in self._open(chain) if one.parameter.function is function]
        made = [sites for maker, sites in self._makers(chain) if maker is function]
        maker = _outermost(chain)
        if maker is not None and isinstance(maker.function, Function) and _is_inside(function.outer, maker.function):
            callers = tuple(site for site in callers if self._runs(function, site, maker)) or callers
        if not handed and not made:
            return callers
        fitting = (site for site in callers if all(site in sites for sites in made))
        return tuple(site for site in fitting if all(self._called.gives(site, one) for one in handed)) or callers

    def ahead(self, chain: Frame | None) -> object:
        """What decides which callers can stand around a chain, now and when it is longer."""
        return tuple(self._open(chain)), tuple(self._makers(chain))

    def _open(self, chain: Frame | None) -> Iterator[Handed]:
        """What a chain calls as a parameter of functions whose callers are not in it."""
        while chain is not None:
            called = self._called.at(chain.site)
            if called is not None and chain.find(called[0].function) is None:
                yield Handed(*called, chain.function)
            chain = chain.outer

    def _makers(self, chain: Frame | None) -> Iterator[Makers]:
        """Functions that are not in a chain, though they stand around its functions or made their objects; and which calls of them did."""
        while chain is not None:
            if isinstance(chain.function, Function):
                yield from self._around(chain, chain.function)
                if chain.function.owner is not None:
                    yield from (one for one in self._makers_of_object(chain) if chain.find(one[0]) is None)
            chain = chain.outer

    def _around(self, call: Frame, function: Function) -> Iterator[Makers]:
        maker = function.outer
        while maker is not None and not maker.is_module:
            sites = self._made_by(maker, function, call.site, call.outer) if call.find(maker) is None else None
            if sites is not None:
                yield maker, sites
            maker = maker.outer

    def _makers_of_object(self, call: Frame) -> tuple[Makers, ...]:
        """Of the objects whose method a call runs: their constructors, and the functions that construct them."""
        if call not in self._objects:
            callee = callee_of(call.site.node) if isinstance(call.site, CallSite) else None
            self._objects[call] = tuple(self._constructions(callee.object, call.outer)) if isinstance(callee, Member) else ()
        return self._objects[call]

    def _constructions(self, expr: Expr, frame: Frame | None) -> Iterator[Makers]:
        evaluator = self._evaluator()
        nodes = [node for node in evaluator.reduce(expr, frame) if not isinstance(node.value, Absent)]
        if evaluator.cuts or not all(isinstance(node.value, New) for node in nodes):
            return
        calls = [dict(self._calls_around(node, frame)) for node in nodes]
        for maker in calls[0] if calls else ():
            if all(maker in one for one in calls):
                yield maker, frozenset(self._callers.representative(maker, one[maker]) for one in calls)

    def _calls_around(self, node: Node, frame: Frame | None) -> Iterator[tuple[Function, CallSite]]:
        """The calls, inside of `frame`, in which an object is constructed, and its construction itself."""
        at = node.frame
        while at is not None and at is not frame:
            if isinstance(at.function, Function) and isinstance(at.site, CallSite):
                yield at.function, at.site
            at = at.outer
        site = self._called.site_of(node.value) if isinstance(node.value, New) else None
        if site is not None:
            yield from ((constructor, site) for constructor in site.targets)

    def _runs(self, function: Function, site: CallSite | None, made: Frame) -> bool:
        """Whether a call of a function can run the one that the call `made` of its maker made."""
        if not isinstance(made.function, Function) or not isinstance(made.site, CallSite):
            return True
        sites = self._made_by(made.function, function, site, None)
        return sites is None or self._callers.representative(made.function, made.site) in sites

    def _made_by(self, maker: Function, function: Function, site: Site | None, outer: Frame | None) -> frozenset[CallSite] | None:
        """The calls of `maker` that made the `function` which a call runs; None where that is not known, or the call is inside of it."""
        if not isinstance(site, CallSite) or _is_inside(site.caller, maker):
            return None
        key = (site, outer, function, maker)
        if key not in self._made:
            self._made[key] = self._calls_of(maker, function, callee_of(site.node), outer)
        return self._made[key]

    def _calls_of(self, maker: Function, function: Function, callee: Expr | None, outer: Frame | None) -> frozenset[CallSite] | None:
        if callee is None:
            return None
        evaluator = self._evaluator()
        sites: dict[CallSite, None] = {}
        for node in evaluator.reduce(callee, outer):
            if node.value is function.func:
                made = node.frame.find(maker) if node.frame is not None else None
                if made is None or not isinstance(made.site, CallSite):
                    return None
                sites[self._callers.representative(maker, made.site)] = None
            elif not isinstance(node.value, Func | Absent):
                return None
        return frozenset(sites) if sites and not evaluator.cuts else None


def _outermost(chain: Frame | None) -> Frame | None:
    while chain is not None and chain.outer is not None:
        chain = chain.outer
    return chain


def _is_inside(function: Function | None, maker: Function) -> bool:
    while function is not None and function is not maker:
        function = function.outer
    return function is maker
