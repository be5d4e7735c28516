"""What reachable code needs: uses, unknowns and the other facts that verdicts rest on."""

from __future__ import annotations

from scopeminer.catalog.model import Alternative
from scopeminer.records import dataclass
from scopeminer.source import Place


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One link of an evidence chain, manifest entry first, request site last."""

    place: Place
    label: str


@dataclass(frozen=True, slots=True)
class Use:
    """One request site × operation (or bounded template) × principal set, or one need without a request.

    `route` writes a hole as `{}` and a run-time remainder as `{*}`. `method` None = several are possible.
    `operation` = the path template, None unless exactly one operation matches.
    `candidates` = "METHOD /path" of every operation it can be (bounded uses only) and `candidate_alternatives` what each needs.
    `holds_back`: scopes that this use might need without our being sure (bounded and unknown operations).
    `alternatives`: complete sets, any one is enough; () = no scope information (not usable from Forge, or unknown).
    """

    kind: str
    api: str
    site: Place
    product: str = ""
    method: str | None = None
    route: str | None = None
    operation: str | None = None
    in_catalog: bool = True
    status: str = "current"
    certainty: str = "certain"
    resolution: str = "exact"
    candidates: tuple[str, ...] = ()
    candidate_alternatives: tuple[tuple[Alternative, ...], ...] = ()
    holds_back: frozenset[str] = frozenset()
    principal: tuple[str, ...] = ()
    impersonates: bool = False
    side: str = "backend"
    reachable: bool = True
    guarded: bool = False
    alternatives: tuple[Alternative, ...] = ()
    announced: Alternative = ()
    evidence: tuple[Step, ...] = ()
    function: str = ""
    """Name of the function that contains the site."""
    answered: bool = False
    """What it is was said by a person, in a comment or in scopeminer.toml, and agrees with what is known."""
    features: tuple[Step, ...] = ()
    """Every manifest entry from which this use is reached; the evidence begins with one of them."""
    authorized: bool = False
    """Made only after `authorize()` said that the user may."""
    undecided: bool = False
    """One alternative is needed at least, and which ones is not known: none can be advised."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that cannot be resolved, with what is still known.

    `reason`: dynamic-route | dynamic-method | escaped-request | missing-source | bundled-only | unresolved-import |
    syntax-error | eval | remote | graphql | budget | unmapped-event | package-call | container.
    `holds_back`: the scopes it might need; whatever is not in it is not touched by it.
    """

    site: Place
    reason: str
    detail: str = ""
    product: str | None = None
    prefix: str | None = None
    methods: tuple[str, ...] = ()
    side: str = "backend"
    holds_back: frozenset[str] = frozenset()
    evidence: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleNeed:
    """Code that works only with a manifest module (`sql`, `objectStore`, `llm`)."""

    module: str
    api: str
    site: Place


@dataclass(frozen=True, slots=True)
class MissingHandler:
    """A manifest function whose file or export does not exist. `export` is the exported name asked for."""

    function: str
    handler: str
    export: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class RemoteUse:
    """`invokeRemote(key)` / `requestRemote(key)`; `key` None when it is not known."""

    key: str | None
    site: Place
    side: str


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A reachable file with syntax errors outside types."""

    path: str
    error_bytes: int
    place: Place


@dataclass(frozen=True, slots=True)
class Egress:
    """A host that reachable code, or a page that ships with it, talks to.

    `side`: backend | client. `host`: lower case, without scheme and port; `*.example.com` when only its head is known at run
    time, None when the host itself is. `url`: what is known of the address, holes as `{}` and `{*}`, without user, query and
    fragment. `directive`: the manifest key below `permissions.external` (`fetch.backend`, `fetch.client`, `images`,
    `scripts`, `styles`, `fonts`, `frames`, `media`, `navigation`). `is_data`: it is possible only: HTML from
    run time may load it, an element whose kind is not known, or Forge where a user signs in to an external account.
    """

    side: str
    host: str | None
    url: str
    directive: str
    site: Place
    is_data: bool = False


@dataclass(frozen=True, slots=True)
class Outsider:
    """Code that is not here and may talk to hosts that no call in the app names.

    `name`: as sentences call it (`package @acme/sdk`, `the script of cdn.example.com`). `side`: backend | client. `domains`: those
    that it may talk to, `*` for any. `site`: where it is imported or loaded. `directives`: the manifest keys of what it can load, () for
    all: a style sheet calls nobody.
    """

    name: str
    side: str
    domains: tuple[str, ...]
    site: Place
    directives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that is written down. `kind` names the format (`aws-access-key-id`, `private-key`, `basic-auth-url`, …).

    `certain`: a known format; otherwise a long random-looking literal under a telling name. `shown`: the secret as reports
    may show it (redacted). `where`: source | manifest | environment-file | other.
    """

    kind: str
    site: Place
    certain: bool
    shown: str
    name: str = ""
    where: str = "source"


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """An answer that a person gave and that contradicts what is known, or that nothing asked for."""

    message: str
    subject: str
    place: Place


@dataclass(frozen=True, slots=True)
class Coverage:
    files: int = 0
    bytes: int = 0
    files_with_errors: int = 0
    files_skipped: tuple[tuple[str, str], ...] = ()
    """(path, reason), sorted."""
    entry_points: int = 0
    functions: int = 0
    reachable_functions: int = 0
    request_sites: int = 0
    request_sites_resolved: int = 0
    precision: str = "full"
    request_sites_answered: int = 0
    """Of those resolved, the ones that only a person's answer resolves."""
    guessed_sources: tuple[tuple[str, str], ...] = ()
    """(path of a resource, file that is taken for its source because there is no other), sorted."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Everything `audit` needs to know about the code."""

    uses: tuple[Use, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    module_needs: tuple[ModuleNeed, ...] = ()
    missing_handlers: tuple[MissingHandler, ...] = ()
    remotes: tuple[RemoteUse, ...] = ()
    egress: tuple[Egress, ...] = ()
    outsiders: tuple[Outsider, ...] = ()
    credentials: tuple[Credential, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()
    answer_problems: tuple[AnswerProblem, ...] = ()
    coverage: Coverage = Coverage()
