"""Texts of which a tree would take more memory than a scan may (60 MB for each MB of source, and 70 MB): they are not parsed.

Nobody writes such a file, and a bundle is cut (see pieces): what is left are single statements of half a megabyte, or brackets in brackets
without end. How many nodes a tree will have is estimated from samples of the text.
"""

from __future__ import annotations

from scopeminer.syntax.grammars import parse_piece
from scopeminer.syntax.pieces import LARGE

NESTED = 80_000
"""Bytes from which on a text of which every fifth is an opening bracket is not read: levels take ten times as much as what has none."""
SAMPLE, EVERY = 4_000, 60_000
BYTES_A_NODE = 220
"""Of memory, at the peak: the node, what Python sees of it, and what it becomes."""
FREE, BYTES_A_BYTE = 30_000_000, 60


def is_too_dense(text: bytes, grammar: str, size: int) -> bool:
    """Whether a tree of `text`, which is all or a part of a file of `size` bytes, would take too much."""
    if len(text) > NESTED and 5 * sum(map(text.count, (b"(", b"[", b"{"))) > len(text):
        return True
    if len(text) <= LARGE:
        return False
    samples = [(at, at + SAMPLE) for at in range(0, len(text) - SAMPLE, EVERY)]
    nodes = parse_piece(text, grammar, *samples).descendant_count
    return nodes * len(text) * BYTES_A_NODE > (FREE + BYTES_A_BYTE * size) * len(samples) * SAMPLE
