"""What an operation needs, and whether an app performs it."""

from __future__ import annotations

from scopeminer.advise.satisfaction import cheapest
from scopeminer.advise.what_if import declared_scopes
from scopeminer.audit.model import Audit
from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.model import Alternative, Operation
from scopeminer.privileges.model import Use
from scopeminer.records import dataclass


@dataclass(frozen=True, slots=True)
class InApp:
    """An operation in one app. `satisfied_by`: the alternative inside the declared scopes; `lacking`: what it would take, if none is.

    `could_be`: uses that are not fully resolved and may be this operation.
    """

    uses: tuple[Use, ...]
    dead: tuple[Use, ...]
    could_be: tuple[Use, ...]
    satisfied_by: Alternative | None
    lacking: Alternative


@dataclass(frozen=True, slots=True)
class OperationExplanation:
    """`document`: title and date of the published document; `app` None when there is no app to look at."""

    operation: Operation
    document: str
    app: InApp | None


def explain_operation(audit: Audit | None, catalog: Catalog, operation: Operation) -> OperationExplanation:
    """Everything that is known about one operation, in one app if there is one."""
    titles = {document.name: document.title or document.name for document in catalog.documents}
    document = titles.get(operation.document, operation.document)
    seen = f"{document}, document of {operation.seen}" if document and operation.seen else document
    return OperationExplanation(operation, seen, _in_app(audit, operation) if audit else None)


def _in_app(audit: Audit, operation: Operation) -> InApp:
    declared = declared_scopes(audit)
    performing = [
        use for use in audit.uses if (use.product, use.method, use.operation) == (operation.product, operation.method, operation.path)
    ]
    inside = [alternative for alternative in operation.alternatives if declared.issuperset(alternative)]
    return InApp(
        uses=tuple(use for use in performing if use.reachable),
        dead=tuple(use for use in performing if not use.reachable),
        could_be=tuple(use for use in audit.uses if use.reachable and operation.name in use.candidates),
        satisfied_by=min(inside, key=lambda one: (len(one), one), default=None),
        lacking=() if inside else cheapest(operation.alternatives, declared),
    )
