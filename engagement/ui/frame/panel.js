// The side panel on a phone, where it covers the page: whatever opens another screen closes it, so does the line in it that
// says what the choices come to (panel.py), and that it was open is not kept for the next screen or visit, as Streamlit does.
const narrow = window.matchMedia("(max-width: 768px)"); // Streamlit's own width, up to which its panel covers the page
const KEPT = "stSidebarCollapsed-";

const forget = () => {
  if (!narrow.matches) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(KEPT)) localStorage.removeItem(name);
};

const close = () => {
  if (!narrow.matches) return;
  document.querySelector('[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button')?.click();
};

const click = (event) => {
  if (event.target instanceof Element && event.target.closest("button[data-shows-page]")) close();
  forget(); // Streamlit has kept by now what the click did
};

export default function () {
  forget();
  document.addEventListener("click", click);
  window.addEventListener("popstate", close); // links.js tells of every link by one
  return () => {
    document.removeEventListener("click", click);
    window.removeEventListener("popstate", close);
  };
}
