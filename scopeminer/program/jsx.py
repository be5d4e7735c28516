"""Constraints of JSX: components are called with their properties, elements of the page hand them to it."""

from __future__ import annotations

from scopeminer.program import components, linking, models
from scopeminer.program.body import EXPRESSIONS, Body
from scopeminer.program.callsite import CallSite
from scopeminer.program.escape import Escape, escape
from scopeminer.syntax.ir import LITERALS, Arr, Jsx, Obj, Prop, Spread, Str


def jsx(body: Body, expr: Jsx) -> int:
    """`<C a={b}>…</C>`: what is inside is a property like the others, for those who look at the element."""
    a = body.a
    children, tag, at = expr.children, expr.tag, expr.at
    props: tuple[Prop | Spread, ...] = expr.attributes
    if children:
        inner = children[0] if len(children) == 1 else Arr(children, at)
        props = (*props, Prop("children", inner, at, "init"))
    props_expr = Obj(props, at)
    if type(tag) is Str and Spread not in map(type, props):
        return _element(body, expr, props_expr)
    props_var = body.value(props_expr)
    site = CallSite(body.function, "jsx", expr, at, (props_expr,), (props_var,), 0)
    a.add_site(expr, site)
    if type(tag) is Str:
        escape(a, props_var, site)
    else:
        component = body.value(tag)
        components.give(a, site, component, props_var)
        linking.called(a, site, component)
        models.context_provider(a, tag, props_expr, props_var)
    return site.result


def _element(body: Body, expr: Jsx, props: Obj) -> int:
    """An element of the page: nobody reads its properties, and the page may call whatever they hold."""
    a = body.a
    named = a.expression
    given = [
        named(body, prop.value, prop.key)
        for prop in expr.attributes
        if type(prop) is Prop and prop.value.__class__ not in LITERALS and isinstance(prop.key, str)
    ]
    given += [EXPRESSIONS[child.__class__](body, child) for child in expr.children if child.__class__ not in LITERALS]
    site = CallSite(body.function, "jsx", expr, expr.at, (props,), (0,), 0)
    site.escaped = True
    a.add_site(expr, site)
    if any(given):
        way = Escape(a, site)
        for var in filter(None, given):
            way.property("", var)
    return 0
