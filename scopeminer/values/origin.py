"""Definitions that only pass on what another one is."""

from __future__ import annotations

from scopeminer.syntax.ir import Name
from scopeminer.values.definitions import Choice, Definition, FieldOf, Parameter, RestOf, ValueOf
from scopeminer.values.lookup import Lookup
from scopeminer.values.trace import TEXTUAL

LONGEST = 20
"""Names that stand for names."""


def origin(lookup: Lookup, definition: Definition, path: tuple[str, ...]) -> tuple[Definition, tuple[str, ...]]:
    """The definition whose property is the property `path` of this one, and what that property is: a parameter at the best."""
    for _ in range(LONGEST):
        if type(definition) is Parameter or lookup.hint(definition):
            break
        if type(definition) is FieldOf and type(definition.key) is str and definition.default is None:
            path = (definition.key, *path)
            definition = definition.base
        elif type(definition) is RestOf and path and path != TEXTUAL and path[0] not in definition.names:
            definition = definition.base
        elif type(definition) is Choice and len(definition.parts) == 1:
            definition = definition.parts[0][1]
        elif type(definition) is ValueOf and type(definition.expr) is Name and (read := lookup.definition(definition.expr)):
            definition = read
        else:
            break
    return definition, path
