// Puts the live counts into the open list of a field of the filter. style.css draws the attribute at the end of the line.
// The list is made when it opens and its lines are used again while it scrolls, so each change of it is followed.
const list = () => document.querySelector('[role="listbox"]');

export default function ({ data }) {
  const show = () => {
    const opened = document.querySelector('[data-testid="stMultiSelect"] [aria-expanded="true"]');
    const name = opened?.closest('[class*="st-key-"]')?.className.match(/st-key-(\S+)/)?.[1];
    const counts = data[name];
    for (const line of list()?.querySelectorAll('[role="option"]') ?? []) {
      const count = counts?.[line.textContent.trim()];
      if (count === undefined) line.removeAttribute("data-count");
      else if (line.dataset.count !== count) line.dataset.count = count;
    }
  };
  const observer = new MutationObserver(show);
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  show();
  return () => observer.disconnect();
}
