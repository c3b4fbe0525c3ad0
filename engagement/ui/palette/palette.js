// The palette: a field and a list of what is found for what is typed (palette.py), over any screen. Ctrl-K, Cmd-K and its
// button open it; "/" goes to the screen's own search, and opens it where there is none. None of them does anything while
// somebody types in a field. What is found are links, which links.js follows.
const PAUSE = 120; // milliseconds without a key after which it is asked
const TEXT_FIELD = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range], [type=file])";
const PATIENCE = 90; // frames that the side panel may take to open
const DIALOG = `
  <div class="eg-palette-field">
    <span class="eg-icon" aria-hidden="true" translate="no">search</span>
    <input type="text" role="combobox" aria-label="Find a person, campaign, saved filter or screen" aria-autocomplete="list"
      aria-controls="eg-found-list" aria-expanded="true" autocomplete="off" autocapitalize="off" spellcheck="false"
      enterkeyhint="go" maxlength="200" placeholder="Name, email, phone, campaign, screen">
    <button type="button" class="eg-palette-close" aria-label="Close">
      <span class="eg-icon" aria-hidden="true" translate="no">close</span>
    </button>
  </div>
  <div role="listbox" id="eg-found-list" class="eg-found-list" aria-label="Found"></div>
  <p role="status" class="eg-palette-said"></p>`;
const KEYS = navigator.platform.startsWith("Mac") ? "⌘ K" : "Ctrl K";
const BUTTON = `<span class="eg-icon" aria-hidden="true" translate="no">search</span><span class="eg-find-word">Find</span>
  <kbd>${KEYS}</kbd>`;

let palette; // one in a tab, whatever Streamlit draws anew

const isTyping = (target) => target instanceof Element && target.closest(TEXT_FIELD) !== null;

const isInView = (element) => {
  const { left, right, width } = element.getBoundingClientRect();
  return width > 0 && right > 0 && left < window.innerWidth;
};

// Into a field that may be in a side panel that is still to open.
const focusOn = (find, patience) => {
  const field = find();
  if (field && isInView(field)) {
    field.focus();
    field.select();
  } else if (patience) requestAnimationFrame(() => focusOn(find, patience - 1));
};

class Palette {
  constructor() {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "eg-find";
    this.button.innerHTML = BUTTON;
    this.button.setAttribute("aria-label", "Find a person, campaign, saved filter or screen");
    this.button.setAttribute("aria-keyshortcuts", "Control+K Meta+K /");
    this.button.setAttribute("aria-haspopup", "dialog");
    this.dialog = document.createElement("dialog");
    this.dialog.className = "eg-palette";
    this.dialog.setAttribute("aria-label", "Find");
    this.dialog.innerHTML = DIALOG;
    this.input = this.dialog.querySelector("input");
    this.list = this.dialog.querySelector("[role=listbox]");
    this.said = this.dialog.querySelector("[role=status]");
    this.number = Date.now(); // of what was asked last; no other tab's or visit's is the same
    this.isAsked = false; // and not yet answered
    this.isEntered = false; // Enter came before the answer
    this.button.addEventListener("click", () => this.open());
    this.dialog.querySelector("button").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => this.click(event));
    this.dialog.addEventListener("close", () => {
      clearTimeout(this.timer);
      this.dialog.remove(); // a list that nobody sees would be taken for the one that a field has open
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("input", () => {
      this.isEntered = false;
      clearTimeout(this.timer);
      this.isAsked = true;
      this.timer = setTimeout(() => this.send(), PAUSE);
    });
    this.list.addEventListener("pointermove", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option, false);
    });
  }

  attach() {
    const app = document.querySelector('[data-testid="stApp"]');
    if (this.button.parentElement !== app) app.prepend(this.button);
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get chosen() {
    return this.list.querySelector("[aria-selected=true]");
  }

  open() {
    if (this.dialog.open) return;
    this.button.parentElement.append(this.dialog);
    this.input.value = this.said.textContent = "";
    this.list.replaceChildren();
    this.isEntered = false;
    this.dialog.showModal(); // which gives the focus back when it closes
    this.input.focus();
    this.send();
  }

  send() {
    clearTimeout(this.timer);
    this.isAsked = true;
    this.number += 1;
    this.ask({ number: this.number, search: this.input.value });
  }

  show({ number, options, said }) {
    if (number !== this.number) return;
    this.isAsked = false;
    this.list.innerHTML = options; // made by answer.py, which escapes what people wrote
    this.options.forEach((option, place) => {
      option.id = `eg-found-${place}`;
    });
    this.said.textContent = said;
    this.choose(this.options[0] ?? null, true);
    if (this.isEntered) this.follow();
  }

  choose(option, scrolls) {
    this.chosen?.setAttribute("aria-selected", "false");
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    if (scrolls) option.scrollIntoView({ block: "nearest" });
  }

  move(step) {
    const { options } = this;
    if (!options.length) return;
    this.choose(options[(options.indexOf(this.chosen) + step + options.length) % options.length], true);
  }

  follow() {
    this.isEntered = false;
    this.chosen?.click();
  }

  press(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Enter") {
      if (this.isAsked) this.isEntered = true; // what is shown answers something else
      else this.follow();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      // The browser's own would leave the page.
    } else return;
    event.preventDefault();
  }

  click(event) {
    const isOption = event.target.closest("[role=option]") && !(event.metaKey || event.ctrlKey || event.shiftKey);
    if (isOption || event.target === this.dialog) this.dialog.close(); // the dialog itself is what is around its content
  }

  shortcut(event) {
    if (event.defaultPrevented || event.isComposing || event.altKey || isTyping(event.target)) return;
    const opens = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
    const searches = event.key === "/" && !event.ctrlKey && !event.metaKey;
    if (!(opens || searches) || document.querySelector("dialog[open], [aria-modal=true]")) return;
    event.preventDefault();
    const find = () => document.querySelector(this.searches.map((key) => `.st-key-${CSS.escape(key)} input`).join());
    const field = searches && find();
    if (!field) return this.open();
    if (!isInView(field)) document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
    focusOn(find, PATIENCE);
  }
}

export default function ({ data, setTriggerValue }) {
  palette ??= new Palette();
  palette.attach();
  palette.searches = data.searches;
  palette.ask = (asked) => setTriggerValue("asked", asked);
  if (data.answer) palette.show(data.answer);
  const shortcut = (event) => palette.shortcut(event);
  document.engagementShortcuts?.abort(); // of the last run: two would answer one key
  document.engagementShortcuts = new AbortController();
  document.addEventListener("keydown", shortcut, { signal: document.engagementShortcuts.signal });
}
