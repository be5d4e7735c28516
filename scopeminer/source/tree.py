"""The files of an app: path → bytes, with the bounds and the rules about links.

A scan reads what strangers wrote. Nothing outside the repository is ever opened, nothing that is not a regular file, nothing above the
bounds; `skipped` says what was left out and why. Folders are listed when somebody asks for them.
"""

from __future__ import annotations

import bisect
import errno
import os
import posixpath
import stat
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from scopeminer.records import NamedTuple, dataclass, field
from scopeminer.source import ignore
from scopeminer.source.places import Place, Span, as_utf8, line_starts, place_at
from scopeminer.source.repository import root_of

MAX_FILE = 4_000_000
"""Bytes; the largest hand-written file seen in an app has a quarter of that."""
MAX_PIECE = 65_536
MAX_TOTAL = 256_000_000
"""Bytes read per tree."""
MAX_FILES = 200_000
MAX_DEPTH = 100
UNCLEAR = (".", "/")
NO_NAMES = frozenset({"", ".", ".."})
INSTALLED = frozenset({"node_modules", "bower_components", "jspm_packages", ".pnpm-store"})
"""What a package manager fetched: never source of the app."""
MANIFESTS = frozenset({"manifest.yml", "manifest.yaml"})
"""Read whatever `.gitignore` says: where they are generated they are ignored, and they are what is deployed."""
VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # a system may not have all of them
    _FLAGS |= getattr(os, _name, 0)


class Skipped(NamedTuple):
    """A file or a whole folder that was left out; `path` as SourceTree spells it."""

    path: str
    reason: str


@dataclass(slots=True)
class _Folder:
    """One listed folder. `files`: name → where it lies (differs for links); `links`: links to folders → where those lie."""

    key: str
    rules: ignore.Rules
    files: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)


