// What a page shows, line by line: the texts of the main block and of the side panel, and what each control says.
// A picture says its texts, but for the ticks of its axes, which follow its width by a pixel.
() => {
  const ticks = new Set([...document.querySelectorAll(".xtick text, .ytick text")].map((one) => one.textContent.trim()));
  const lines = (root) =>
    root.innerText
      .split(/[\n\t]/)
      .map((line) => line.trim())
      .filter((line) => line && !ticks.has(line));
  const controls = (root) =>
    [...root.querySelectorAll("input, textarea, [role=combobox], [role=radio], [aria-pressed]")].map((one) => {
      const name = one.getAttribute("aria-label") || one.closest("label, [data-testid]")?.innerText.trim() || one.type;
      const state = ["aria-checked", "aria-pressed"].map((kind) => one.getAttribute(kind)).filter(Boolean);
      if (["checkbox", "radio"].includes(one.type)) state.push(String(one.checked));
      else if (one.type !== "file") state.push(one.value ?? "");
      return `[${name.replaceAll("\n", " ")}: ${state.join(" ")}]`;
    });
  const pictures = (root) =>
    [...root.querySelectorAll(".js-plotly-plot")].map((one) =>
      [...one.querySelectorAll("text")]
        .filter((text) => !text.closest(".xtick, .ytick, .hoverlayer"))
        .map((text) => text.textContent)
        .join(" | "),
    );
  const links = (root) => [...root.querySelectorAll("a[data-screen]")].map((one) => `(${one.href})`);
  const part = (id) => {
    const root = document.querySelector(`[data-testid=${id}]`);
    return root?.checkVisibility() ? [...lines(root), ...controls(root), ...pictures(root), ...links(root)] : ["none"];
  };
  const panel = document.querySelector("[data-testid=stSidebar]");
  return [
    `title: ${document.title}`,
    `panel: ${panel?.checkVisibility() ? "is there" : "is not there"}`,
    ...part("stMainBlockContainer").map((line) => `main: ${line}`),
    ...part("stSidebarUserContent").map((line) => `panel: ${line}`),
  ];
}
