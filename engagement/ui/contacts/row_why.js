// Asks the server why a contact is on the list when the button in its row is clicked (row_why.py), and gives the focus
// back to that button once the list is drawn anew with the answer.
let asked;

export default function ({ setTriggerValue }) {
  const click = (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-why]");
    if (!button) return;
    asked = button.dataset.why;
    // What is wanted is said, not that something was clicked: said twice it comes to the same.
    setTriggerValue("contact", button.getAttribute("aria-expanded") === "true" ? "" : asked);
  };
  const restore = () => {
    const button = asked && document.querySelector(`button[data-why="${CSS.escape(asked)}"]`);
    if (button && document.activeElement === document.body) button.focus();
  };
  const observer = new MutationObserver(restore);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", click);
  return () => {
    observer.disconnect();
    document.removeEventListener("click", click);
  };
}
