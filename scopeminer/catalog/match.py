"""Routes against path templates: anchored, segment by segment, the left-most literal wins, template and method together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scopeminer.catalog.route import HOLE, Mixed, Route, Segment

LONG_PARAMETERS = frozenset({"{path}", "{name}", "{spec}"})
"""Last parameters of Bitbucket that hold slashes as they are: file paths, branch names, commit ranges."""
ROOT_FOLDER = ["src", "{commit}", "{path}"]
"""How templates of Bitbucket end whose path may be empty, behind a slash: that is the root folder."""
ANY_DEPTH = "...}"
"""How the supplementary table ends a parameter that stands for any number of segments."""


class Node:
    """A position in the tree of templates. `ends`: method → the rows that end here."""

    __slots__ = ("ends", "literals", "long", "mixed", "parameter")

    def __init__(self) -> None:
        self.literals: dict[str, Node] = {}
        self.mixed: dict[tuple[str, str], Node] = {}
        self.parameter: Node | None = None
        self.long: Node | None = None
        self.ends: dict[str, list[int]] = {}

    def below(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
        """Every node from here on with the template segments that lead to it (`{}` a parameter)."""
        if self.ends:
            yield path, self
        for text, child in self.literals.items():
            yield from child.below((*path, text))
        for (before, after), child in self.mixed.items():
            yield from child.below((*path, f"{before}{{}}{after}"))
        if self.parameter is not None:
            yield from self.parameter.below((*path, HOLE))


class Templates:
    """The path templates of one product."""

    def __init__(self, rows: Iterable[tuple[str, str]], long_parameters: bool) -> None:
        """`rows`: (method, path); a row's number is its place."""
        self.root = Node()
        self.folders = Node()
        self.methods: set[str] = set()
        for number, (method, path) in enumerate(rows):
            self._add(method, path, number, long_parameters)

    def _add(self, method: str, path: str, number: int, long_parameters: bool) -> None:
        node = self.root
        segments = [segment for segment in path.split("/") if segment]
        for segment in segments[:-1]:
            node = _child(node, segment)
        end = _child(node, segments[-1])
        if segments[-1].endswith(ANY_DEPTH) or (long_parameters and segments[-1] in LONG_PARAMETERS):
            node.long = end
        end.ends.setdefault(method, []).append(number)
        self.methods.add(method)
        if long_parameters and segments[-len(ROOT_FOLDER) :] == ROOT_FOLDER:
            folder = self.folders
            for segment in segments[:-1]:
                folder = _child(folder, segment)
            folder.ends.setdefault(method, []).append(number)

    def find(self, route: Route, methods: frozenset[str] | None) -> list[int]:
        """The rows that `route` can be, with one of `methods` (None: any)."""
        wanted = sorted(self.methods) if methods is None else sorted(methods)
        found: dict[int, None] = {}
        for method in wanted:
            known = "GET" if method == "HEAD" and "HEAD" not in self.methods else method
            rows = self._open(route, known) if route.open else _closed(self.root, route.segments, 0, known)
            if route.folder and not rows:
                rows = _closed(self.folders, route.segments, 0, known)
            found.update(dict.fromkeys(rows))
        return sorted(found)

    def has_parameters(self, segments: tuple[Segment, ...]) -> bool:
        """Whether templates have a parameter for every hole of a route without a remainder, and no text that could stand there as well."""
        return _has_parameters(self.root, segments, 0)

    def _open(self, route: Route, method: str) -> list[int]:
        nodes = _reach(self.root, route.segments, 0, route, method)
        ranked: list[tuple[int, list[int]]] = []
        for node in nodes:
            for path, end in node.below():
                rank = _remainder(path, route)
                if rank is not None and method in end.ends:
                    ranked.append((rank, end.ends[method]))
            if node.long is not None and method in node.long.ends:
                ranked.append((len(route.tail), node.long.ends[method]))
        best = min((rank for rank, _ in ranked), default=0)
        return [row for rank, rows in ranked if rank == best for row in rows]


def _child(node: Node, segment: str) -> Node:
    if "{" not in segment:
        return node.literals.setdefault(segment, Node())
    if segment.startswith("{") and segment.endswith("}"):
        if node.parameter is None:
            node.parameter = Node()
        return node.parameter
    return node.mixed.setdefault((segment.partition("{")[0], segment.rpartition("}")[2]), Node())


def _closed(node: Node, segments: tuple[Segment, ...], at: int, method: str | None) -> list[int]:
    """Rows for a route without a remainder; `method` None: whatever the method.

    A hole that stands where a template has a parameter is that parameter: an id is never `picker`, not even when the template
    lacks the method. Only where no template has one, the hole chooses among the literals.
    """
    if at == len(segments):
        return [row for rows in node.ends.values() for row in rows] if method is None else node.ends.get(method, [])
    segment = segments[at]
    if isinstance(segment, str) and segment != HOLE:
        for child in _literal_first(node, segment):
            found = _closed(child, segments, at + 1, method)
            if found:
                return found
    else:
        for child in _partly_literal(node, segment):
            found = _closed(child, segments, at + 1, method)
            if found:
                return found
        if node.parameter is not None and _closed(node.parameter, segments, at + 1, None):
            return _closed(node.parameter, segments, at + 1, method)
        chosen = [row for child in _choices(node, segment) for row in _closed(child, segments, at + 1, method)]
        if chosen:
            return chosen
    return _closed(node.long, (), 0, method) if node.long is not None else []


