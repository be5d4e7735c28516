"""Modules: imports and exports as constraints on namespaces, ESM and CommonJS alike."""

from __future__ import annotations

from scopeminer.program.analysis import MODULE_NAMES, Analysis, Edge, LoadedModule
from scopeminer.program.bindings import Scope
from scopeminer.program.body import Body
from scopeminer.program.objects import load, store
from scopeminer.program.resolution_model import Asset, LocalFile, Package, Unresolved
from scopeminer.program.tokens import External, Function, Holder
from scopeminer.syntax import ir
from scopeminer.values.definitions import Choice, Definition, Stored, ValueOf

DATA = (".json", ".css", ".scss", ".svg", ".png", ".jpg", ".md", ".txt", ".yml", ".yaml")
"""Endings of files that hold no code."""
MEANT = frozenset({("@forge/api", "api")})
"""Names that a package does not export, where its default is meant: until it is written as such the code throws, and what it needs then is
what it says."""


def module(a: Analysis, path: str, edge_from: Function | None, at: int) -> LoadedModule | None:
    """The module at `path`, loaded at its first use; its top level becomes reachable."""
    loaded = a.modules.get(path)
    if loaded is None:
        parsed = a.load(path)
        if parsed is None:
            return None
        loaded = _load(a, path, parsed)
    if edge_from is not loaded.top:
        a.reach(loaded.top, Edge(edge_from, loaded.top, edge_from.path if edge_from else path, at, None))
    return loaded


def _load(a: Analysis, path: str, parsed: ir.Module) -> LoadedModule:
    solver = a.solver
    func = ir.Func(path, (), parsed.body, 0, 0, True, False, False, parsed.assigned, parsed.assigned_within, parsed.hoisted)
    top = a.function(func, lambda: Function(func, path, Scope(None), None, path, solver))
    top.is_module = True
    namespace = Holder("module", path)
    commonjs = Holder("object", path)
    solver.add(commonjs.field("exports", solver), namespace)
    loaded = LoadedModule(path, parsed, namespace, top, commonjs)
    a.modules[path] = loaded
    for name, holder in zip(MODULE_NAMES, (namespace, commonjs), strict=True):
        a.module_globals[path, name] = solver.constant(holder)
    solver.add(top.this, namespace)
    return loaded


def exports(a: Analysis, loaded: LoadedModule) -> int:
    """The variable of what `require` of the module gives."""
    return loaded.commonjs.field("exports", a.solver)


def imported(a: Analysis, importer: Function, source: str, at: int) -> tuple[int, LoadedModule | None, bool]:
    """What importing `source` gives: (variable of the namespace, module when it is in the app, known)."""
    path = importer.path
    match a.resolve(path, source):
        case LocalFile(path=target):
            loaded = module(a, target, importer, at)
            if loaded is None:
                a.gap("unresolved-import", path, at, source, importer)
                return 0, None, False
            return exports(a, loaded), loaded, True
        case Package(name=name, subpath=subpath):
            a.outside.setdefault((name, subpath), []).append((importer, at))
            return a.constant(a.external(f"{name}/{subpath}" if subpath else name, ())), None, True
        case Unresolved():
            a.gap("unresolved-import", path, at, source, importer)
            return 0, None, False
        case Asset():
            return 0, None, True
    return 0, None, False


def import_names(body: Body, stmt: ir.Import) -> None:
    a = body.a
    container, loaded, _ = imported(a, body.function, stmt.source, stmt.at)
    for name in stmt.names:
        body.define(name.local, _imported(a, container, loaded, name.imported))


def _imported(a: Analysis, container: int, loaded: LoadedModule | None, name: str) -> Definition:
    if name == "*" or not container:
        return Definition(container)
    if loaded is None:
        package = a.solver.fixed(container)
        whole = name == "default" or (isinstance(package, External) and (package.package, name) in MEANT)
        return Definition(container if whole else load(a, container, name))
    if name == "default" and not _has_default(loaded.ir):
        return default_of_commonjs(a, loaded)
    return Stored(load(a, container, name), container, name)


