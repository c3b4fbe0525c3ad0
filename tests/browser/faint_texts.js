// The visible texts with less than `least` : 1 against what is painted behind them (WCAG 2.2, 1.4.3), with their ratios.
// What is disabled is left out, as there. A bar's label stands on its bar.
(least) => {
  const paint = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  const known = new Map(); // colours in whatever notation, as red, green, blue and opacity
  const rgba = (colour) => {
    if (!known.has(colour)) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      const [red, green, blue, opacity] = paint.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, opacity / 255]);
    }
    return known.get(colour);
  };
  const over = (top, under) => [0, 1, 2].map((part) => top[part] * top[3] + under[part] * (1 - top[3])).concat(1);
  const luminance = (colour) => {
    const parts = colour.slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const met = new Map(); // elements, each with the colour behind its text and its opacity among all around it
  const around = (element) => {
    if (!element) return { ground: [255, 255, 255, 1], opacity: 1 };
    if (!met.has(element)) {
      const { backgroundColor, opacity } = getComputedStyle(element);
      const outer = around(element.parentElement);
      const bar = element.matches(".bartext-inside") && element.closest(".point")?.querySelector("path");
      const layer = rgba(bar ? getComputedStyle(bar).fill : backgroundColor);
      met.set(element, { ground: over(layer, outer.ground), opacity: outer.opacity * opacity });
    }
    return met.get(element);
  };

  const found = {};
  const check = (element, colour, words, own = 1) => {
    const { ground, opacity } = around(element);
    const [red, green, blue, shown] = rgba(colour);
    const has = ratio(over([red, green, blue, shown * opacity * own], ground), ground);
    if (has >= least) return;
    const place = element.closest("[data-testid]")?.dataset.testid ?? "";
    found[`${place} ${element.tagName}: ${words.slice(0, 40)}`] = has.toFixed(2);
  };

  const isRead = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0 &&
    !element.closest("script, style, noscript, [disabled], [aria-disabled=true]");

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const [element, words] = [texts.currentNode.parentElement, texts.currentNode.textContent.trim()];
    if (!words || !isRead(element)) continue;
    const style = getComputedStyle(element);
    check(element, element.closest("svg") ? style.fill : style.color, words);
  }
  for (const field of document.querySelectorAll("input, textarea")) {
    if (!isRead(field)) continue;
    if (field.value) check(field, getComputedStyle(field).color, field.value);
    else if (field.placeholder) check(field, getComputedStyle(field, "::placeholder").color, field.placeholder);
  }
  for (const element of document.querySelectorAll("body *")) {
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const isText = !["none", "normal", '""'].includes(style.content);
      if (isText && isRead(element)) check(element, style.color, style.content, Number(style.opacity));
    }
  }
  return found;
}
