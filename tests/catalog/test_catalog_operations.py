"""Every operation of the catalog, called with concrete values and with holes, is found again."""

from __future__ import annotations

import re

import pytest

from scopeminer.catalog.catalog import Catalog
from scopeminer.catalog.load import load
from scopeminer.catalog.model import Operation

PARAMETER = re.compile(r"\{[^{}]*\}")
CATALOG = load()


def route(operation: Operation, value: str) -> str:
    return PARAMETER.sub(value, operation.path)


def found(catalog: Catalog, operation: Operation, text: str, method: str | None = None) -> set[str]:
    methods = frozenset({method or operation.method})
    return {one.name for one in catalog.match(operation.product, methods, text).operations}


def same_call(operation: Operation) -> set[str]:
    """Operations that no call can tell apart: the same shape, the same method."""
    shape = PARAMETER.sub("{}", operation.path)
    return {one.name for one in SHAPES[operation.product, operation.method, shape]}


SHAPES: dict[tuple[str, str, str], list[Operation]] = {}
for _operation in CATALOG.operations:
    SHAPES.setdefault((_operation.product, _operation.method, PARAMETER.sub("{}", _operation.path)), []).append(_operation)


@pytest.mark.parametrize("product", ["atlassian", "bitbucket", "confluence", "jira"])
@pytest.mark.parametrize("value", ["10042", "PROJ-1", "a%2Fb", "{}", "PROJ-{}"])
def test_every_operation_is_found_by_a_call_of_it(product: str, value: str) -> None:
    lost = [
        operation.name
        for operation in CATALOG.operations
        if operation.product == product and not found(CATALOG, operation, route(operation, value)) & same_call(operation)
    ]
    assert lost == []


@pytest.mark.parametrize("product", ["bitbucket", "confluence", "jira"])
def test_concrete_values_name_exactly_one_operation(product: str) -> None:
    wrong = {
        operation.name: names
        for operation in CATALOG.operations
        if operation.product == product
        and (names := found(CATALOG, operation, route(operation, "zz9"))) != {operation.name}
        and names - same_call(operation)
    }
    assert wrong == {}


@pytest.mark.parametrize("product", ["bitbucket", "confluence", "jira"])
def test_an_unknown_method_gives_a_set_that_holds_the_operation(product: str) -> None:
    lost = []
    for operation in CATALOG.operations:
        if operation.product == product:
            names = {one.name for one in CATALOG.match(product, None, route(operation, "{}")).operations}
            if not names & same_call(operation):
                lost.append(operation.name)
    assert lost == []


@pytest.mark.parametrize("product", ["bitbucket", "confluence", "jira"])
def test_a_remainder_gives_a_set_that_holds_the_operation(product: str) -> None:
    lost = []
    for operation in CATALOG.operations:
        if operation.product == product and "{" in operation.path:
            text = route(operation, "{}").partition("{}")[0] + "{*}"
            if operation.name not in found(CATALOG, operation, text):
                lost.append(operation.name)
    assert lost == []


@pytest.mark.parametrize(
    "product, least",
    [("jira", 1040), ("confluence", 390), ("bitbucket", 340)],
)
def test_the_catalog_holds_every_document(product: str, least: int) -> None:
    assert sum(operation.product == product for operation in CATALOG.operations) >= least


@pytest.mark.parametrize(
    "document, least",
    [
        ("jira", 616),
        ("jira-software", 105),
        ("jira-service-management", 74),
        ("jsm-ops", 240),
        ("confluence-v1", 130),
        ("confluence-v2", 218),
        ("bitbucket", 300),
    ],
)
def test_each_document_is_there_in_full(document: str, least: int) -> None:
    assert sum(operation.document == document for operation in CATALOG.operations) >= least


def test_removed_operations_stay_known_with_the_day_they_were_last_seen() -> None:
    removed = [operation for operation in CATALOG.operations if operation.status == "removed"]
    assert len(removed) >= 104
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", operation.seen) for operation in removed)


def test_collisions_are_decided_by_the_left_most_literal() -> None:
    """Two templates that one path can be: the one with the literal further left has it, whenever it has the method."""
    by_product: dict[tuple[str, str, int], list[Operation]] = {}
    for operation in CATALOG.operations:
        by_product.setdefault((operation.product, operation.method, operation.path.count("/")), []).append(operation)
    wrong, pairs = [], 0
    for group in by_product.values():
        split = [(operation, operation.path.split("/")[1:]) for operation in group if operation.document != "supplement"]
        for index, (first, left) in enumerate(split):
            for second, right in split[index + 1 :]:
                if not all(a == b or _open(a) or _open(b) for a, b in zip(left, right, strict=True)):
                    continue
                order = next((_open(a) - _open(b) for a, b in zip(left, right, strict=True) if _open(a) != _open(b)), 0)
                if order == 0:
                    continue
                pairs += 1
                winner, loser = (first, second) if order < 0 else (second, first)
                meeting = "/" + "/".join("77" if _open(a) and _open(b) else b if _open(a) else a for a, b in zip(left, right, strict=True))
                if loser.name in found(CATALOG, winner, meeting):
                    wrong.append((meeting, winner.name, loser.name))
    assert wrong == []
    assert pairs >= 60


def _open(segment: str) -> bool:
    return segment.startswith("{") and segment.endswith("}")
