"""Import specifiers → what they mean, as bundlers and TypeScript read them.

Nothing is looked up in `node_modules`: what is not code of the repository is a package. Code is preferred to declarations of types, and
sources to what was built from them. What looks like the app's own code and is not there is Unresolved, never a package.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from scopeminer.program.bundlers import Aliases
from scopeminer.program.copies import Copies
from scopeminer.program.packages import BUILT_IN, LOCAL, PackageJson, Packages, join
from scopeminer.program.packages_exports import targets
from scopeminer.program.resolution_files import ASSETS, EXTENSIONS, Files
from scopeminer.program.resolution_model import Asset, LocalFile, Package, Resolution, Unresolved
from scopeminer.program.tsconfig import TsConfigs, matching
from scopeminer.program.tsconfig_jsonc import texts

if TYPE_CHECKING:
    from scopeminer.source import SourceTree

_PACKAGE = re.compile(r"(?P<name>(?:@[\w.~-]+/)?[\w.~-]+)(?:/(?P<subpath>.*))?")
_RENAMED = re.compile(r"npm:(?P<name>(?:@[^/@]+/)?[^/@]+)")
_LOADERS = re.compile(r"^-?!{0,2}(?:[^!]*!)+")
_URL = re.compile(r"[a-z][\w+.-]+:", re.IGNORECASE)
_SDK = re.compile(r"(?<=[/:])@forge/[\w-]+")
_QUERY = re.compile(r"\?[^/]*$")
_NO_CODE_QUERY = re.compile(r"[?&](?:raw|url|inline|no-inline|svg|react|component|text|source|arraybuffer)\b")


MAX_SPECIFIER = 1_000
PLACED = (".", "/", "\\")
"""What a specifier begins with that means a place near the importer, or below a root."""
FOLDERS = ("/", "/.", "/..")
DATA = (".json", ".json5", ".jsonc")
"""Endings of files that hold values and no code: of one that is not there nothing is known but that."""
TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte")


class ModuleResolver:
    """Resolves the imports of one tree; answers are kept."""

    def __init__(self, tree: SourceTree, roots: tuple[str, ...] = ()) -> None:
        """`roots`: folders that imports may start from, as `source-roots` of scopeminer.toml names them."""
        self._tree = tree
        self.roots = roots
        self.files = Files(tree)
        self.packages = Packages(tree)
        self.tsconfigs = TsConfigs(tree, self._folder_of)
        self.aliases = Aliases(tree, self.packages)
        self.copies = Copies(tree, self.packages)
        self._known: dict[tuple[str, bool, str], Resolution] = {}
        self._homes: dict[str, str] = {}

    def resolve(self, importer: str, specifier: str) -> Resolution:
        """What `specifier` means in the file `importer`."""
        folder = importer.rpartition("/")[0] or "."
        if not specifier.startswith(PLACED) and "!" not in specifier:
            folder = self._home(folder)
        key = (folder, importer.endswith(TYPESCRIPT), specifier)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._resolve(*key)
        return known

    def _home(self, folder: str) -> str:
        """The nearest folder around that says anything of imports: names that are no paths mean the same in all below it."""
        home = self._homes.get(folder)
        if home is None:
            _, *above = self._tree.ancestors(folder) or (folder,)
            says = self.packages.at(folder) or self.packages.members(folder) or self.tsconfigs.at(folder) or self.aliases.has_any(folder)
            home = self._homes[folder] = folder if says or not above else self._home(above[0])
        return home

    def _folder_of(self, name: str, folder: str) -> str | None:
        package = self.packages.named(name, folder)
        return package.folder if package is not None else None

    def _resolve(self, folder: str, typescript: bool, specifier: str) -> Resolution:
        if len(specifier) > MAX_SPECIFIER:
            return Unresolved(specifier)
        if "!" in specifier:  # webpack's inline loaders: what a loader makes of a file is code only for workers
            loaders = _LOADERS.match(specifier)
            specifier = specifier[loaders.end() :] if loaders else specifier
            if loaders and "worker" not in loaders[0] and "babel" not in loaders[0] and "ts-loader" not in loaders[0]:
                return Asset(self._tree.canonical(join(folder, specifier)) if specifier.startswith(".") else None)
        plain = _QUERY.sub("", specifier)
        if specifier != plain and _NO_CODE_QUERY.search(specifier):
            return Asset(self._tree.canonical(join(folder, plain)) if plain.startswith(".") else None)
        if plain.startswith("data:"):
            return Asset(None)
        if "\0" in plain or (_URL.match(plain) and not re.match(r"[a-z]:[\\/]", plain, re.IGNORECASE)):
            sdk = _SDK.search(plain)  # as servers of packages name it
            return Package(sdk[0], "") if sdk else Package(plain, "")
        plain = plain.replace("\\", "/")
        if not plain or plain.startswith(("./", "../", "/")) or plain in (".", ".."):
            return self._path(folder, plain, typescript) if plain else Unresolved(specifier)
        return self._bare(folder, plain, typescript)

    def _path(self, folder: str, specifier: str, typescript: bool) -> Resolution:
        """A relative specifier, or one from the root of the project (`/src/main.ts`, as vite's pages write)."""
        bases = [f"{folder}/{specifier}"]
        if specifier.startswith("/"):
            bases = [
                posixpath.join(root, below, specifier.lstrip("/")) for root in self._tree.ancestors(folder) for below in (".", "public")
            ]
        else:
            bases += self._virtual(folder, bases[0])
        for base in bases:
            slash = "/" if base.endswith(FOLDERS) else ""
            found = self._module(posixpath.normpath(base) + slash, typescript)
            if found is not None:
                return found
        if "node_modules/" in specifier:
            return self._package(folder, specifier.rpartition("node_modules/")[2])
        if any(self.files.declared(posixpath.normpath(base)) for base in bases):
            return Asset(None)
        for source in self.copies.sources_of(folder, posixpath.normpath(bases[0])):
            found = self._module(source, typescript)
            if found is not None:
                return found
        other = self.files.in_other_case(posixpath.normpath(bases[0]))
        return LocalFile(other) if other is not None else self._absent(bases[0], specifier)

    def _virtual(self, folder: str, base: str) -> list[str]:
        """The same place in the other `rootDirs`."""
        out: list[str] = []
        for config in self.tsconfigs.around(folder):
            for root in config.root_dirs:
                inner = posixpath.relpath("/" + join("_", base), "/" + join("_", root)) if not root.startswith("..") else ".."
                if not inner.startswith(".."):
                    out += [join(other, inner) for other in config.root_dirs if other != root]
        return out

    def _module(self, base: str, typescript: bool) -> LocalFile | Asset | None:
        """The file at `base`; declarations of types are none."""
        found = self.files.module(base, typescript)
        if found is not None:
            return LocalFile(found)
        if posixpath.splitext(base)[1].lower() in ASSETS and self._tree.exists(base):
            return Asset(self._tree.canonical(base))
        return None

    def _absent(self, base: str, specifier: str) -> Resolution:
        extension = posixpath.splitext(specifier)[1].lower()
        if extension in ASSETS or extension in DATA:
            return Asset(None)
        if extension and extension not in EXTENSIONS and self._tree.exists(posixpath.normpath(base)):
            return Asset(self._tree.canonical(posixpath.normpath(base)))
        return Unresolved(specifier)

    def _bare(self, folder: str, specifier: str, typescript: bool) -> Resolution:
        if specifier.startswith("@forge/"):  # an alias of the SDK is a stand-in for tests and other platforms
            return self._package(folder, specifier)
        if specifier.startswith("#"):
            found = self._import_map(folder, specifier, typescript)
            if found is not None:
                return found
        looks_local = specifier.startswith(("@/", "~/", "#", "$lib/", "@@/", "~")) and not specifier.startswith("~@")
        for number, config in enumerate(self.tsconfigs.around(folder)):
            match = matching(config.paths, specifier)
            for target in match[1] if match else ():
                found = self._module(target, typescript)
                if found is not None:
                    return found
            outward = [target for target in match[1] if "node_modules/" not in f"{target}/"] if match else []
            looks_local = looks_local or bool(match and match[0].strip("*") and outward)
            if config.base_url is not None and number == 0:
                found = self._module(join(config.base_url, specifier), typescript)
                if found is not None:
                    return found
                looks_local = looks_local or self._tree.is_dir(join(config.base_url, specifier.partition("/")[0]))
        for root in (*self.roots, *self.aliases.roots(folder)):
            found = self._module(join(root, specifier), typescript)
            if found is not None:
                return found
        for name, target in self.aliases.around(folder):
            if specifier == name or specifier.startswith(name if name.endswith("/") else f"{name}/"):
                found = self._module(posixpath.normpath(target + "/" + specifier[len(name) :]) if specifier != name else target, typescript)
                if found is not None:
                    return found
                looks_local = True
        return self._by_name(folder, specifier, typescript, looks_local)

    def _by_name(self, folder: str, specifier: str, typescript: bool, looks_local: bool) -> Resolution:
        parts = _PACKAGE.fullmatch(specifier)
        if parts is None:
            return self._conventional(folder, specifier, typescript)
        package = self.packages.named(parts["name"], folder)
        if package is not None:
            return self._in_package(package, parts["subpath"] or "", specifier, typescript)
        versions = [above.dependencies[parts["name"]] for above in self.packages.above(folder) if parts["name"] in above.dependencies]
        if versions and LOCAL.match(versions[0]):
            return Unresolved(specifier)
        if versions or specifier.partition("/")[0] in BUILT_IN or (not looks_local and not specifier.startswith("src/")):
            return self._package(folder, specifier)
        return self._conventional(folder, specifier, typescript)

    def _conventional(self, folder: str, specifier: str, typescript: bool) -> Resolution:
        """`@/x`, `~/x`, `$lib/x`, `src/x` where no configuration says what they mean: frameworks agree on the `src` folder."""
        rest = re.sub(r"^(?:@{1,2}/|~/?|#/?|\$lib/|src/)", "", specifier)
        below = ("src/lib",) if specifier.startswith("$lib/") else ("src", "app", ".")
        if rest != specifier:
            for package in self.packages.above(folder):
                for base in below:
                    found = self._module(join(join(package.folder, base), rest), typescript)
                    if found is not None:
                        return found
        return self._absent(specifier, specifier)

    def _import_map(self, folder: str, specifier: str, typescript: bool) -> Resolution | None:
        for package in self.packages.above(folder):
            for target in targets(package.data.get("imports"), specifier):
                if not target.startswith("."):
                    return self._bare(folder, target, typescript) if not target.startswith("#") else None
                found = self._module(join(package.folder, target), typescript) or self._source(package, target)
                if found is not None:
                    return found
        return None

    def _in_package(self, package: PackageJson, subpath: str, specifier: str, typescript: bool) -> Resolution:
        """A module of a package in the repository; its sources where it still has to be built."""
        exported = targets(package.data.get("exports"), f"./{subpath}" if subpath else ".")
        for target in exported:
            found = self._code(package, target, typescript)
            if found is not None:
                return found
        if subpath:
            for base in (join(package.folder, subpath), join(join(package.folder, "src"), subpath)):
                module = self._module(base, typescript)
                if module is not None:
                    return module
            return self._source(package, subpath) or self._absent(join(package.folder, subpath), specifier)
        for name in ("source", "module", "main", "browser", "types", "typings", "svelte"):
            for target in texts(package.data.get(name))[:1]:
                found = self._code(package, target, typescript)
                if found is not None:
                    return found
        for base in (package.folder, join(package.folder, "src"), join(package.folder, "lib")):
            main = self.files.folder(base, typescript)
            if main is not None:
                return LocalFile(main)
        return Unresolved(specifier)

    def _code(self, package: PackageJson, target: str, typescript: bool) -> LocalFile | Asset | None:
        """The file of a target; a built one that is not there (or only its types) stands for its source."""
        base = join(package.folder, target)
        found = self.files.module(base, typescript)
        if found is not None:
            return LocalFile(found)
        if posixpath.splitext(base)[1].lower() in ASSETS:
            return Asset(self._tree.canonical(base))
        return self._source(package, target)

    def _source(self, package: PackageJson, target: str) -> LocalFile | None:
        found = self.files.source_of(package.folder, target)
        return LocalFile(found) if found is not None else None

    def _package(self, folder: str, specifier: str) -> Package:
        """A package under the name that it has in the registry (`"api": "npm:@forge/api@4"`)."""
        parts = _PACKAGE.fullmatch(specifier)
        if parts is None:
            return Package(specifier, "")
        versions = (above.dependencies.get(parts["name"], "") for above in self.packages.above(folder))
        renamed = _RENAMED.match(next(filter(None, versions), ""))
        return Package(renamed["name"] if renamed else parts["name"], parts["subpath"] or "")