def _has_parameters(node: Node, segments: tuple[Segment, ...], at: int) -> bool:
    if at == len(segments):
        return bool(node.ends)
    segment = segments[at]
    if isinstance(segment, Mixed) or node.long is not None:
        return False
    if segment != HOLE:
        fitting = [child for child in _literal_first(node, segment) if _closed(child, segments, at + 1, None)]
        return bool(fitting) and all(_has_parameters(child, segments, at + 1) for child in fitting)
    others = (*node.literals.values(), *node.mixed.values())
    if node.parameter is None or any(_has_texts(child, segments, at + 1) for child in others):
        return False
    return _has_parameters(node.parameter, segments, at + 1)


def _has_texts(node: Node, segments: tuple[Segment, ...], at: int) -> bool:
    """Whether an operation has these texts where they stand: what is written as `comment` is not meant for a parameter."""
    if at == len(segments):
        return bool(node.ends)
    segment = segments[at]
    if segment != HOLE:
        return any(_has_texts(child, segments, at + 1) for child in _texts_like(node, segment))
    children = (*node.literals.values(), *node.mixed.values(), *([node.parameter] if node.parameter is not None else []))
    return node.long is not None or any(_has_texts(child, segments, at + 1) for child in children)


def _texts_like(node: Node, segment: Segment) -> Iterator[Node]:
    if isinstance(segment, Mixed):
        yield from _choices(node, segment)
    else:
        yield from (child for child in _literal_first(node, segment) if child is not node.parameter)


def _literal_first(node: Node, text: str) -> Iterator[Node]:
    if text in node.literals:
        yield node.literals[text]
    for (before, after), child in node.mixed.items():
        if text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after):
            yield child
    if node.parameter is not None:
        yield node.parameter


def _partly_literal(node: Node, segment: Segment) -> Iterator[Node]:
    """The children `{x}.ics` of a segment that ends in `.ics` itself."""
    for (before, after), child in node.mixed.items():
        if isinstance(segment, Mixed) and segment.start.startswith(before) and segment.end.endswith(after):
            yield child


def _choices(node: Node, segment: Segment) -> Iterator[Node]:
    """The children that a hole can name where it is no parameter."""
    for text, child in node.literals.items():
        if not isinstance(segment, Mixed) or segment.fits(text):
            yield child
    for (before, after), child in node.mixed.items():
        if not isinstance(segment, Mixed) or segment.fits(f"{before}0{after}"):
            yield child


def _reach(node: Node, segments: tuple[Segment, ...], at: int, route: Route, method: str) -> list[Node]:
    """The nodes where the remainder of an open route begins, by the preferences of `_closed`."""
    if at == len(segments):
        fits = any(method in end.ends and _remainder(path, route) is not None for path, end in node.below())
        return [node] if fits or (node.long is not None and method in node.long.ends) else []
    segment = segments[at]
    if isinstance(segment, str) and segment != HOLE:
        for child in _literal_first(node, segment):
            found = _reach(child, segments, at + 1, route, method)
            if found:
                return found
        return []
    found = _reach(node.parameter, segments, at + 1, route, method) if node.parameter is not None else []
    return found or [end for child in _choices(node, segment) for end in _reach(child, segments, at + 1, route, method)]


def _remainder(path: tuple[str, ...], route: Route) -> int | None:
    """How many parameters stand where the tail has text, when the rest of a template can be the remainder; else None."""
    needed = len(route.tail) + (1 if route.start or route.tail or route.glue else 0)
    if len(path) < needed or (route.start and not _begins(path[0], route.start)):
        return None
    rank = 0
    for template, segment in zip(path[len(path) - len(route.tail) :], route.tail, strict=True):
        if not _same(template, segment):
            return None
        rank += template == HOLE and segment != HOLE
    before = path[len(path) - len(route.tail) - 1] if needed else ""
    if route.glue and not _ends(before, route.glue):
        return None
    return rank


def _same(template: str, segment: Segment) -> bool:
    if HOLE in template or segment == HOLE:
        return True
    return segment.fits(template) if isinstance(segment, Mixed) else segment == template


def _begins(template: str, start: Segment) -> bool:
    if template.startswith(HOLE) or start == HOLE:
        return True
    if isinstance(start, Mixed):
        return any(start.fits(template[:length]) for length in range(len(template) + 1))
    text = template.partition(HOLE)[0]
    return text.startswith(start) if HOLE not in template else text.startswith(start) or start.startswith(text)


def _ends(template: str, end: Segment) -> bool:
    if template.endswith(HOLE) or end == HOLE:
        return True
    if isinstance(end, Mixed):
        return any(end.fits(template[at:]) for at in range(len(template) + 1))
    text = template.rpartition(HOLE)[2]
    return text.endswith(end) if HOLE not in template else text.endswith(end) or end.endswith(text)
