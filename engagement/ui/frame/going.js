// Opens the place that the server names, as links.js follows a link.
export default function ({ data }) {
  const place = new URL(data.place, window.location.href).href;
  if (place === window.location.href) return; // it is open
  window.history.pushState({}, "", place);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}
