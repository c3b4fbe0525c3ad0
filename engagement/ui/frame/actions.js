// What buttons and words in our HTML do with no help of the server.
// [data-copy] copies its text, [data-copy-link] the address of the page: the whole list, as whoever gets it will see it.
// [data-print] prints the page; style.css says what of it.
// A word with a definition (a title, for the mouse) shows it to the keyboard too, while it has the focus, and a badge to a
// finger: Safari gives no button the focus that was only touched.
const copy = async (words) => {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(words);
  const area = document.createElement("textarea"); // a page that came without encryption may not use the clipboard
  area.value = words;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("not copied");
};

const part = (kind, role) => {
  const element = document.createElement("div");
  element.className = kind;
  element.setAttribute("role", role);
  document.querySelector('[data-testid="stApp"]').append(element);
  return element;
};

export default function () {
  const said = part("eg-toast", "status");
  const meaning = part("eg-meaning", "tooltip");
  meaning.hidden = true;
  let timer;

  const say = (words) => {
    said.textContent = words;
    said.dataset.shown = "";
    clearTimeout(timer);
    timer = setTimeout(() => delete said.dataset.shown, 4000);
  };

  const click = async (event) => {
    tell((event.target instanceof Element && event.target.closest(".eg-badge")) || document.activeElement);
    const button = event.target instanceof Element && event.target.closest("button[data-copy], button[data-copy-link]");
    if (!button) {
      if (event.target instanceof Element && event.target.closest("button[data-print]")) window.print();
      return;
    }
    const isLink = button.dataset.copy === undefined;
    const words = isLink ? window.location.href : button.dataset.copy;
    try {
      await copy(words);
      say(isLink ? "Copied the link to this list" : `Copied ${words}`);
    } catch {
      say(`Not copied, the browser does not allow it: ${words}`);
    }
  };

  const show = (event) => tell(event.target);
  const tell = (word) => {
    meaning.hidden = !(word instanceof HTMLElement && word.title && word.matches(".stHtml *"));
    if (meaning.hidden) return;
    meaning.textContent = word.title;
    const { left, bottom } = word.getBoundingClientRect();
    meaning.style.left = `${Math.max(8, Math.min(left, window.innerWidth - meaning.offsetWidth - 8))}px`;
    meaning.style.top = `${bottom + 4}px`;
  };
  const hide = (event) => {
    if (event.type !== "keydown" || event.key === "Escape") meaning.hidden = true;
  };

  const listeners = { click, focusin: show, focusout: hide, keydown: hide };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  document.addEventListener("scroll", hide, true);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    document.removeEventListener("scroll", hide, true);
    said.remove();
    meaning.remove();
  };
}
