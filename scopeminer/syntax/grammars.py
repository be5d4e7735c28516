"""The three grammars, and which of them reads a file; this room alone knows tree-sitter."""

from __future__ import annotations

from functools import cache

from tree_sitter import Language, Node, Parser, Range, Tree

from scopeminer.records import NamedTuple

ERROR = 0xFFFF  # tree-sitter's id of this kind, in every grammar
TYPES = frozenset(
    {
        "type_annotation",
        "type_arguments",
        "type_parameters",
        "type_alias_declaration",
        "interface_declaration",
        "object_type",
        "ambient_declaration",
    }
)


class Parsed(NamedTuple):
    """A tree, the grammar that made it, and its damage: bytes in ERROR nodes outside types, plus one for each MISSING node."""

    tree: Tree
    grammar: str
    error_bytes: int


@cache
def language(grammar: str) -> Language:
    """`typescript`, `tsx` or `javascript`, loaded at its first use."""
    if grammar == "javascript":
        import tree_sitter_javascript

        return Language(tree_sitter_javascript.language())
    import tree_sitter_typescript

    return Language(tree_sitter_typescript.language_tsx() if grammar == "tsx" else tree_sitter_typescript.language_typescript())


@cache
def kinds(grammar: str) -> dict[str, tuple[int, ...]]:
    """The ids of each kind of node that has a name, by the kind."""
    spoken, found = language(grammar), dict[str, tuple[int, ...]]()
    for number in range(spoken.node_kind_count):
        name = spoken.node_kind_for_id(number)
        if name is not None and spoken.node_kind_is_named(number):
            found[name] = (*found.get(name, ()), number)
    return found


@cache
def comma(grammar: str) -> int:
    """The id of this sign."""
    number = language(grammar).id_for_node_kind(",", False)
    assert number is not None, "every grammar has lists"
    return number


@cache
def words(grammar: str) -> dict[int, str]:
    """What each kind of node is called, by its id: one text for all nodes."""
    spoken = language(grammar)
    return {ERROR: "ERROR", **{number: spoken.node_kind_for_id(number) or "" for number in range(spoken.node_kind_count)}}


@cache
def _parser(grammar: str) -> Parser:
    return Parser(language(grammar))


def preferred(path: str, is_typescript: bool = False) -> tuple[str, ...]:
    """Grammars to try for a file of this name, the likeliest first; `is_typescript` for a script block that says so."""
    if is_typescript or path.endswith((".ts", ".mts", ".cts")):
        return ("typescript", "tsx")
    return ("tsx", "typescript") if path.endswith(".tsx") else ("tsx", "javascript", "typescript")


def parse(text: bytes, grammars: tuple[str, ...]) -> Parsed:
    """The tree with the least damage; the first grammar wins a tie."""
    best: Parsed | None = None
    for grammar in grammars:
        tree = _parser(grammar).parse(text)
        errors = damage(tree.root_node) if tree.root_node.has_error else 0
        if best is None or errors < best.error_bytes:
            best = Parsed(tree, grammar, errors)
        if not errors:
            break
    assert best is not None, "there is always a grammar"
    return best


def parse_piece(text: bytes, grammar: str, *parts: tuple[int, int]) -> Node:
    """The root of the tree of some parts of `text`, each from one offset to another; its offsets are those of `text`."""
    parser = _parser(grammar)
    parser.included_ranges = [Range((0, start), (0, end), start, end) for start, end in parts]
    try:
        return parser.parse(text).root_node
    finally:
        del parser.included_ranges


def damage(root: Node) -> int:
    """Bytes in ERROR nodes outside types, plus one for each MISSING node."""
    total = 0
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "ERROR":
            total += max(1, node.end_byte - node.start_byte)
        elif node.is_missing:
            total += 1
        elif node.has_error and node.type not in TYPES:
            stack += node.children
    return total
