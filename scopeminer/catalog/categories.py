"""Categories of data: which operations, queries and properties touch which. The rows are data/categories.json."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from scopeminer.records import dataclass

ENVELOPE = frozenset({"ok", "status", "statusText", "headers", "statusCode"})
"""What HTTP says of an answer."""
PROFILE = frozenset({"account", "account-email", "account-profile"})


@dataclass(frozen=True, slots=True)
class Categories:
    """`titles`: category → how people call it; the other tables as in the file, patterns compiled."""

    titles: dict[str, str]
    operations: dict[str, tuple[tuple[re.Pattern[str], str], ...]]
    queries: dict[str, tuple[tuple[re.Pattern[str], str], ...]]
    fields: dict[str, str]
    contents: dict[str, dict[str, str]]
    context: dict[str, str]
    events: dict[str, str]

    def of_operation(self, product: str, path: str) -> str:
        """The category of a published operation, `other` for a product without rows."""
        for pattern, category in self.operations.get(product, ()):
            if pattern.search(path):
                return category
        return "other"

    def of_query(self, product: str, query: str) -> list[tuple[str, str]]:
        """What a query asks for besides, each with the part of it that does."""
        found = [(pattern.search(query), category) for pattern, category in self.queries.get(product, ())]
        return [(category, match.group().split("&")[0].rstrip("=")) for match, category in found if match]

    def of_response(self, default: str, asked: tuple[str, ...], fields: tuple[str, ...]) -> tuple[str, ...]:
        """What the properties `fields` of an answer are; all of it (with what the query `asked` for) where none is named."""
        named = [field for field in fields if field != "*" and not field.isdigit()]
        if len(named) == 1 and named[0] in ENVELOPE:
            return ()
        for field in named:
            if field in self.contents.get(default, {}):
                return (self.contents[default][field],)
        special = [self.fields[field] for field in named if field in self.fields]
        if special and (default in PROFILE or special[-1] != "account-profile"):
            return (special[-1],)
        whole = not named or named[-1] in ("results", "values", "issues", "data", "content")
        return tuple(dict.fromkeys((default, *asked))) if whole else (default,)


@lru_cache(maxsize=1)
def load_categories() -> Categories:
    """The table that ships with the tool."""
    data = json.loads((Path(__file__).parent / "data" / "categories.json").read_text(encoding="utf-8"))
    compiled = {
        name: {product: tuple((re.compile(pattern), category) for pattern, category in rows) for product, rows in data[name].items()}
        for name in ("operations", "queries")
    }
    return Categories(
        data["categories"], compiled["operations"], compiled["queries"], data["fields"], data["contents"], data["context"], data["events"]
    )
