"""Run → one HTML page that needs nothing else: no network, no file beside it.

The page's own script and style are the only ones its policy admits, by their hashes. Whatever comes from an app is escaped twice over:
jinja2 escapes markup, and `printable` shows what would be invisible or change the direction of text.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache, partial
from importlib.resources import files

from scopeminer import __version__
from scopeminer.audit.model import Audit
from scopeminer.records import dataclass
from scopeminer.report import phrases
from scopeminer.report.html_excerpts import Excerpt, Excerpts
from scopeminer.report.html_layout import Picture, picture
from scopeminer.report.html_lines import Line, lines, open_questions, removable
from scopeminer.report.html_map import privilege_map
from scopeminer.report.html_reach import Field, field
from scopeminer.report.html_rows import (
    EgressRow,
    FindingRow,
    ScopeRow,
    UnknownRow,
    UseRow,
    egress_rows,
    finding_rows,
    scope_rows,
    tone,
    unknown_rows,
    use_rows,
)
from scopeminer.report.model import Display, ReportError, Run
from scopeminer.report.text import counted, printable

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup
except ImportError as error:
    raise ReportError("--format html needs jinja2, which is not installed: pip install 'scopeminer[html]'.") from error

STYLES = ("base", "summary", "tables", "map", "print")
SCRIPTS = ("theme", "fold", "tables", "map", "keys")


@dataclass(frozen=True, slots=True)
class App:
    """One app as the templates read it. `id` begins the ids of everything that is its own."""

    id: str
    audit: Audit
    title: str
    reachability: str
    release: tuple[str, ...]
    coverage: str
    next_steps: tuple[str, ...]
    clean: str
    lines: tuple[Line, ...]
    removable: tuple[str, ...]
    questions: int
    field: Field | None
    scopes: tuple[ScopeRow, ...]
    findings: tuple[FindingRow, ...]
    picture: Picture | None
    uses: tuple[UseRow, ...]
    unknowns: tuple[UnknownRow, ...]
    egress: tuple[EgressRow, ...]
    excerpts: tuple[Excerpt, ...]


def render(run: Run, display: Display) -> str:
    """The page, of all apps of the run. Excerpts are in it when the run can read sources."""
    style, script = _joined(STYLES, "css"), _joined(SCRIPTS, "js")
    apps = [_app(f"a{number}", audit, run, display) for number, audit in enumerate(run.audits)]
    return _environment().get_template("page.html").render(
        apps=apps,
        failures=run.failures,
        single=run.single,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        version=__version__,
        seconds=display.seconds,
    )  # fmt: skip


def _app(identifier: str, audit: Audit, run: Run, display: Display) -> App:
    read = partial(run.source, audit.app) if run.source else _nothing
    excerpts = Excerpts(read)
    uses = use_rows(audit, excerpts)
    graph = privilege_map(audit, uses)
    return App(
        id=identifier,
        audit=audit,
        title=phrases.title(audit),
        reachability=phrases.reachability(audit.usage.coverage),
        release=tuple(phrases.release(audit)),
        coverage=phrases.coverage(audit),
        next_steps=phrases.next_steps(audit, display.commands),
        clean=phrases.clean(audit) if phrases.is_clean(audit) else "",
        lines=lines(audit),
        removable=removable(audit),
        questions=len(open_questions(audit)),
        field=field(audit),
        scopes=scope_rows(audit, excerpts),
        findings=finding_rows(audit, excerpts),
        picture=picture(graph) if graph else None,
        uses=uses,
        unknowns=unknown_rows(audit, excerpts),
        egress=egress_rows(audit, excerpts),
        excerpts=excerpts.all,
    )


def _nothing(_: str) -> None:
    return None


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("scopeminer.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters["tone"] = tone
    environment.filters["counted"] = counted
    return environment


def _shown(value: object) -> object:
    """Every value that a template puts out passes here."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _joined(names: tuple[str, ...], kind: str) -> str:
    folder = files("scopeminer.report") / "templates"
    return "\n".join((folder / f"{name}.{kind}").read_text("utf-8") for name in names)


def _policy(style: str, script: str) -> str:
    """For the meta element: nothing is loaded, nothing is sent, nothing runs but what was written here."""
    allowed = {
        "default-src": "'none'",
        "style-src": f"'sha256-{_digest(style)}'",
        "script-src": f"'sha256-{_digest(script)}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {source}" for name, source in allowed.items())


def _digest(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
