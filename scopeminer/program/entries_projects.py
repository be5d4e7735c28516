"""Resources → their sources: the page or project from which the folder that the manifest names is built.

Evidence in this order: a build configuration that names the folder; the folder's own page with scripts that people wrote; the project
(nearest package.json) beside or above it; the only frontend projects there are.
"""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING

from scopeminer.program.entries_outputs import Configuration, configurations
from scopeminer.program.entries_pages import Page, is_bundle, read_page
from scopeminer.program.entries_scripts import brought_to
from scopeminer.program.entries_still import is_still
from scopeminer.program.packages import PackageJson, join
from scopeminer.program.resolution_files import CODE
from scopeminer.program.tsconfig_jsonc import mapping, parse, texts
from scopeminer.records import NamedTuple

if TYPE_CHECKING:
    from scopeminer.program.resolution import ModuleResolver
    from scopeminer.source import SourceTree

MAINS = (
    "src/index",
    "src/main",
    "src/Main",
    "src/app",
    "src/App",
    "src/bootstrap",
    "src/client",
    "app/index",
    "app/main",
    "index",
    "main",
    "app",
)
"""Without extension, in a frontend project: create-react-app and webpack, vite, Angular and Vue."""
IN_ROOT = tuple(
    f"{folder}/{name}"
    for folder in ("src/frontend", "src/ui", "src/client", "src/web", "src/app", "frontend", "ui", "client", "web")
    for name in ("index", "main", "App")
)
"""In a project that holds the backend, too."""
PAGE_FOLDERS = (".", "src", "public", "app")
FRONTEND = ("@forge/bridge", "react-dom", "vue", "svelte", "@angular/core", "react-scripts", "preact", "lit", "solid-js")
FOR_DEVELOPERS = re.compile(
    r"(?:^|[/_.-])(?:test|tests|sandbox|preview|demo|dev|playground|storybook|example|examples|mock)(?:[_.-][^/]*)?\.html$"
)


MADE = frozenset({"build", "dist", "out", "output"})
"""What builds are named: a script in one need not be what somebody wrote, even if it does not look like a bundle."""
NOTHING = "its page has no script of its own"


class Found(NamedTuple):
    """`files`: the sources; without any, `reason` says why, and `built` whether a bundle is there.

    `guessed`: nothing says that they are, but there are no others. `still`: what lies there is all, and nothing in it runs.
    """

    files: tuple[str, ...]
    reason: str = ""
    built: bool = False
    guessed: bool = False
    still: bool = False


