"""External accounts: signing in and `withProvider(provider, remote).fetch(path)` reach remotes of the manifest."""

from __future__ import annotations

from collections.abc import Mapping

from scopeminer.disclosure.makers import Making
from scopeminer.manifest.model import Manifest, Remote, Value
from scopeminer.values.evaluate import Evaluator
from scopeminer.values.pattern import literal


def remotes_behind(manifest: Manifest, evaluator: Evaluator, making: Making) -> list[Remote]:
    """The remotes that a `withProvider` call can reach: the one it names, else those of its provider, else every provider's."""
    provider, remote = (_word(evaluator, making, index) for index in (0, 1))
    if remote is not None:
        keys = {remote}
    else:
        known = _remotes_of_providers(manifest)
        keys = known[provider] if provider in known else set[str]().union(*known.values())
    return [declared for declared in manifest.remotes if declared.key in keys]


def _word(evaluator: Evaluator, making: Making, index: int) -> str | None:
    if index >= len(making.args):
        return None
    texts = {literal(text.pattern) for text in evaluator.text(making.args[index], making.frame)}
    return texts.pop() if len(texts) == 1 else None


def remotes_signing_in(manifest: Manifest) -> list[Remote]:
    """The remotes that Forge asks itself when somebody signs in: `providers.auth[].actions.<action>.remote`."""
    actions = [actions for row in _providers(manifest) if isinstance(actions := row.get("actions"), Mapping)]
    keys = {action.get("remote") for named in actions for action in named.values() if isinstance(action, Mapping)}
    return [declared for declared in manifest.remotes if declared.key in keys]


def _remotes_of_providers(manifest: Manifest) -> dict[str | None, set[str]]:
    """`providers.auth[]`: key → remotes."""
    out: dict[str | None, set[str]] = {}
    for row in _providers(manifest):
        key, remotes = row.get("key"), row.get("remotes")
        names = {name for name in remotes if isinstance(name, str)} if isinstance(remotes, tuple) else set()
        out[key if isinstance(key, str) else None] = names
    return out


def _providers(manifest: Manifest) -> list[Mapping[str, Value]]:
    providers = manifest.extra.get("providers")
    rows = providers.get("auth") if isinstance(providers, Mapping) else ()
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []
