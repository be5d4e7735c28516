"""Which elements and attributes of a page load or link to something, and what."""

from __future__ import annotations

ATTRIBUTES: dict[tuple[str, str], str] = {
    ("script", "src"): "scripts",
    ("img", "src"): "images",
    ("img", "srcset"): "images",
    ("input", "src"): "images",
    ("image", "href"): "images",
    ("image", "xlink:href"): "images",
    ("image", "xlinkhref"): "images",
    ("feimage", "href"): "images",
    ("body", "background"): "images",
    ("table", "background"): "images",
    ("td", "background"): "images",
    ("video", "poster"): "images",
    ("video", "src"): "media",
    ("audio", "src"): "media",
    ("source", "src"): "media",
    ("source", "srcset"): "images",
    ("track", "src"): "media",
    ("iframe", "src"): "frames",
    ("frame", "src"): "frames",
    ("embed", "src"): "frames",
    ("object", "data"): "frames",
    ("a", "href"): "navigation",
    ("area", "href"): "navigation",
    ("form", "action"): "navigation",
}
"""(element, attribute in lower case) → directive."""
EMBEDDED = ("images", "media", "frames", "styles", "fonts")
"""What HTML that nobody knows can load: scripts in it do not run."""
DOCUMENT = (*EMBEDDED, "scripts")
"""The same where it is a document of its own, in which they do."""
STYLED = ("fonts", "images", "styles")
"""What a style sheet can load."""
LINKS = {"stylesheet": "styles", "icon": "images", "apple-touch-icon": "images", "modulepreload": "scripts"}
PRELOADS = {"font": "fonts", "script": "scripts", "style": "styles", "image": "images", "video": "media", "audio": "media"}


def directive_of(tag: str, attribute: str, rel: str = "", kind: str = "") -> str | None:
    """What an attribute of an element loads; `rel` and `kind` (its `as`) decide for `<link href>`."""
    tag, attribute = tag.lower(), attribute.lower()
    if tag != "link" or attribute != "href":
        return ATTRIBUTES.get((tag, attribute))
    words = rel.lower().split()
    if "preload" in words or "prefetch" in words:
        return PRELOADS.get(kind.lower())
    return next((LINKS[word] for word in words if word in LINKS), None)


def addresses_in(attribute: str, value: str) -> list[str]:
    """One address, or those of a `srcset`."""
    if attribute.lower() != "srcset":
        return [value]
    return [candidate.split()[0] for candidate in value.split(", ") if candidate.strip()]
