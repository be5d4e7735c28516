"""Documents and facts → scopeminer/catalog/data: `python tools/build_catalog.py FOLDER [--facts FOLDER] [--out FOLDER]`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scopeminer.catalog.build import Facts, build
from scopeminer.catalog.documents import UnknownFormError
from scopeminer.catalog.store import ShrunkError, check_size, write

DATA = Path(__file__).resolve().parent.parent / "scopeminer" / "catalog" / "data"


def main(arguments: list[str]) -> int:
    """Exit code 0 when the data was written, 1 with one sentence when it was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path, help="folder of the OpenAPI documents and PROVENANCE.json")
    parser.add_argument(
        "--facts", type=Path, help="folder of scopes.json, events.json, removed-operations.json (without it those in --out stay)"
    )
    parser.add_argument("--out", type=Path, default=DATA, help="folder of the catalog's data")
    given = parser.parse_args(arguments)
    try:
        facts = Facts.read(given.facts) if given.facts else Facts.kept(given.out)
        present = given.out / "operations.json"
        before = json.loads(present.read_text(encoding="utf-8")) if present.exists() else None
        tables = build(given.documents, facts, given.out, before)
        if before is not None:
            check_size(before, tables["operations.json"])
        write(tables, given.out)
    except (UnknownFormError, ShrunkError, OSError, ValueError, KeyError) as error:
        print(f"build_catalog: {error}", file=sys.stderr)
        return 1
    counts = {product: len(rows) for product, rows in tables["operations.json"]["operations"].items()}
    print(json.dumps(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