def default_of_commonjs(a: Analysis, loaded: LoadedModule) -> Definition:
    """What a default import of a module without default export gives: what it exports as a whole."""
    container = a.solver.constant(loaded.commonjs)
    whole = Stored(exports(a, loaded), container, "exports")
    own = Stored(load(a, whole.var, "default"), whole.var, "default")
    choice = Choice(a.solver.var())
    for part in (own, whole):
        choice.add(None, part)
        a.solver.edge(part.var, choice.var)
    return choice


def _has_default(parsed: ir.Module) -> bool:
    return any(
        isinstance(stmt, ir.ExportDefault) or (isinstance(stmt, ir.Export) and any(name.exported == "default" for name in stmt.names))
        for stmt in parsed.body
    )


def export_names(body: Body, stmt: ir.Export) -> None:
    a = body.a
    namespace = a.modules[body.function.path].namespace
    if stmt.source is None:
        for name in stmt.names:
            binding = body.scope.lookup(name.local)
            if binding is not None:
                union = binding.union(a.solver)
                a.solver.edge(union.var, namespace.field(name.exported, a.solver))
                namespace.store(name.exported, (union, False))
        return
    container, loaded, _ = imported(a, body.function, stmt.source, stmt.at)
    for name in stmt.names:
        definition = _imported(a, container, loaded, name.local)
        a.solver.edge(definition.var, namespace.field(name.exported, a.solver))
        namespace.store(name.exported, (definition, False))


def export_all(body: Body, stmt: ir.ExportAll) -> None:
    container, _, _ = imported(body.a, body.function, stmt.source, stmt.at)
    if container:
        namespace = body.a.modules[body.function.path].namespace
        body.a.solver.edge(container, namespace.inherited(body.a.solver))


def export_default(body: Body, stmt: ir.ExportDefault) -> None:
    a = body.a
    namespace = a.modules[body.function.path].namespace
    var = body.named(stmt.value, "default")
    name = stmt.value.name if isinstance(stmt.value, (ir.Func, ir.Class)) else ""
    if name:
        body.declare([name])
        body.define(name, ValueOf(var, stmt.value))
    a.solver.edge(var, namespace.field("default", a.solver))
    namespace.store("default", (ValueOf(var, stmt.value), False))


def export_assign(body: Body, stmt: ir.ExportAssign) -> None:
    var = body.named(stmt.value, "default")
    store(body.a, body.a.module_globals[body.function.path, "module"], "exports", var, ValueOf(var, stmt.value), False)


def require(body: Body, expr: ir.Call) -> int:
    """`require(…)`: the module's exports."""
    body.value(expr.args[0])
    return required(body.a, body.function, expr.args[0], expr.at)


def required(a: Analysis, importer: Function, source: ir.Expr, at: int) -> int:
    """What requiring `source` gives; a computed specifier is unknown."""
    if isinstance(source, ir.Template) and not source.holes:
        source = ir.Str(source.quasis[0], source.at)
    if not isinstance(source, ir.Str):
        _computed(a, importer, source, at)
        return 0
    return imported(a, importer, source.value, at)[0]


def dynamic_import(body: Body, expr: ir.ImportCall) -> int:
    """`import(…)`: promises are transparent, so the namespace itself."""
    return required(body.a, body.function, expr.source, expr.at)


def _computed(a: Analysis, importer: Function, source: ir.Expr, at: int) -> None:
    """A specifier that is put together at run time can mean any code, unless it ends like data."""
    last = source.quasis[-1] if isinstance(source, ir.Template) else ""
    if isinstance(source, ir.Binary) and isinstance(source.right, ir.Str):
        last = source.right.value
    if not last.endswith(DATA):
        a.gap("unresolved-import", importer.path, at, "a computed module name", importer)