class SourceTree:
    """The app in one folder, and the repository around it.

    Paths are relative to the app's folder and `/`-separated; what lies above it but inside the repository is `../…`. Inside this
    class a *key* is a path relative to the repository's root.
    """

    def __init__(self, root: str, app: str, exclude: Collection[str] = ()) -> None:
        """`root`: absolute path of the repository; `app`: the app's folder in it, as a key ("" = the root itself)."""
        self._root = root
        self._app = app
        self._prefix = f"{app}/" if app else ""
        self._exclude = ignore.parse("\n".join(exclude).encode("utf-8", "surrogateescape")) if exclude else None
        self._listed: dict[str, _Folder | None] = {}
        self._parents: dict[str, _Folder | None] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._content: dict[str, bytes | None] = {}
        self._lines: dict[str, tuple[bytes, Sequence[int]]] = {}
        self._places: dict[tuple[str, int], Place] = {}
        self._refused: dict[str, str] = {}
        self._supplied: dict[str, bytes] = {}
        self._total = 0
        self._files: tuple[str, ...] | None = None
        self._walked: list[Skipped] = []

    @classmethod
    def open(cls, path: Path, exclude: Iterable[str] = (), within: Path | None = None) -> SourceTree:
        """The tree of the app in folder `path`; a folder that cannot be listed has no files.

        `exclude`: lines in the notation of .gitignore, relative to `path`; what they name is left out. `within`: a folder around the app
        that somebody named, for an app in which nothing says how far its repository reaches.
        """
        app, exclude = os.path.realpath(path), tuple(exclude)
        root = root_of(app)
        if within is not None and root == app and not os.path.lexists(os.path.join(app, ".git")):
            named = os.path.realpath(within)
            root = named if _key_below(named, app) else root
        tree = cls(root, _key_below(root, app) or "", exclude)
        if tree._folder(tree._app) is None:
            return cls(app, "", exclude)  # the repository around it ignores this folder: dotfiles kept in a home directory
        return tree

    @property
    def folder(self) -> str:
        """The app's folder as seen from the root of the repository; "" when it is that root."""
        return self._app

    @property
    def files(self) -> tuple[str, ...]:
        """Every file of the app that is not skipped, sorted."""
        if self._files is None:
            self._files = self._walk()
        return self._files

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What was left out of the app, and what was asked for outside of it but refused; sorted."""
        _ = self.files
        refused = (Skipped(self._path(key), reason) for key, reason in self._refused.items())
        return tuple(sorted({*self._walked, *refused}))

    def supply(self, path: str, source: bytes) -> None:
        """Let `path` mean these bytes: a manifest that lies elsewhere."""
        self._supplied[path] = as_utf8(source)
        self._lines.pop(path, None)
        self._places.clear()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file (UTF-16 as UTF-8); None when there is none, or when it is skipped."""
        if path in self._supplied:
            return self._supplied[path]
        key = self._locate(path)
        if key is None:
            return None
        if key not in self._content:
            self._content[key] = self._load(key)
        return self._content[key]

    def glance(self, path: str) -> bytes | None:
        """As `read`, for what is looked at once: it is not kept."""
        if path in self._supplied:
            return self._supplied[path]
        key = self._locate(path)
        if key is None or key in self._refused:
            return None
        return self._content[key] if key in self._content else self._load(key, count=False)

    def exists(self, path: str) -> bool:
        """Whether there is such a file that is not skipped."""
        return path in self._supplied or self._locate(path) is not None

    def canonical(self, path: str) -> str | None:
        """The path under which the file behind all links is known; None when there is no such file."""
        key = self._locate(path)
        return None if key is None else self._path(key)

    def is_dir(self, path: str) -> bool:
        """Whether there is such a folder that is not skipped."""
        key = self._key(path)
        return key is not None and self._folder(key) is not None

    def listing(self, path: str) -> tuple[str, ...]:
        """The names in a folder, sorted, those of folders with a `/` behind; nothing when there is no such folder."""
        key = self._key(path)
        folder = self._folder(key) if key is not None else None
        if folder is None:
            return ()
        return tuple(sorted([*folder.files, *(f"{name}/" for name in (*folder.folders, *folder.links))]))

    def beside(self, path: str) -> Collection[str]:
        """The names of the files in the folder that `path` lies in: most of what imports could mean is not there, and soon told."""
        folder = self._parent(path.rpartition("/")[0]) if not path.startswith("/") else None
        return folder.files if folder is not None else ()

    def ancestors(self, folder: str) -> tuple[str, ...]:
        """The folder, what it lies in, up to the root of the repository."""
        known = self._ancestors.get(folder)
        if known is None:
            here = posixpath.normpath(folder or ".")
            above = (here, *self.ancestors(posixpath.join(here, ".."))) if self.is_dir(here) else ()
            known = self._ancestors[folder] = above
        return known

    def place(self, path: str, byte_offset: int) -> Place:
        """Line and column of a byte of what `read` returns; an offset outside of it is moved to its nearest end.

        One record each, however many chains of evidence go through it.
        """
        key = (path, byte_offset)
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = self._place(path, byte_offset)
        return known

    def _place(self, path: str, byte_offset: int) -> Place:
        known = self._lines.get(path)
        if known is None:
            source = self.read(path) or b""
            known = self._lines[path] = (source, line_starts(source))
        source, starts = known
        offset = min(max(byte_offset, 0), len(source))
        line = bisect.bisect_right(starts, offset)
        return place_at(path, line, source, starts[line - 1], offset)

    def span_place(self, span: Span) -> Place:
        """Where a span begins."""
        return self.place(span.file, span.start)

    def _key(self, path: str) -> str | None:
        """The key of a path; None for what lies outside the repository."""
        if path.startswith("/") or len(path) > 4096:
            return None
        if "./" not in path and "//" not in path and not path.endswith(UNCLEAR):  # nothing in it is to be resolved
            return self._prefix + path if path else self._app
        key = posixpath.normpath(posixpath.join(self._app, path))
        if key == ".":
            return ""
        return None if key == ".." or key.startswith("../") else key

    def _path(self, key: str) -> str:
        if key.startswith(self._prefix):
            return key[len(self._prefix) :] or "."
        own, other = self._app.split("/"), key.split("/") if key else []
        shared = 0
        while shared < min(len(own), len(other)) and own[shared] == other[shared]:
            shared += 1
        return "/".join([*[".."] * (len(own) - shared), *other[shared:]]) or "."

    def _locate(self, path: str) -> str | None:
        parent, _, name = path.rpartition("/")
        if name in NO_NAMES:  # such a path ends where its key does not
            parent, _, name = (self._key(path) or "").rpartition("/")
            folder = self._folder(parent) if name else None
        else:
            folder = self._parent(parent) if path[0] != "/" else None
        return folder.files.get(name) if folder is not None else None

    def _parent(self, path: str) -> _Folder | None:
        """The listed folder at a path; many paths are looked for in each."""
        if path not in self._parents:
            key = self._key(path)
            self._parents[path] = self._folder(key) if key is not None else None
        return self._parents[path]

    def _folder(self, key: str) -> _Folder | None:
        """The listed folder at `key`, links followed; None when there is none or it is skipped."""
        if key in self._listed:
            return self._listed[key]
        self._listed[key] = None  # the answer for links that lead back here
        if key.count("/") < MAX_DEPTH:
            self._listed[key] = self._enter(key)
        return self._listed[key]

    def _enter(self, key: str) -> _Folder | None:
        if not key:
            return self._list("", ignore.Rules())
        parent, _, name = key.rpartition("/")
        above = self._folder(parent)
        if above is None:
            return None
        if name in above.links:
            return self._folder(above.links[name])
        if name not in above.folders:
            return None
        real = f"{above.key}/{name}" if above.key else name
        return self._list(real, above.rules) if real == key else self._folder(real)

    def _list(self, key: str, rules: ignore.Rules) -> _Folder:
        folder = _Folder(key, rules)
        try:
            with os.scandir(self._absolute(key)) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            folder.skipped.append((key, f"cannot be listed: {error.strerror}"))
            return folder
        names = {entry.name for entry in entries}
        if key and ".git" in names:
            rules = ignore.Rules()  # a repository of its own: what surrounds it has no say
        if ".gitignore" in names:
            source = self._load(f"{key}/.gitignore" if key else ".gitignore")
            rules = ignore.Rules(key, ignore.parse(source), rules) if source else rules
        folder.rules = rules
        for entry in entries:
            if entry.name not in VERSION_CONTROL:
                self._admit(folder, entry)
        return folder

    def _admit(self, folder: _Folder, entry: os.DirEntry[str]) -> None:
        key = f"{folder.key}/{entry.name}" if folder.key else entry.name
        reason = ""
        try:
            if entry.is_symlink():
                reason = self._follow(folder, entry, key)
            elif entry.is_dir(follow_symlinks=False):
                reason = "installed packages" if entry.name in INSTALLED else self._left_out(folder, key, True)
                if not reason:
                    folder.folders.append(entry.name)
            elif entry.is_file(follow_symlinks=False):
                reason = self._left_out(folder, key, False)
                if not reason:
                    folder.files[entry.name] = key
            else:
                reason = "not a regular file"
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
        if reason:
            folder.skipped.append((key, reason))

    def _follow(self, folder: _Folder, entry: os.DirEntry[str], key: str) -> str:
        """Take a link in; the reason when it is not. A link counts as a file for `.gitignore`, as it does for git."""
        if reason := self._left_out(folder, key, False):
            return reason
        try:
            real = os.path.realpath(entry.path, strict=True)
            mode = os.stat(real).st_mode
        except OSError as error:
            return "link loop" if error.errno == errno.ELOOP else "broken link"
        target = _key_below(self._root, real)
        if target is None:
            return "link out of the repository"
        if stat.S_ISDIR(mode):
            if not target or key.startswith(f"{target}/"):
                return "link to a folder around it"
            folder.links[entry.name] = target
            return ""
        if not stat.S_ISREG(mode):
            return "not a regular file"
        if not INSTALLED.isdisjoint(target.split("/")) or not VERSION_CONTROL.isdisjoint(target.split("/")):
            return "link into a folder that is left out"
        folder.files[entry.name] = target
        return ""

    def _left_out(self, folder: _Folder, key: str, is_folder: bool) -> str:
        """The reason for which somebody wants an entry left out."""
        if folder.rules.ignores(key, is_folder) and (is_folder or posixpath.basename(key) not in MANIFESTS):
            return "ignored by .gitignore"
        if self._exclude is None or not key.startswith(self._prefix):
            return ""
        return "excluded by scopeminer.toml" if self._exclude.verdict(key[len(self._prefix) :], is_folder) else ""

    def _walk(self) -> tuple[str, ...]:
        files: list[str] = []
        start = len(self._app) + 1 if self._app else 0
        pending = [self._app]
        while pending:
            key = pending.pop()
            folder = self._folder(key)
            if folder is None or len(files) > MAX_FILES:
                self._walked.append(Skipped(key[start:], "more files than are looked at" if folder else "nested too deeply"))
                continue
            self._walked += [Skipped(path[start:] or ".", reason) for path, reason in folder.skipped]
            prefix = f"{key}/" if key else ""
            files += [prefix[start:] + name for name in folder.files]
            pending += [prefix + name for name in folder.folders]
        return tuple(sorted(files))

    def _load(self, key: str, count: bool = True) -> bytes | None:
        """`count`: the bytes stay, and count towards those that are read in all."""
        reason, source = self._bytes(key)
        if reason:
            self._refused[key] = reason
            return None
        self._total += len(source) if count else 0
        return as_utf8(source)

    def _bytes(self, key: str) -> tuple[str, bytes]:
        """The reason for not reading a file, or its bytes."""
        try:
            handle = os.open(self._absolute(key), _FLAGS)
            try:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    return "not a regular file", b""
                if status.st_size > MAX_FILE:
                    return f"larger than {MAX_FILE // 1_000_000} MB", b""
                if self._total + status.st_size > MAX_TOTAL:
                    return f"more than {MAX_TOTAL // 1_000_000} MB in all", b""
                return "", _content(handle, status.st_size)
            finally:
                os.close(handle)
        except OSError as error:
            return f"cannot be read: {error.strerror}", b""

    def _absolute(self, key: str) -> str:
        return os.path.join(self._root, *key.split("/")) if key else self._root


def _content(handle: int, size: int) -> bytes:
    """All of an open file, or as much of it as is allowed; `size` is what the system says, and where it ends unless it has grown since."""
    content = os.read(handle, size + 1)
    while size < len(content) < MAX_FILE and (more := os.read(handle, MAX_PIECE)):
        content += more
    return content[:MAX_FILE]


def _key_below(root: str, path: str) -> str | None:
    """The key of an absolute path; None when it is not in the repository."""
    if path == root:
        return ""
    prefix = root if root.endswith(os.sep) else root + os.sep
    return path[len(prefix) :].replace(os.sep, "/") if path.startswith(prefix) else None
