"""What compilers write in the place of imports and exports: calls of helpers that compiled files bring along, known by their names."""

from __future__ import annotations

from collections.abc import Callable

from scopeminer.syntax.ir import (
    Arr,
    Assign,
    Call,
    Do,
    Expr,
    Func,
    Let,
    Logic,
    Member,
    Name,
    NamePattern,
    Obj,
    Prop,
    Return,
    Sequence,
    Spread,
    Stmt,
    Str,
    Tagged,
    Template,
)

Args = tuple[Expr, ...]


def compiled(callee: Expr, args: Args, at: int) -> Expr | None:
    """What a call of such a helper stands for (esbuild, TypeScript and tslib, Babel, SWC); None for every other call."""
    name = callee.id if isinstance(callee, Name) else callee.name if isinstance(callee, Member) else _last(callee)
    helper = HELPERS.get(name)
    if helper is None:
        return _tagged(callee, args, at) if args and isinstance(args[0], Logic) else None
    return helper(args, at) if args and not any(isinstance(arg, Spread) for arg in args) else None


def _tagged(tag: Expr, args: Args, at: int) -> Expr | None:
    """`route(t || (t = __makeTemplateObject(["/x/", ""], …)), key)` is ``route`/x/${key}` ``."""
    kept = args[0].right if isinstance(args[0], Logic) else None
    made = kept.value if isinstance(kept, Assign) else None
    if not isinstance(made, Call) or not isinstance(made.callee, Name) or made.callee.id not in TEMPLATES or not made.args:
        return None
    texts = made.args[0].items if isinstance(made.args[0], Arr) else ()
    quasis = tuple(text.value for text in texts if isinstance(text, Str))
    return Tagged(tag, Template(quasis, args[1:], at), at) if len(quasis) == len(texts) == len(args) else None


def _last(callee: Expr) -> str:
    """`(0, tslib_1.__importStar)`."""
    last = callee.items[-1] if isinstance(callee, Sequence) else callee
    return last.name if isinstance(last, Member) else ""


def _module(args: Args, at: int) -> Expr:
    """A module under its other name; a JSON file is what its default export is. One that esbuild wraps is an object like any other."""
    given = args[0]
    if isinstance(given, Call) and isinstance(given.callee, Name) and given.callee.id.startswith(WRAPPED):
        again = Call(given.callee, given.args, given.at)  # a node of its own: nodes are told apart by identity
        return Obj((Prop("default", given, at), Spread(again, at)), at)
    is_json = isinstance(given, Call) and len(given.args) == 1 and isinstance(given.args[0], Str) and given.args[0].value.endswith(".json")
    return Obj((Prop("default", given, at),), at) if is_json else given


def _same(args: Args, at: int) -> Expr:
    return args[0]


def _exported(args: Args, at: int) -> Expr | None:
    """`__export(target, { run: () => run })`: a getter for each name."""
    if len(args) != 2 or not isinstance(args[1], Obj) or not args[1].props:
        return None
    defined: list[Expr] = []
    for prop in args[1].props:
        if isinstance(prop, Spread) or not isinstance(prop.key, str) or not isinstance(prop.value, Func):
            return None
        described = Obj((Prop("get", prop.value, prop.at),), prop.at)
        define = Member(Name("Object", prop.at), "defineProperty", prop.at)
        defined.append(Call(define, (args[0], Str(prop.key, prop.at), described), prop.at))
    return Sequence((*defined, args[0]), at)


def _all_of(target: int, source: int) -> Callable[[Args, int], Expr | None]:
    """Everything of one module becomes a member of another."""

    def assigned(args: Args, at: int) -> Expr | None:
        if len(args) <= max(target, source):
            return None
        return Call(Member(Name("Object", at), "assign", at), (args[target], args[source]), at)

    return assigned


def _merged(args: Args, at: int) -> Expr:
    """`__assign({}, options)` is `{ ...options }` of a language that has none."""
    return Call(Member(Name("Object", at), "assign", at), args, at)


def _wrapped(args: Args, at: int) -> Expr | None:
    """`__commonJS({ "a.js"(exports, module) { … } })`: a function that gives what one module exports, apart from all others."""
    body = _only_function(args[0])
    if body is None:
        return None
    made = Obj((Prop("exports", Obj((), at), at),), at)
    exports = [Member(Name("@module", at), "exports", at) for _ in range(2)]
    run = Call(body, (exports[0], Name("@module", at)), at)
    return _arrow(body, (Let("const", NamePattern("@module", at), made, at), Do(run, at), Return(exports[1], at)), at)


def _initialising(args: Args, at: int) -> Expr | None:
    """`__esm({ "a.js"() { … } })`: a function that runs one module."""
    body = _only_function(args[0])
    return _arrow(body, (Do(Call(body, (), at), at),), at) if body is not None else None


def _only_function(given: Expr) -> Func | None:
    prop = given.props[0] if isinstance(given, Obj) and len(given.props) == 1 else None
    return prop.value if isinstance(prop, Prop) and isinstance(prop.value, Func) else None


def _arrow(inner: Func, body: tuple[Stmt, ...], at: int) -> Func:
    """A function around another one."""
    return Func("", (), body, at, inner.end, False, False, True, inner.assigned, inner.assigned)


WRAPPED = "require_"
"""How the names begin that esbuild gives to wrapped modules."""
TEMPLATES = frozenset({"__makeTemplateObject", "_taggedTemplateLiteral", "_tagged_template_literal", "__template"})
HELPERS: dict[str, Callable[[Args, int], Expr | None]] = {
    "__commonJS": _wrapped,
    "__esm": _initialising,
    "__toESM": _module,
    "__toCommonJS": _same,
    "__export": _exported,
    "__reExport": _all_of(0, 1),
    "__importStar": _module,
    "__importDefault": _module,
    "__exportStar": _all_of(1, 0),
    "_interopRequireWildcard": _module,
    "_interopRequireDefault": _module,
    "_interop_require_wildcard": _module,
    "_interop_require_default": _module,
    "_export_star": _all_of(1, 0),
    "__assign": _merged,
    "_extends": _merged,
    "_objectSpread": _merged,
    "_object_spread": _merged,
}
