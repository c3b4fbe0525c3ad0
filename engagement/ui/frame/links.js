// Opens links between screens inside the running session; the browser alone would start a new one.
// The address goes into the history and Streamlit is told as if the person had moved there with the Back button, so Back
// and Forward work as anywhere. A click in a table row that has such a link opens it too, unless it selected text.
const linkOf = (target) => {
  const link = target.closest("a[data-screen]");
  if (link || target.closest("a, button, summary") || !window.getSelection().isCollapsed) return link;
  return target.closest("tr")?.querySelector("a[data-screen]");
};

const follow = (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? linkOf(event.target) : null;
  if (!link) return;
  event.preventDefault();
  window.history.pushState({}, "", link.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
};

export default function () {
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
