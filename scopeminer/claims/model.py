"""The claims of a statement, the facts they are judged by, and the verdicts, as frozen records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from scopeminer.audit.model import Audit, CatalogInfo
from scopeminer.catalog.catalog import Catalog
from scopeminer.disclosure.model import Disclosure
from scopeminer.manifest.model import Manifest, Outline
from scopeminer.privileges.model import Coverage
from scopeminer.records import dataclass
from scopeminer.source import Place, Span

VERDICTS = ("supported", "cannot-tell", "contradicted")
"""From the best to the worst."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a claim can be judged by.

    `place` says where a span of the manifest begins. `files`: the app's files and those of the repository's root, as SourceTree
    spells them (only names: for security contacts and update checks).
    """

    audit: Audit
    manifest: Manifest
    outline: Outline
    disclosure: Disclosure
    catalog: Catalog
    place: Callable[[Span], Place]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """One thing a verdict rests on.

    `bearing`: for (what supports it) | against (counter-evidence) | open (what could hide some) | note (worth knowing, decides
    nothing). `site`: None for what concerns the whole app or the platform. `text`: one sentence, no secret in it.
    """

    bearing: str
    text: str
    site: Place | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one topic with its basis, counter-evidence first."""

    verdict: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the document: `id` is its number there (`3.1`; made from its place where it has none), `line` 1-based.

    `topic`: one of claims/topics.py, None for a sentence that claims nothing. `hedge`: the words that weaken it ("unless
    explicitly required"); `absolute`: those that leave no room ("entirely", "never"). `lead`: the line that gives it its sense
    ("The apps do not:", or the question that it answers).
    """

    id: str
    text: str
    line: int
    topic: str | None
    hedge: str = ""
    absolute: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and what became of it."""

    claim: Claim
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Statement:
    """A document: where it lies, its claims, its scopes named in the text with their lines, and its date if it has one."""

    path: str
    claims: tuple[Claim, ...]
    scopes: tuple[tuple[str, int], ...] = ()
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Something about the document itself: a hedge against an absolute sentence, a scope it names wrongly, its age."""

    kind: str
    text: str
    line: int | None = None
    site: Place | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The outcome of `statement check`. `coverage`: how much of the app was read; `catalog`: what its requests were compared with."""

    statement: Statement
    app: str
    checked: tuple[Checked, ...]
    cautions: tuple[Caution, ...] = ()
    coverage: Coverage | None = None
    catalog: CatalogInfo | None = None