class Projects:
    """The frontend sources of one app; `backend` are the files of its handlers, `outputs` the folders of all its resources."""

    def __init__(self, tree: SourceTree, resolver: ModuleResolver, backend: frozenset[str], outputs: frozenset[str]) -> None:
        self._tree = tree
        self._resolver = resolver
        self._files = resolver.files
        self._backend = backend
        self._outputs = outputs
        self._configurations: dict[str, Configuration] = {}

    def sources(self, path: str) -> Found:
        """The sources of what lies (or will lie) at `path`."""
        if path.endswith((".html", ".htm")):
            return self._of_page(path)
        if path.endswith((*CODE, ".json")):
            found = self._files.file(path, from_typescript=True) or self._files.file(posixpath.splitext(path)[0])
            return Found((found,)) if found is not None else self._of_output(path)
        if not self._tree.is_dir(path):
            code = self._files.file(path, from_typescript=True)
            if code is not None and code.endswith(CODE):
                return Found((code,))
        return self._of_folder(path)

    def _of_output(self, path: str) -> Found:
        """A code file that is not there: built by a configuration, or lost."""
        source = self._files.source_of(".", path)
        return Found((source,)) if source is not None else Found((), "there is no such file")

    def _of_folder(self, folder: str) -> Found:
        configured = self._by_configuration(folder)
        if configured:
            return Found(configured)
        page, inline = self._own_page(folder)
        if page.files:
            made = self._from_project(folder) if posixpath.basename(folder) in MADE else ()
            return page._replace(files=tuple(dict.fromkeys((*page.files, *made))))
        brought = self._by_script(folder)
        if brought:
            return Found(brought)
        index = self._index(folder)
        if index:
            return Found(index)
        made = self._from_project(folder)
        if made:
            return Found(made)
        if beside := self._beside(folder):
            return Found(beside)
        if others := self._other_projects(folder) or self._namesakes(folder):
            return Found(others, guessed=True)
        if inline:
            return Found(inline)
        if page.built or page.reason:
            return page
        if self._is_still(folder):
            return Found((), NOTHING, still=True)
        if self._tree.is_dir(folder):
            return self._unpaged(folder)
        return Found((), "there is no such folder, and no project that would build it")

    def _from_project(self, folder: str) -> tuple[str, ...]:
        """The sources of the nearest project around a folder that has any."""
        return next(filter(None, (self._in_project(project, folder) for project in self._around(folder))), ())

    def _of_page(self, path: str) -> Found:
        if not self._tree.exists(path):
            return self._of_folder(posixpath.dirname(path) or ".")
        folder = posixpath.dirname(path) or "."
        page = read_page(self._tree, self._files, path, (folder, *(p.folder for p in self._around(folder))))
        if page.scripts or (page.inline and not (page.built or page.talks)):
            return Found((*page.scripts, path) if page.inline else page.scripts)
        if page.talks:
            return Found((), "a script inside it talks to the product")
        return self._of_folder(folder) if page.built else Found((), NOTHING, still=self._is_still(folder))

    def _is_still(self, folder: str) -> bool:
        return not self._looks_built(folder) and is_still(self._tree, folder, self._around(folder))

    def _own_page(self, folder: str) -> tuple[Found, tuple[str, ...]]:
        """The scripts of the pages that lie in the folder itself; else those pages whose scripts do not say whether they are all."""
        scripts: list[str] = []
        inline: list[str] = []
        built, foreign, imports, reason = False, False, False, ""
        for name in self._tree.listing(folder):
            if name.endswith((".html", ".htm")):
                path = join(folder, name)
                page = read_page(self._tree, self._files, path, (folder,))
                scripts += page.scripts
                inline += [path] if page.inline else []
                built, foreign = built or page.built, foreign or page.foreign
                imports = imports or page.imports
                if page.talks or (page.imports and page.built):
                    reason = f"a script inside {name} talks to the product"
        if (scripts and not (built and self._looks_built(folder))) or (imports and not built and not reason):
            return Found(tuple(dict.fromkeys((*scripts, *inline)))), ()
        return Found((), reason or ("only a bundle is there" if built else ""), built), () if built or foreign or reason else tuple(inline)

    def _index(self, folder: str) -> tuple[str, ...]:
        """The index file of a folder of sources without a page: UI Kit."""
        if self._tree.exists(join(folder, "package.json")) or any(name.endswith(".html") for name in self._tree.listing(folder)):
            return ()
        found = self._files.file(join(folder, "index"))
        return (found,) if found is not None and found.endswith(CODE) and not is_bundle(found, self._tree.read(found)) else ()

    def _looks_built(self, folder: str) -> bool:
        return posixpath.basename(folder) in ("build", "dist", "out", "output", "public")

    def _unpaged(self, folder: str) -> Found:
        """A folder without a page: nothing runs from it unless scripts lie in it."""
        scripts = [join(folder, name) for name in self._tree.listing(folder) if name.endswith((".js", ".mjs"))]
        if any(is_bundle(script, self._tree.read(script)) for script in scripts):
            return Found((), "only a bundle is there", built=True)
        return Found((), "the folder has no page, and no project builds it")

    def _by_configuration(self, folder: str) -> tuple[str, ...]:
        """Sources that a build configuration of the app, or of a folder beside it, turns into this folder."""
        for path in self._all_configurations:
            configuration = self._configuration(path)
            if not configuration.writes(folder):
                continue
            found = configuration.made_into(folder)
            pages = [script for path in found if path.endswith(".html") for script in self._of_page(path).files]
            code = [path for path in found if not path.endswith(".html") and path not in self._backend]
            if code or pages:
                return tuple(dict.fromkeys([*code, *pages]))
            package = next(self._resolver.packages.above(configuration.folder), None)
            project = self._project_sources(configuration.root, package) or self._project_sources(configuration.folder, package)
            if project:
                return project
        return ()

    def _by_script(self, folder: str) -> tuple[str, ...]:
        """Sources of the projects whose build a script of a package.json brings to this folder."""
        found: dict[str, None] = {}
        for place in self._places:
            package = self._resolver.packages.at(place)
            for built in brought_to(package, folder) if package is not None else ():
                project = next(iter(self._around(built)), None)
                if project is not None:
                    found |= dict.fromkeys(self._project_sources(project.folder, project))
        return tuple(found)

    @cached_property
    def _places(self) -> tuple[str, ...]:
        """The folders of the app, and those beside it."""
        places = dict.fromkeys(posixpath.dirname(path) or "." for path in self._tree.files if path.count("/") <= 6)
        beside = [join("..", name) for name in self._tree.listing("..") if name.endswith("/")] if self._tree.is_dir("..") else []
        return tuple(dict.fromkeys((".", *places, *beside)))

    @cached_property
    def _all_configurations(self) -> tuple[str, ...]:
        return tuple(configurations(self._tree, self._places))

    def _configuration(self, path: str) -> Configuration:
        if path not in self._configurations:
            self._configurations[path] = Configuration(self._tree, self._files, path)
        return self._configurations[path]

    def _around(self, folder: str) -> list[PackageJson]:
        """The projects that a folder lies in, the nearest first, up to the app's own."""
        found: list[PackageJson] = []
        for package in self._resolver.packages.above(self._existing(folder)):
            found.append(package)
            if package.folder == "." or package.folder.endswith(".."):
                break
        return found

    def _beside(self, folder: str) -> tuple[str, ...]:
        """The sources beside a build that belongs to no package: `ui/src` for `ui/build`; its entry, else whatever uses the bridge."""
        above = posixpath.dirname(folder)
        source = f"{above}/src"
        if not above or not self._looks_built(folder) or not self._tree.is_dir(source):
            return ()
        talking = (path for path in self._tree.files if path.startswith(f"{source}/") and path.endswith(CODE))
        return self._project_sources(above, None) or tuple(path for path in talking if b"@forge/bridge" in (self._tree.read(path) or b""))

    def _existing(self, folder: str) -> str:
        """The nearest folder at or above that is there: builds have yet to make theirs."""
        while not self._tree.is_dir(folder) and posixpath.basename(folder) not in ("", ".", ".."):
            folder = posixpath.dirname(folder) or "."
        return folder

    def _in_project(self, package: PackageJson, output: str) -> tuple[str, ...]:
        if package.folder == output and self._looks_built(output):
            return ()
        return self._project_sources(package.folder, package)

    def _project_sources(self, folder: str, package: PackageJson | None) -> tuple[str, ...]:
        """The entry files of the project in a folder: what its configuration says, its pages, what frameworks agree on."""
        settings = [self._configuration(path) for path in configurations(self._tree, [folder])]
        named = [path for configuration in settings for path in configuration.entries()]
        named += self._declared(folder, package)
        several = any(configuration.several_pages for configuration in settings)
        code = [path for path in named if path.endswith(CODE)]
        roots = dict.fromkeys((folder, *(configuration.root for configuration in settings)))
        pages = {path: folder for path in named if path.endswith((".html", ".htm"))}
        pages = pages or {path: root for root in roots for path in self._pages(root, several)}
        for path, root in pages.items():
            page = self._page_of(root, path)
            code += (*page.scripts, path) if page.imports else page.scripts
        code = [path for path in dict.fromkeys(code) if path not in self._backend and not self._in_output(path)]
        if not code or any(configuration.is_elsewhere for configuration in settings):
            code += self._mains(folder)
        pages |= {path: root for root in roots for path in self._index_pages(root)}
        inline = [path for path, root in pages.items() if self._page_of(root, path).inline and not self._in_output(path)]
        return tuple(dict.fromkeys((*code, *inline))) if code else ()

    def _mains(self, folder: str) -> list[str]:
        """The file that a project in a folder usually starts with."""
        mixed = any(posixpath.dirname(path).startswith(posixpath.join(folder, "src").removeprefix("./")) for path in self._backend)
        for stem in (*IN_ROOT, *MAINS) if mixed else MAINS:
            found = self._files.file(join(folder, stem))
            if found is not None and found.endswith(CODE) and found not in self._backend and not self._in_output(found):
                if not mixed or self._draws(found):
                    return [found]
        return []

    def _page_of(self, folder: str, path: str) -> Page:
        """A page of the project in a folder."""
        return read_page(self._tree, self._files, path, (folder, posixpath.dirname(path) or "."))

    def _index_pages(self, folder: str) -> list[str]:
        """The pages that a project in a folder can be built around."""
        pages = (join(join(folder, below), "index.html") for below in PAGE_FOLDERS)
        return [path for path in pages if self._tree.exists(path)]

    def _in_output(self, path: str) -> bool:
        return any(path.startswith(f"{output}/") for output in self._outputs if output != "." and self._looks_built(output))

    def _draws(self, path: str) -> bool:
        source = self._tree.read(path) or b""
        return re.search(rb"@forge/bridge|@forge/react|react-dom|createRoot|createApp|ReactDOM|document\.", source) is not None

    def _pages(self, folder: str, several: bool) -> list[str]:
        """The pages of a project that load what people wrote: its index, and the others where a configuration builds `several`."""
        for below in PAGE_FOLDERS:
            where = join(folder, below)
            pages = [join(where, name) for name in self._tree.listing(where) if name.endswith(".html")]
            read = {page: self._page_of(folder, page) for page in pages}
            written = [page for page in pages if read[page].scripts or (below == "." and read[page].imports)]
            index = [page for page in written if posixpath.basename(page) == "index.html"]
            if index:
                return [page for page in written if page in index or (several and not FOR_DEVELOPERS.search(page))]
            if written:
                return written
        return []

    def _declared(self, folder: str, package: PackageJson | None) -> list[str]:
        """Parcel's `source` and Angular's `main`."""
        named = texts(package.data.get("source")) if package is not None and package.folder == folder else []
        angular = parse(self._tree.read(join(folder, "angular.json"))) if self._tree.exists(join(folder, "angular.json")) else {}
        for project in mapping(angular.get("projects")).values():
            targets = mapping(mapping(project).get("architect")) or mapping(mapping(project).get("targets"))
            options = mapping(mapping(targets.get("build")).get("options"))
            named += [*texts(options.get("main")), *texts(options.get("browser"))]
        return [path for name in named if (path := self._tree.canonical(join(folder, name))) is not None]

    def _other_projects(self, folder: str) -> tuple[str, ...]:
        """Frontend projects elsewhere that build no other resource: those whose name is in the path, else all there are."""
        found: list[tuple[str, PackageJson]] = []
        candidates = [posixpath.dirname(path) or "." for path in self._tree.files if posixpath.basename(path) == "package.json"]
        candidates += [join("..", name) for name in self._tree.listing("..") if name.endswith("/")] if self._tree.is_dir("..") else []
        for where in dict.fromkeys(candidates):
            package = self._resolver.packages.at(where)
            if package is None or where == "." or self._tree.exists(join(where, "manifest.yml")):
                continue
            taken = any(output != folder and output.startswith(f"{where}/") for output in self._outputs)
            if not taken and any(name in package.dependencies for name in FRONTEND):
                found.append((where, package))
        named = [(where, package) for where, package in found if posixpath.basename(where) in folder.split("/")]
        talking = [(where, package) for where, package in found if "@forge/bridge" in package.dependencies]
        chosen = named or talking or found
        return tuple(dict.fromkeys(path for where, package in chosen for path in self._project_sources(where, package)))

    def _namesakes(self, folder: str) -> tuple[str, ...]:
        """Files called like the folder that use the bridge: what a build script of the app's own makes it from."""
        name = posixpath.basename(folder)
        found = (path for path in self._tree.files if path.endswith(CODE) and posixpath.basename(path).partition(".")[0] == name)
        outside = [path for path in found if not path.startswith(f"{folder}/") and path not in self._backend]
        return tuple(
            path for path in outside if b"@forge/bridge" in (source := self._tree.read(path) or b"") and not is_bundle(path, source)
        )
