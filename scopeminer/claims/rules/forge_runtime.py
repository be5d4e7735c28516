"""forge-runtime: where the app's own code runs. Calling a third party is not running there."""

from __future__ import annotations

from collections.abc import Iterator

from scopeminer.claims.model import Basis, Facts, Judgement
from scopeminer.claims.rules.ground import against, settle, supports, unresolved
from scopeminer.claims.rules.outside import called_remotes, computes, connect, endpoints, remote_place


def judge(facts: Facts) -> Judgement:
    return settle(
        _against(facts),
        _open(facts),
        (supports("no remote, endpoint on a remote or Connect module is declared: all code of the app runs on Forge"),),
    )


def _against(facts: Facts) -> Iterator[Basis]:
    called = called_remotes(facts)
    for remote in facts.manifest.remotes:
        if computes(remote):
            what = " and ".join(remote.operations) if remote.operations else "anything: it names no operations"
            yield against(f"remote {remote.key} is declared for {what}", remote_place(facts, remote))
        if remote.key in called:
            yield against(f"remote {remote.key} is called", called[remote.key])
    for key, place in endpoints(facts):
        yield against(f"endpoint {key} runs on a remote", place)
    yield from connect(facts)


def _open(facts: Facts) -> Iterator[Basis]:
    for remote in facts.manifest.remotes:
        if not computes(remote):
            yield unresolved(f"remote {remote.key} is declared for {', '.join(remote.operations)} only", remote_place(facts, remote))
    for entry in (*facts.outline.find("services", "*"), *facts.outline.find("modules", "service", "*")):
        yield unresolved("a container runs on Atlassian's servers with an image of the vendor", facts.place(entry.name))
    for use in facts.audit.usage.remotes:
        if use.key is None:
            yield unresolved("a remote is called by a key that is known only at run time", use.site)
