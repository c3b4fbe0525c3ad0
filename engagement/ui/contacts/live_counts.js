// Puts the live counts beside the filter's choices: into the names that screen readers say, and, for the lists that open,
// into an attribute that style.css draws at the end of the line (beside the options live_counts.py draws it itself).
// Lists are made when they open, their lines are used again while they scroll, and Streamlit draws the boxes anew, so each
// change is followed.
const set = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};
const named = (label, count) => `${label}, ${count} ${count === "1" ? "contact" : "contacts"}`;

const showOptions = (options) => {
  for (const [key, [label, count]] of Object.entries(options)) {
    const box = document.querySelector(`.st-key-${CSS.escape(key)} input[type="checkbox"]`);
    if (box) set(box, "aria-label", named(label, count));
  }
};

const showLists = (fields) => {
  const opened = document.querySelector('[data-testid="stMultiSelect"] [aria-expanded="true"]');
  const name = opened?.closest('[class*="st-key-"]')?.className.match(/st-key-(\S+)/)?.[1];
  const counts = fields[name];
  for (const line of document.querySelector('[role="listbox"]')?.querySelectorAll('[role="option"]') ?? []) {
    const value = line.textContent.trim();
    const count = counts?.[value];
    if (count !== undefined) {
      set(line, "data-count", count);
      set(line, "aria-label", named(value, count));
    } else if (line.hasAttribute("data-count")) {
      line.removeAttribute("data-count");
      line.removeAttribute("aria-label");
    }
  }
};

// Two observers with different counts would undo each other's work for ever, so a new one always ends the last.
export default function ({ data }) {
  const show = () => {
    showOptions(data.options);
    showLists(data.fields);
  };
  document.engagementCounts?.disconnect();
  const observer = new MutationObserver(show);
  document.engagementCounts = observer;
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  show();
  return () => observer.disconnect();
}
