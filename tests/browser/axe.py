"""axe-core over the page that is open: what of it shuts people out, with the few things that are Streamlit's own."""

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

EXCEPTIONS = {
    "list": {"[data-testid=stSidebarNavItems]": "headings among the screens of a phone are no items"},
    "listitem": {"[data-testid=stSidebarNavItems] li": "each group below one is in a div of the list"},
    "presentation-role-conflict": {"[data-testid=stFileUploaderDropzone]": "it has a label, and says to be nothing"},
}
"""What Streamlit draws and we cannot change: by the rule, what is left out of it (a selector) and why."""

RUN = """async ([tags, rules, exceptions]) => {
  const runOnly = rules.length ? { type: "rule", values: rules } : { type: "tag", values: tags };
  const { violations } = await axe.run({ runOnly, resultTypes: ["violations"], elementRef: true });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ element }) => !(exceptions[id] ?? []).some((selector) => element.matches(selector)))
      .map(({ target, html }) => `${id} (${help}): ${target.join(" ")} ${html.slice(0, 160)}`),
  );
}"""


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong on the page by these `rules`, or by all of TAGS: with its page, width, rule and element."""
    page.evaluate(_axe())
    spared = {rule: list(selectors) for rule, selectors in EXCEPTIONS.items()}
    found: list[str] = page.evaluate(RUN, [TAGS, rules, spared])
    width = page.viewport_size["width"] if page.viewport_size else 0
    return [f"{page.url} {width} px: {one}" for one in found]


@cache
def _axe() -> str:
    """axe-core, for a page that has none yet. It is a file of a package: nothing is fetched."""
    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
    return f"() => {{ if (window.axe) return;\n{script}\n}}"
