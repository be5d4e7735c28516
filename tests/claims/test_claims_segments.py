"""Text → sentences with their numbers, lines and what introduces them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scopeminer.claims.segments import segments
from scopeminer.claims.statement import read

ROWS = [
    ("plain", "1. One\nFirst. Second.\n2. Two\nThird.", ["1.1 First.", "1.2 Second.", "2.1 Third."]),
    ("numbered clauses", "2. Hosting\n2.1 First.\n2.2 Second.", ["2.1 First.", "2.2 Second."]),
    ("headings without numbers are counted", "# A\nOne.\n\n## B\nTwo.", ["1.1 One.", "2.1 Two."]),
    ("headings without numbers belong to the one that has", "# T\nZero.\n## 1. A\nOne.\n### a\nTwo.\n## 2. B\nThree.", ["0.1 Zero.", "1.1 One.", "1.2 Two.", "2.1 Three."]),
    ("a number that comes twice", "1. A\nOne.\n1. B\nTwo.", ["1.1 One.", "1#2.1 Two."]),
    ("bullets of all kinds", "- one\n* two\n• three\n(a) four\nb) five", ["0.1 one", "0.2 two", "0.3 three", "0.4 four", "0.5 five"]),
    ("soft wraps", "Access is restricted to the scopes defined in the app's\nmanifest.yml.", ["0.1 Access is restricted to the scopes defined in the app's manifest.yml."]),
    ("a line that ends openly goes on", "This is Atlassian's own\nPrivacy Policy.", ["0.1 This is Atlassian's own Privacy Policy."]),
    ("abbreviations end nothing", "We read names (e.g. Ann). Version 1. Two, i.e. more.", ["0.1 We read names (e.g. Ann).", "0.2 Version 1. Two, i.e. more."]),
    ("a table without its head", "| Q | A |\n|---|---|\n| TLS | yes |\n| Data | kept | long |", ["0.1 TLS: yes", "0.2 Data: kept, long"]),
    ("front matter", "---\ntitle: Privacy\n---\nOne.", ["0.1 One."]),
    ("code", "One.\n```\nno analytics\n```\nTwo.", ["0.1 One.", "0.2 Two."]),
    ("tags and comments", "One<br/> more.<!-- no analytics -->\n{% include x %}\n<b>Two</b>.", ["0.1 One more.", "0.2 Two ."]),
    ("emphasis and links", "**No** data is _sent_, see [here](https://example.com).", ["0.1 No data is sent, see here."]),
    ("nothing", " \n\n---\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_sentences_and_numbers(name: str, text: str, expected: list[str]) -> None:
    assert [f"{one.number} {one.text}" for one in segments(text)] == expected


LEADS = [
    ("a line with a colon leads the lines below it", "The apps do not:\nTrack.\nSell.", ["", "The apps do not:", "The apps do not:"]),
    ("also bullets after a blank line", "We will:\n\n- act\n- tell", ["", "We will:", "We will:"]),
    ("until a blank line", "We will:\nact\n\nOther.", ["", "We will:", ""]),
    ("until the next heading", "1. A\nWe will:\nact\n2. B\nOther.", ["", "We will:", ""]),
    ("until the bullets end", "We will:\n- act\nOther words.", ["", "We will:", ""]),
    ("until a sentence that has a subject of its own", "The apps do not:\nTrack.\nThe app uses TLS.", ["", "The apps do not:", ""]),
    ("a question leads its answer alone", "Do you track?\nNo.\nMore.", ["", "Do you track?", ""]),
    ("a question in a table too", "| Do you track users? | No |", ["Do you track users?"]),
    ("a heading that says no leads its bullets", "## What we do not collect\n- Names", ["What we do not collect"]),
    ("and no other text", "## What we do not collect\nWe use TLS.", [""]),
    ("another heading leads nothing", "## Data\n- Names", [""]),
]


@pytest.mark.parametrize(("name", "text", "expected"), LEADS, ids=[row[0] for row in LEADS])
def test_what_leads_a_sentence(name: str, text: str, expected: list[str]) -> None:
    assert [one.lead for one in segments(text)] == expected


LINES = st.lists(
    st.sampled_from(
        ["", "# A", "## 1. B", "1. C", "2.1 D is so.", "- e", "We do not:", "No?", "| a | b |", "|---|---|", "```", "---", "Long " * 20, "<b>", "f\u2028g", "x.y. Z"]
    )
    | st.text(max_size=20),
    max_size=30,
)  # fmt: skip


@given(LINES)
def test_any_text_has_claims_with_numbers_of_their_own_and_lines_in_their_order(lines: list[str]) -> None:
    claims = read("s", "\n".join(lines)).claims
    assert len({claim.id for claim in claims}) == len(claims)
    assert [claim.line for claim in claims] == sorted(claim.line for claim in claims)
    assert all(1 <= claim.line <= "\n".join(lines).count("\n") + "\n".join(lines).count("\r") + 1 for claim in claims)
