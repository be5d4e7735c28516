"""What a call gives the parameters of what it calls, spread arguments included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeminer.syntax.ir import Arr, Expr, Spread
from scopeminer.values.changes import is_changed
from scopeminer.values.definitions import Parameter
from scopeminer.values.lookup import Frame, Site
from scopeminer.values.nodes import Absent, Node, ParameterRef, Unknown
from scopeminer.values.properties import property_of

if TYPE_CHECKING:
    from scopeminer.values.reduce import Reducer


def given(reducer: Reducer, parameter: Parameter, site: Site | None, outer: Frame | None, frame: Frame | None) -> list[Node]:
    """What the call at `site`, whose arguments are read under `outer`, gives a parameter; `frame` is who asks."""
    if site is None:
        return [Node(Unknown(parameter.var), frame)]
    args = site.args
    if Spread in map(type, args[: parameter.index + 1]):
        return _by_spread(reducer, parameter, args, outer, frame)
    if parameter.rest:
        return [Node(Arr(args[parameter.index :], 0), outer)]
    nodes = reducer.reduce(args[parameter.index], outer) if parameter.index < len(args) else [Node(Absent(), frame)]
    return reducer.with_default(nodes, parameter.default, frame)


def _by_spread(reducer: Reducer, parameter: Parameter, args: tuple[Expr, ...], outer: Frame | None, frame: Frame | None) -> list[Node]:
    """`f(...args)`: what a caller of this function gave it, where that is `(...args) => f(...args)`."""
    written, beyond = _written_out(reducer, args, outer)
    if parameter.rest:
        behind = written[parameter.index :]
        within = {id(under): under for _, under in behind} or {0: outer}
        if beyond is None and len(within) == 1:
            return [Node(Arr(tuple([arg for arg, _ in behind]), 0), next(iter(within.values())))]
    elif parameter.index < len(written):
        return reducer.with_default(reducer.reduce(*written[parameter.index]), parameter.default, frame)
    elif beyond is None:
        return reducer.with_default([Node(Absent(), frame)], parameter.default, frame)
    elif isinstance(beyond.value, ParameterRef):
        nodes = property_of(reducer, beyond, str(parameter.index - len(written)))
        return reducer.with_default(nodes, parameter.default, frame)
    return [Node(Unknown(parameter.var), frame)]


def _written_out(reducer: Reducer, args: tuple[Expr, ...], frame: Frame | None) -> tuple[list[tuple[Expr, Frame | None]], Node | None]:
    """Arguments, each with its frame, every spread of a known array written out; and what is spread from where that ends."""
    out: list[tuple[Expr, Frame | None]] = []
    for arg in args:
        if not isinstance(arg, Spread):
            out.append((arg, frame))
            continue
        nodes = reducer.whole(arg.value, frame)
        if len(nodes) != 1:
            return out, Node(Unknown(), frame)
        array = nodes[0].value
        if not isinstance(array, Arr) or is_changed(reducer.lookup, array) or Spread in map(type, array.items):
            return out, nodes[0]
        out += [(item, nodes[0].frame) for item in array.items]
    return out, None
