// What of a page does not fit its width: a sentence for each element, at most a few of a kind.
// - it reaches beyond the page, or has to be scrolled sideways;
// - its text is cut off, and no title says the whole;
// - it has a word a line, or words are broken that are no address;
// - two texts lie over each other: headings of a table, and what is at the top of the page.
() => {
  const ROWS = 12;
  const found = [];
  const app = document.querySelector("[data-testid=stApp]");
  const width = document.documentElement.clientWidth;
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const hidden = ".eg-unseen, .eg-icon, [data-testid=stIconMaterial], .eg-cards > thead, .eg-toast, [data-testid=stSkipToContent]";
  const inPanel = (element) => element.closest("[data-testid=stSidebar][data-collapsed=true]");
  const more = `tbody > tr:nth-child(n+${ROWS}), .eg-timeline > li:nth-child(n+${ROWS})`; // as those above
  const all = [...app.querySelectorAll(`:not(:is(${more}) *)`)].filter((one) => !one.closest(hidden) && !inPanel(one) && seen(one));
  const words = (element) => `${element.localName}.${element.className?.baseVal ?? element.className} “${(element.textContent || element.value || "").trim().slice(0, 50)}”`;
  const say = (kind, element) => found.push(`${kind}: ${words(element)}`);

  for (const one of all) {
    const { left, right, width: own } = one.getBoundingClientRect();
    if (own && one.offsetHeight !== 0 && (right > width + 1 || left < -1)) say("beyond the page", one);
    if (one.scrollWidth > one.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(one).overflowX)) {
      say("scrolled sideways", one);
    }
  }
  for (const picture of all.filter((one) => one.matches(".js-plotly-plot"))) {
    const edge = picture.getBoundingClientRect();
    for (const text of picture.querySelectorAll("text")) {
      const { left, right } = text.getBoundingClientRect();
      if (right > edge.right + 1 || left < edge.left - 1) say("cut off in a picture", text);
    }
  }

  const texts = (element) => [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
  const linesOf = (range) => new Set([...range.getClientRects()].filter((r) => r.width > 0).map((r) => Math.round(r.top))).size;
  for (const one of all.filter((one) => texts(one).length && !one.closest("svg"))) {
    const style = getComputedStyle(one);
    const clips = style.overflowX !== "visible" || style.textOverflow === "ellipsis";
    if (clips && one.scrollWidth > one.clientWidth + 1 && !one.closest("[title]")) say("cut off", one);
    for (const node of texts(one)) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = linesOf(range);
      const count = node.data.trim().split(/\s+/).length;
      if (lines >= 3 && count / lines < 1.7) say("a word a line", one);
      if (lines < 2) continue;
      for (const { 0: word, index } of node.data.matchAll(/[\p{L}]{4,20}(?=[\s.,;:]|$)/gu)) {
        if (index && !/\s/.test(node.data[index - 1])) continue; // the end of an address
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (linesOf(range) > 1) say(`broken in “${word}”`, one);
      }
    }
  }

  const texted = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const top = [...app.querySelectorAll("[data-testid=stTopNavLink], [data-testid=stTopNavSection], .eg-account")].filter(seen);
  const groups = [top, ...[...app.querySelectorAll(".eg-table > thead > tr")].map((row) => [...row.children])];
  for (const group of groups) {
    const shown = group.filter((one) => !one.closest(hidden) && seen(one));
    shown.forEach((one, place) => {
      for (const other of shown.slice(place + 1)) {
        if (over(texted(one), texted(other))) say(`over “${other.textContent.trim()}”`, one);
      }
    });
  }
  return [...new Set(found)].slice(0, 12);
}
