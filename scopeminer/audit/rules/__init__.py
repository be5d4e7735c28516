"""The registry of rules: id, level and one sentence each. An id is kebab-case and for ever: it is the suppression key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scopeminer.audit.model import Finding
from scopeminer.audit.rules import (
    announced_scope,
    app_principal,
    broad_egress,
    dead_code_scope,
    deprecated_operation,
    duplicate_scope,
    hardcoded_credential,
    impersonation_missing,
    impersonation_unused,
    insecure_egress,
    invalid_scope,
    manifest_problem,
    missing_handler,
    missing_module,
    non_minimal,
    not_available,
    over_privilege,
    redundant_scope,
    scope_count,
    stale_answer,
    undeclared_egress,
    under_privilege,
    unknown_operation,
    unknown_remote,
    unparsed_file,
    unresolved_egress,
    unresolved_route,
    unused_egress,
)
from scopeminer.audit.rules.rule import Case, Rule

Check = Callable[[Case], Iterator[Finding]]

STALE_SUPPRESSION = "stale-suppression"
_ROWS: tuple[tuple[str, str, str, Check | None], ...] = (
    ("over-privilege", "error", "A declared scope that nothing needs: remove it.", over_privilege.check),
    ("redundant-scope", "error", "A declared scope whose uses other declared scopes cover: remove it.", redundant_scope.check),
    ("dead-code-scope", "error", "A declared scope that only unreachable code needs: remove both.", dead_code_scope.check),
    ("under-privilege", "error", "A need that no declared alternative covers: add one of those offered.", under_privilege.check),
    ("invalid-scope", "error", "A name that Forge accepts in no manifest: correct it.", invalid_scope.check),
    ("impersonation-missing", "error", "asUser(accountId) with a scope that does not allow impersonation.", impersonation_missing.check),
    ("undeclared-egress", "error", "Reachable code talks to a host that permissions.external does not name.", undeclared_egress.check),
    ("missing-module", "error", "An SDK is used that works only with a manifest module that is not there.", missing_module.check),
    ("missing-handler", "error", "A manifest function whose file or export does not exist.", missing_handler.check),
    ("unknown-remote", "error", "A remote is called by a key that the manifest does not declare.", unknown_remote.check),
    ("insecure-egress", "error", "An address without TLS is used or declared.", insecure_egress.check),
    ("hardcoded-credential", "error", "A secret is written down in a file of the app: withdraw it.", hardcoded_credential.check),
    ("duplicate-scope", "warning", "A scope is declared more than once.", duplicate_scope.check),
    ("impersonation-unused", "warning", "allowImpersonation on a scope that no impersonating request needs.", impersonation_unused.check),
    ("unresolved-route", "warning", "A request known only at run time: answer it with a comment.", unresolved_route.check),
    ("unresolved-egress", "warning", "An address known only at run time, or one that unseen code may use.", unresolved_egress.check),
    ("unknown-operation", "warning", "A request to a path that no document lists.", unknown_operation.check),
    ("not-available-to-forge", "warning", "An operation without scopes for Forge apps: it will be refused.", not_available.check),
    ("deprecated-operation", "warning", "An operation that is deprecated or in no current document.", deprecated_operation.check),
    ("unused-egress", "warning", "A declared address or remote that nothing reachable uses.", unused_egress.check),
    ("broad-egress", "warning", "A declared address that allows every host.", broad_egress.check),
    ("manifest-problem", "warning", "A part of the manifest that cannot be read as what it should be.", manifest_problem.check),
    ("unparsed-file", "warning", "A reachable file with syntax errors: what stands there may not have been seen.", unparsed_file.check),
    ("stale-answer", "warning", "A comment that answers a request wrongly, or one that needs no answer.", stale_answer.check),
    (STALE_SUPPRESSION, "warning", "A suppression that has expired, or that suppresses nothing.", None),
    ("non-minimal", "note", "Fewer scopes would do under another choice of alternatives.", non_minimal.check),
    ("announced-scope", "note", "A scope that is optional now and announced as mandatory.", announced_scope.check),
    ("scope-count", "note", "More scopes than Atlassian advises.", scope_count.check),
    ("app-principal-in-user-context", "note", "A request as the app although a user is present.", app_principal.check),
)
RULES: tuple[Rule, ...] = tuple(Rule(*row) for row in _ROWS)
"""Checks are None where a rule is not about an app's facts but about what was said of them (audit/suppress)."""

__all__ = ["RULES", "STALE_SUPPRESSION", "Case", "Rule"]
