// Asks now and then how many notices are unread, while somebody looks at the page. The number is in the same places as counts.js.
const EVERY_MS = 60_000;
const counts = document.getElementById("counts");
const address = counts?.dataset.bell;

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) return;
    const { unread } = await answer.json();
    for (const place of document.querySelectorAll('[data-count="bell"]')) {
      place.textContent = unread || "";
      place.hidden = !unread;
    }
  } catch { /* no network: the next time will do */ }
}

if (address) setInterval(ask, EVERY_MS);
