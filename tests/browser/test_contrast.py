"""On every screen, light and dark: axe-core finds nothing, and every text has 4.5 : 1.

Contrast is measured twice: axe leaves out what it cannot tell (texts in pictures, placeholders, what CSS writes), and
these are what faint_texts.js is for. On a phone, axe walks with test_widths.py: a window of two widths by turns stalls.
"""

from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from engagement.ui.frame.screens import Screen
from tests.browser.axe import violations
from tests.browser.conftest import Open, settled

LEAST = 4.5
FAINT = Path(__file__).with_name("faint_texts.js").read_text("utf-8")


def faint(page: Page) -> list[str]:
    """The texts on the page that have less than that and keep it, each with its ratio.

    Streamlit fades what it draws anew, and colours change by and by: a text is faint when it stays so.
    """
    page.mouse.move(0, 899)  # over nothing: what lies under the pointer has a ground of its own
    found: dict[str, str] = page.evaluate(FAINT, LEAST)
    if found:
        with suppress(TimeoutError):
            nothing = f"(least) => !Object.keys((\n{FAINT}\n)(least)).length"
            page.wait_for_function(nothing, arg=LEAST, polling=500, timeout=9_000)
        found = page.evaluate(FAINT, LEAST)
    return [f"{page.url}: {ratio} {words}" for words, ratio in found.items()]


def test_every_screen_is_open_to_everybody(visit: Open) -> None:
    """The schemes take turns: a page is drawn in one, and told the other without being loaded again.

    What a page consists of is the same in both, so all rules are held against it in light, and those of colour in dark.
    """
    page = visit("/?email-bounces=true")
    contact = page.locator("a[data-screen=contact]").first.get_attribute("href")
    assert contact
    others = [screen.value for screen in Screen if screen not in (Screen.CONTACTS, Screen.CONTACT, Screen.CAMPAIGN)]
    found: list[str] = []
    for place in ("", contact, *others, "campaign"):
        if place == "campaign":
            page.goto(page.url.rpartition("/")[0] + "/campaigns")
            settled(page)
            page.locator("a[data-screen=campaign]").first.click()
            expect(page.locator("h2").first).to_be_visible()
            settled(page)
        elif place:
            page.goto(page.url.rpartition("/")[0] + "/" + place)
            settled(page)
        for heading in page.locator("thead th").all_text_contents():
            assert heading.strip(), page.url
        assert page.locator("thead td").count() == 0, page.url
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if place in (contact, "overview", "campaign"):
                page.reload()  # the server draws pictures, and hears of the scheme when the page asks for it anew
            settled(page)
            found += [f"{scheme} {words}" for words in faint(page)]
            rules = ("color-contrast",) if scheme == "dark" else ()
            found += [f"{scheme} {words}" for words in violations(page, *rules)]
    assert found == []


def test_axe_finds_what_is_wrong(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(
        '<html lang="en"><title>A</title><main><h1>A</h1><img src="data:,"><p style="color: #aaa">faint</p>'
        '<ul data-testid="stSidebarNavItems"><div>spared</div></ul></main></html>'
    )
    found = violations(page)
    page.close()
    assert [one.split(": ", 1)[1].split(" (")[0] for one in found] == ["color-contrast", "image-alt"]
