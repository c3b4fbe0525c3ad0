// Keeps what this browser is to remember in cookies, which its next visit brings along (browser_memory.py).
// Who the visitor is was settled by the first page that was open; any other learns it.
const PREFIX = "engagement-";

const held = (name) => {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${PREFIX}${name}=`));
  return found && decodeURIComponent(found.slice(found.indexOf("=") + 1));
};

export default function ({ data, setStateValue }) {
  for (const [name, value] of Object.entries(data)) {
    const before = held(name);
    if (before === value) continue;
    if (name === "visitor" && before) setStateValue("visitor", before);
    else {
      const secure = window.location.protocol === "https:" ? "; Secure" : "";
      const year = 60 * 60 * 24 * 365;
      document.cookie = `${PREFIX}${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
    }
  }
}
