"""What an app touches, keeps and gives away, as frozen records. A `site` is the place of the call, literal or expression itself."""

from __future__ import annotations

from scopeminer.privileges.model import Credential, Step
from scopeminer.records import dataclass
from scopeminer.source import Place


@dataclass(frozen=True, slots=True)
class Origin:
    """One thing that a value is made of.

    `kind`: response (a product's answer) | external (another host's answer) | context (product context, `useProductContext`,
    a resolver's `context`) | event (what a trigger or consumer is given) | payload (what a resolver or action is given, where
    its callers are not known) | input (what a person typed or picked) | stored (read from storage) | secret (read from secret
    storage) | environment | constant | unknown (it could be anything).
    `fields`: the properties taken from it, outermost first, `*` for an element or a key that is not known; () = all of it.
    `categories`: what data that is (catalog/data/categories.json); () for what is none.
    """

    kind: str
    api: str
    site: Place
    fields: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A value that leaves the running code: stored, logged, sent, or kept longer than a request.

    `sink`: storage (kvs, entities, older storage) | secret | sql | object-store | property (entity, content, user, space
    property) | browser (localStorage, sessionStorage, IndexedDB, cookies) | log | prompt (a language model) | egress | remote |
    file | memory (module-level state of the backend) | product (any other write to a product).
    `part`: body | address | header | value | key | message. `host`: of egress; None when it is not known. `key`: of storage,
    holes as `{}`; the remote's; the operation of a write to a product. `names`: names of the properties that the value is known to
    have, of its fields, key and column names.
    `expires`: stored with a time to live. `origins`: everything the value is made of, constants left out when there is more.
    `resolved`: no origin is unknown. `entries`: manifest module types from which the sink is reached (`jira:issuePanel`, …).
    """

    sink: str
    api: str
    site: Place
    side: str
    part: str = "value"
    host: str | None = None
    key: str | None = None
    names: tuple[str, ...] = ()
    expires: bool = False
    origins: tuple[Origin, ...] = ()
    resolved: bool = True
    entries: tuple[str, ...] = ()
    evidence: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """One category of data that one request (or SDK call, or event) touches.

    `action`: reads | writes. `operation`: "METHOD /path" or the name of the event or API. `because`: what beside the operation
    decides it (`body-format=storage`, `field emailAddress`), "" for nothing. `sure`: False when a part of the request that is
    not known may ask for it. `over`: it is asked for and nothing of it is read (over-fetching).
    """

    category: str
    action: str
    operation: str
    site: Place
    because: str = ""
    sure: bool = True
    over: bool = False
    principal: tuple[str, ...] = ()
    evidence: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Authentication:
    """Code that proves who it is, or has others prove who they are.

    `direction`: sends (a header, query or body with a credential) | checks (a caller's signature or shared secret) |
    provider (`withProvider`). `scheme`: basic | bearer | api-key | password | signature | oauth | other. `host`: None when not
    known; `atlassian`: whether the host is a product host, None when that cannot be told.
    """

    direction: str
    scheme: str
    site: Place
    host: str | None = None
    atlassian: bool | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """How a network call is protected, where that is not the platform's doing.

    `problem`: insecure (`http:`, `ws:`, `ftp:`, plain SMTP; not loopback) | unchecked (certificate checks switched off) |
    old-tls (a version below 1.2 allowed) | unknown-scheme | none. `host`/`atlassian` as in Authentication.
    """

    problem: str
    site: Place
    url: str = ""
    host: str | None = None
    atlassian: bool | None = None


@dataclass(frozen=True, slots=True)
class Vendor:
    """A known service behind a package, host or script tag. `kind`: analytics | error-reporting (catalog/data/vendors.json)."""

    kind: str
    name: str
    site: Place
    means: str
    """package | host | script."""


@dataclass(frozen=True, slots=True)
class SensitiveInput:
    """A field that asks a person for something sensitive. `kind`: password | card | bank-account | government-number | token."""

    kind: str
    name: str
    site: Place


@dataclass(frozen=True, slots=True)
class Capability:
    """Reachable code uses something beside the platform's own: filesystem | database | hosted-sql | process | dynamic-module."""

    kind: str
    package: str
    site: Place


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an app is not eligible for Runs on Atlassian, or why that cannot be told.

    `rule` as Atlassian's tooling prints it (`HAS_REMOTES`, …). `sure`: False where a value is not known or an administrator
    decides. `instead`: what would have to change, one sentence.
    """

    rule: str
    message: str
    site: Place
    sure: bool = True
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """`verdict`: eligible | not-eligible | cannot-tell; a pre-check, for Atlassian awards the badge itself."""

    verdict: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """All of it for one app, each tuple sorted by place. Egress and calls of remotes are in the usage."""

    accesses: tuple[Access, ...] = ()
    flows: tuple[Flow, ...] = ()
    credentials: tuple[Credential, ...] = ()
    authentications: tuple[Authentication, ...] = ()
    channels: tuple[Channel, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    inputs: tuple[SensitiveInput, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    eligibility: Eligibility = Eligibility("cannot-tell")
