"""The page in a real Chromium: what it shows, what keys and clicks do, and that nothing leaves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from scopeminer.audit.model import AppInfo, Audit
from scopeminer.privileges.model import Step
from scopeminer.report.html import render
from scopeminer.report.html_lines import removable
from scopeminer.report.model import Display, Run
from scopeminer.scan import scan
from scopeminer.source import Place, SourceTree
from tests.report.browser import CHROMIUM, Browser

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM}: apt-get install chromium")

SAMPLES = Path(__file__).parents[2] / "sample_apps"
MARKUP = "\"'><img src=x onerror=alert(1)><script>document.title='owned'</script>&lt;"
Open = Callable[..., Browser]

audit = cache(scan)


def source(app: AppInfo, file: str) -> bytes | None:
    return SourceTree.open(Path(app.path)).read(file)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Open:
    """Opens the page of these audits; light, wide, and with nothing noted yet."""

    def show(*audits: Audit, fragment: str = "", read: Callable[[AppInfo, str], bytes | None] | None = source) -> Browser:
        page = tmp_path / "report.html"
        page.write_bytes(render(Run(audits, source=read), Display()).encode("utf-8", "backslashreplace"))
        browser.problems.clear()
        browser.requests.clear()
        browser.media()
        browser.width(1280)
        browser.open(page, fragment)
        return browser

    return show


@pytest.fixture
def page(shown: Open) -> Browser:
    return shown(audit(SAMPLES / "over-privileged"))


def texts(browser: Browser, selector: str) -> list[str]:
    """What the visible elements say."""
    said = "(element) => element.textContent.trim().replace(/\\s+/g, ' ')"
    found: list[str] = browser.evaluate(f"[...document.querySelectorAll({selector!r})].filter((one) => one.checkVisibility()).map({said})")
    return found


def click(browser: Browser, selector: str, number: int = 0) -> None:
    browser.evaluate(f"document.querySelectorAll({selector!r})[{number}].dispatchEvent(new MouseEvent('click', {{bubbles: true}}))")


def enter(browser: Browser, selector: str, text: str) -> None:
    browser.evaluate(f"{{ const i = document.querySelector({selector!r}); i.value = {text!r}; i.dispatchEvent(new Event('input')); }}")


SCOPES = "#a0-scopes .row:not([hidden]) .lead code"


@pytest.mark.parametrize("app", ["over-privileged", "clean-app", "egress-hosts", "remote-with-tokens"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_loads_without_a_word_and_asks_nobody_for_anything(shown: Open, app: str, scheme: str) -> None:
    page = shown(audit(SAMPLES / app))
    page.media(scheme=scheme)
    page.evaluate("document.querySelectorAll('.unfold').forEach((button) => button.click())")
    assert page.problems == []
    assert [url.rpartition("/")[2] for url in page.requests] == ["report.html"]


def test_the_policy_is_in_force(page: Browser) -> None:
    page.evaluate("{ const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); }")
    page.evaluate("{ const i = document.createElement('img'); i.src = 'https://example.invalid/x.png'; document.body.append(i); }")
    assert page.evaluate("fetch('https://example.invalid/').then(() => 'sent', () => 'refused')") == "refused"
    assert page.evaluate("typeof window.ran") == "undefined"
    assert len([said for said in page.problems if "Content Security Policy" in said]) >= 3


def test_the_five_lines_and_the_field_are_seen(page: Browser) -> None:
    assert texts(page, ".lines dt") == ["Asked", "Used", "Can go", "Unknown", "As of"]
    allowed = audit(SAMPLES / "over-privileged").reach.declared
    assert texts(page, ".lines dd")[0] == f"12 scopes, which together allow {allowed} REST operations."
    widths = page.evaluate("[...document.querySelectorAll('.reach path')].map((path) => path.getBBox().height > 0)")
    assert widths == [True, True, True]


@pytest.mark.parametrize(
    "typed, facets, count",
    [
        ("jira", [], "7 of 13 scopes"),
        ("JIRA  manage", [], "3 of 13 scopes"),
        ("", ["unused"], "5 of 13 scopes"),
        ("", ["unused", "missing"], "6 of 13 scopes"),
        ("confluence", ["unused"], "1 of 13 scopes"),
        ("no such scope", [], "0 of 13 scopes"),
        ("", [], "13 scopes"),
    ],
)
def test_filters(page: Browser, typed: str, facets: list[str], count: str) -> None:
    enter(page, "#a0-scopes input", typed)
    for facet in facets:
        click(page, f"#a0-scopes .facet[data-facet={facet}]")
    assert texts(page, "#a0-scopes .count") == [count]
    assert len(texts(page, SCOPES)) == int(count.split(maxsplit=1)[0])
    assert bool(texts(page, "#a0-scopes .none")) == count.startswith("0 ")


@pytest.mark.parametrize("column, first", [(0, "delete:page:confluence"), (1, "read:jira-work"), (3, "storage:app")])
def test_sorting_goes_up_then_down_then_back(page: Browser, column: int, first: str) -> None:
    before = texts(page, SCOPES)
    head = f"#a0-scopes th:nth-child({column + 1})"
    seen = []
    for _ in range(3):
        click(page, f"{head} .sort")
        seen.append((page.evaluate(f"document.querySelector({head!r}).ariaSort"), texts(page, SCOPES)))
    assert [state for state, _ in seen] == ["ascending", "descending", "none"]
    assert seen[0][1][0] == first
    assert seen[1][1] != seen[0][1]
    assert seen[2][1] == before


def test_numbers_are_sorted_as_numbers(page: Browser) -> None:
    click(page, "#a0-scopes th:nth-child(4) .sort")
    numbers = [int(text) for text in texts(page, "#a0-scopes .amount")]
    assert numbers == sorted(numbers)
    assert numbers[0] < 10 < 100 < numbers[-1]


def test_a_chain_unfolds_with_its_excerpts(page: Browser) -> None:
    assert texts(page, "#a0-uses .chain li") == []
    row = "[...document.querySelectorAll('#a0-uses .row')].find((one) => one.textContent.includes('/versions'))"
    page.evaluate(f"{row}.querySelector('.fold').focus()")
    page.press("Enter")
    assert page.evaluate(f"{row}.querySelector('.fold').ariaExpanded") == "true"
    assert texts(page, "#a0-uses .chain .place")[0].startswith("manifest.yml:")
    meant = texts(page, "#a0-uses .chain .meant .text")
    assert any("requestJira(route`/rest/api/3/project/" in line for line in meant)
    page.press("Enter")
    assert texts(page, "#a0-uses .chain li") == []


def test_a_link_to_a_row_shows_it_whatever_is_filtered(page: Browser) -> None:
    enter(page, "#a0-uses input", "no such use")
    click(page, "#a0-scopes .fold")
    target = page.evaluate("document.querySelector('#a0-scopes .open a').hash")
    page.evaluate(
        "new Promise((done) => {"
        "  addEventListener('hashchange', () => setTimeout(done));"
        "  document.querySelector('#a0-scopes .open a').click();"
        "})"
    )
    assert page.evaluate(f"document.querySelector({target!r}).matches('.open:not([hidden])')") is True
    assert page.evaluate(f"document.activeElement.closest('.row').id === {target[1:]!r}") is True


def test_keys_reach_a_filter_and_leave_it(page: Browser) -> None:
    page.press("/")
    assert page.evaluate("document.activeElement.placeholder") == "Filter scopes"
    enter(page, "#a0-scopes input", "storage")
    page.press("Escape")
    assert texts(page, "#a0-scopes .count") == ["13 scopes"]


def node(label: str) -> str:
    return f"[...document.querySelectorAll('.node')].find((one) => one.ariaLabel.includes({label!r}))"


def test_choosing_a_box_leaves_only_its_ways(page: Browser) -> None:
    everything = texts(page, ".node title")
    places = "[...document.querySelectorAll('.node')].map((one) => one.getAttribute('transform'))"
    paths = "[...document.querySelectorAll('.edge')].map((one) => one.getAttribute('d'))"
    before = page.evaluate(f"[{places}, {paths}, document.querySelector('.map svg').getAttribute('viewBox')]")
    page.evaluate(f"{node('manage:jira-webhook')}.dispatchEvent(new MouseEvent('click'))")
    left = page.evaluate("[...document.querySelectorAll('.node:not(.off) title')].map((one) => one.textContent)")
    assert left == [
        "nothing reaches it",
        "register – src/legacy/webhooks.js",
        "POST webhook – Jira · as app",
        "manage:jira-webhook – dead-code-only",
    ]
    assert "manage:jira-webhook" in texts(page, ".chosen")[0]
    gathered = page.evaluate(f"[{places}, {paths}, document.querySelector('.map svg').getAttribute('viewBox')]")
    assert [one != other for one, other in zip(before, gathered, strict=True)] == [True, True, True]
    click(page, ".all")
    assert texts(page, ".node title") == everything
    assert page.evaluate("document.querySelectorAll('.off').length") == 0
    assert page.evaluate(f"[{places}, {paths}, document.querySelector('.map svg').getAttribute('viewBox')]") == before


def test_the_map_is_walked_with_the_keys(page: Browser) -> None:
    page.evaluate(f"{node('Release notes')}.focus()")
    page.press("ArrowRight", "ArrowRight", "ArrowRight")
    first = page.evaluate("document.activeElement.dataset.column")
    page.press("ArrowDown")
    assert first == "3"
    assert page.evaluate("document.querySelectorAll('.node[tabindex=\"0\"]').length") == 1
    page.press("Enter")
    assert page.evaluate("document.activeElement.ariaPressed") == "true"
    page.press("Escape")
    assert page.evaluate("document.querySelectorAll('.node[aria-pressed=true]').length") == 0


def test_pointing_lights_the_ways_of_a_box_only(page: Browser) -> None:
    page.evaluate(f"{node('read:space:confluence')}.dispatchEvent(new PointerEvent('pointerenter'))")
    lit = page.evaluate("[...document.querySelectorAll('.node.on')].map((one) => one.dataset.column).sort()")
    assert lit == ["0", "1", "2", "3"]


def test_colours_follow_the_system_and_the_button(page: Browser) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.media(scheme="dark")
    dark = page.evaluate(background)
    click(page, ".theme")
    assert page.evaluate(background) == light != dark
    click(page, ".theme")
    page.media(scheme="light")
    assert page.evaluate(background) == dark
    click(page, ".theme")
    assert page.evaluate(background) == light


CONTRAST = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (channel) => (channel /= 255) <= .04045 ? channel / 12.92 : ((channel + .055) / 1.055) ** 2.4;
  const luminance = ([red, green, blue]) => .2126 * linear(red) + .7152 * linear(green) + .0722 * linear(blue);
  const behind = (element) => {
    const colour = rgb(getComputedStyle(element).backgroundColor);
    return colour[3] === 255 ? colour : behind(element.parentElement);
  };
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    if (!speaks(element) || !element.checkVisibility() || element.closest('.visually-hidden, .skip')) continue;
    const style = getComputedStyle(element);
    const colours = element.closest('.node')
      ? [rgb(style.fill), rgb(getComputedStyle(element.closest('.node').querySelector('rect')).fill)]
      : [rgb(element.closest('svg') ? style.fill : style.color), behind(element.closest('svg')?.parentElement ?? element)];
    if (colours[1][3] === 0) colours[1] = behind(element.closest('.scroll'));
    const [dark, light] = colours.map(luminance).sort((one, other) => one - other);
    if ((light + .05) / (dark + .05) < 4.5) poor.push(element.outerHTML.slice(0, 90));
  }
  return poor;
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(page: Browser, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    page.media(scheme=scheme)
    page.evaluate("document.querySelectorAll('.unfold').forEach((button) => button.click())")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_the_page_is_never_wider_than_the_window(shown: Open, width: int) -> None:
    page = shown(audit(SAMPLES / "over-privileged"), audit(SAMPLES / "egress-hosts"))
    page.width(width)
    page.evaluate("document.querySelectorAll('.unfold').forEach((button) => button.click())")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 480, 768, 1050, 1280])
def test_tables_fit_their_place(shown: Open, width: int) -> None:
    page = shown(audit(SAMPLES / "over-privileged"), audit(SAMPLES / "egress-hosts"))
    page.width(width)
    page.evaluate("document.querySelectorAll('.unfold').forEach((button) => button.click())")
    wide = "[...document.querySelectorAll('.block > .scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1)"
    assert page.evaluate(f"{wide}.map((one) => one.querySelector('table').id)") == []


def test_a_printed_page_has_the_tables_and_no_tools(page: Browser) -> None:
    click(page, "#a0-uses .fold")
    page.media(scheme="dark", medium="print")
    assert texts(page, ".tools, .bar, .theme") == []
    assert len(texts(page, SCOPES)) == 13
    assert texts(page, "#a0-uses .meant") != []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_every_control_has_a_name(page: Browser) -> None:
    controls = "[...document.querySelectorAll('button, input, a, [role=button], [role=img]')]"
    nameless = "(one) => !(one.ariaLabel || one.textContent.trim() || one.labels?.length)"
    assert page.evaluate(f"{controls}.filter({nameless}).map((one) => one.outerHTML)") == []
    assert page.evaluate(
        "['header', 'nav', 'main', 'footer'].map((one) => document.querySelectorAll(`body > ${one}, body > header > ${one}`).length)"
    ) == [1, 1, 1, 1]


def hostile() -> Audit:
    """Markup wherever an app can put a string."""
    found = audit(SAMPLES / "over-privileged")
    place = Place(f"src/{MARKUP}.js", 1, 1)
    step = Step(place, MARKUP)
    uses = tuple(
        replace(
            use,
            function=MARKUP,
            route=MARKUP,
            operation=MARKUP,
            api=MARKUP,
            product=MARKUP,
            site=place,
            features=(step,),
            evidence=(step, step),
        )
        for use in found.usage.uses
    )
    unknowns = tuple(replace(one, site=place, detail=MARKUP, prefix=MARKUP, evidence=(step, step, step)) for one in found.usage.unknowns)
    return replace(
        found,
        app=AppInfo(MARKUP, MARKUP, MARKUP, MARKUP),
        scopes=tuple(replace(row, scope=row.scope + MARKUP, reason=MARKUP, location=place, nearest=place) for row in found.scopes),
        usage=replace(found.usage, uses=uses, unknowns=unknowns, coverage=replace(found.usage.coverage, files_skipped=((MARKUP, MARKUP),))),
        findings=tuple(replace(one, message=MARKUP, subject=MARKUP, location=place, related=(place,)) for one in found.findings),
        declared_egress=((MARKUP, MARKUP),),
    )


def test_what_a_hostile_app_says_stays_text(shown: Open) -> None:
    page = shown(hostile(), read=lambda app, file: f"{MARKUP}</template></pre>".encode())
    page.evaluate("document.querySelectorAll('.unfold').forEach((button) => button.click())")
    assert page.evaluate("document.querySelectorAll('img, script').length") == 1
    assert page.evaluate("document.title").startswith(MARKUP)
    assert texts(page, "h1") == [MARKUP]
    assert set(texts(page, ".excerpt .meant .text")) == {f"{MARKUP}</template></pre>"}
    assert page.problems == []
    assert len(page.requests) == 1


def test_several_apps_have_an_overview_that_leads_to_them(shown: Open) -> None:
    apps = [audit(SAMPLES / "clean-app"), audit(SAMPLES / "over-privileged")]
    page = shown(*apps)
    click(page, "#overview th:nth-child(5) .sort")
    click(page, "#overview th:nth-child(5) .sort")
    assert texts(page, "#overview .row td:nth-child(5)") == [str(len(removable(one))) for one in reversed(apps)]
    assert page.evaluate("document.querySelector('#overview .row a').hash") == "#a1"
    assert page.evaluate("document.querySelectorAll('main > article').length") == 2


def test_a_large_app_is_drawn_and_filtered_in_time(shown: Open) -> None:
    found = audit(SAMPLES / "over-privileged")
    many = 80
    uses = tuple(
        replace(use, function=f"{use.function}{number}", site=use.site._replace(file=f"src/{number}.js"))
        for number in range(many)
        for use in found.usage.uses
    )
    identifiers = tuple(f"u{number}" for number in range(len(uses)))
    large = replace(found, usage=replace(found.usage, uses=uses), use_ids=identifiers, satisfied_by=found.satisfied_by * many)
    page = shown(large)
    took = page.evaluate(
        "{"
        "  const began = performance.now(), input = document.querySelector('#a0-uses input');"
        "  input.value = '79.js';"
        "  input.dispatchEvent(new Event('input'));"
        "  performance.now() - began;"
        "}"
    )
    assert texts(page, "#a0-uses .count") == ["7 of 560 uses"]
    assert took < 2000
    assert page.problems == []
