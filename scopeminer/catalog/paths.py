"""Access paths of packages as the data files write them: `asUser().requestJira`."""

from __future__ import annotations

from collections.abc import Iterable

Steps = tuple[str, ...]


def steps(path: str) -> Steps:
    """`asUser().requestJira` → `("asUser", "()", "requestJira")`."""
    return tuple(step for step in path.replace("()", ".()").split(".") if step)


class Heads:
    """Whether any known API begins like an access path: what lies beyond is data, and need not be told apart."""

    def __init__(self, paths: Iterable[tuple[str, Steps]]) -> None:
        """`paths`: package and steps of every API."""
        self._known = {(package, path[:length]) for package, path in paths for length in range(len(path) + 1)}

    def __call__(self, package: str, path: Steps) -> bool:
        """A leading `default` does not count, `node:` in front of a package neither; a call with arguments is a call; `*` is any step."""
        plain = tuple(["()" if step[:1] == "(" else step for step in path])
        plain = plain[1:] if plain[:1] == ("default",) else plain
        package = package.removeprefix("node:")
        if plain[-1:] == ("*",):  # a member whose name is not known
            return (package, plain[:-1]) in self._known
        return (package, plain) in self._known or (package, (*plain[:-1], "*")) in self._known
