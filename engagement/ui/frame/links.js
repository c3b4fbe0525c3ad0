// Opens links between screens, those of the navigation among them, inside the running session.
// The address goes into the history and Streamlit is told as if the person had moved there with the Back button, so Back
// and Forward work as anywhere: Streamlit's own way of following its navigation first puts the address without its
// parameters into the history, and Back would find a screen without its filter.
// A click in a table row that has such a link opens it too, unless it selected text.
const NAVIGATION = ["stTopNavLink", "stTopNavDropdownLink", "stSidebarNavLink"].map((id) => `a[data-testid=${id}]`).join();

const linkOf = (target) => {
  const link = target.closest(`a[data-screen], ${NAVIGATION}`);
  if (link || target.closest("a, button, summary") || !window.getSelection().isCollapsed) return link;
  return target.closest("tr")?.querySelector("a[data-screen]");
};

const follow = (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? linkOf(event.target) : null;
  if (!link) return;
  event.preventDefault();
  if (link.matches(NAVIGATION)) {
    event.stopPropagation(); // Streamlit would follow it too
    link.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })); // and closes the menu it is in
  }
  if (link.href !== window.location.href) window.history.pushState({}, "", link.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
};

export default function () {
  document.addEventListener("click", follow, true); // before Streamlit, whose listeners are further down
  return () => document.removeEventListener("click", follow, true);
}
