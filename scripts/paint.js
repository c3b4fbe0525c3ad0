// What the browser tells of a page's coming, from its first moment on; window.paintSeen() has it (paint.py).
{
  const seen = { first: NaN, largest: NaN, heading: NaN, shift: 0, moved: [] };
  const name = (node) => {
    const element = node instanceof Element ? node : node?.parentElement;
    const part = element?.closest("[data-testid]")?.dataset.testid ?? "";
    return `${part} ${element?.className || element?.tagName || "gone"}`.slice(0, 70);
  };
  const take = {
    paint: (entry) => {
      if (entry.name === "first-contentful-paint") seen.first = entry.startTime;
    },
    "largest-contentful-paint": (entry) => {
      seen.largest = entry.startTime;
    },
    "layout-shift": (entry) => {
      if (entry.hadRecentInput) return;
      seen.shift += entry.value;
      const moves = entry.sources.map(
        ({ node, previousRect: was, currentRect: is }) => `${name(node)} ${was.x},${was.y} to ${is.x},${is.y}`,
      );
      seen.moved.push(`${Math.round(entry.startTime)} ms ${entry.value.toFixed(3)}: ${moves.join("; ")}`);
    },
  };
  const observers = Object.entries(take).map(([type, each]) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(each));
    observer.observe({ type, buffered: true });
    return [observer, each];
  });
  const heading = new MutationObserver(() => {
    if (!document.querySelector(".stHtml h1") || document.querySelector(".eg-opening")) return;
    seen.heading = performance.now();
    heading.disconnect();
  });
  heading.observe(document, { childList: true, subtree: true });
  window.paintSeen = () => {
    for (const [observer, each] of observers) observer.takeRecords().forEach(each);
    return seen;
  };
}
