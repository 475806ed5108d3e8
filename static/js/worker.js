// The service worker: a form that may be filled without signal opens from a copy, and what could not be sent waits on this
// device and goes out once when the signal is back. It touches nothing else but the files of pages. Registered by held.js with
// ?form=the form's path&apart=the page for when nothing answers.
const place = new URL(location).searchParams;
const FORM = place.get("form"), APART = place.get("apart");
const COPIES = "copies", FILES = "files", PATIENCE = 30_000, FRESH = 30 * 60_000;
const UNSENT = new Set(["csrfmiddlewaretoken", "next_day"]);

// ---- what waits: one row for each form, by its client_key
function table(mode, act) {
  return new Promise((done, failed) => {
    const open = indexedDB.open("held", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("rows", { keyPath: "key" });
    open.onerror = () => failed(open.error);
    open.onsuccess = () => {
      const asked = act(open.result.transaction("rows", mode).objectStore("rows"));
      asked.transaction.oncomplete = () => { open.result.close(); done(asked.result); };
      asked.transaction.onerror = () => failed(asked.error);
    };
  });
}
const rows = () => table("readonly", (store) => store.getAll());
const put = (row) => table("readwrite", (store) => store.put(row));
const drop = (key) => table("readwrite", (store) => store.delete(key));

async function tell(message) {
  const held = (await rows()).map(({ key, user, title, customer, at, state }) => ({ key, user, title, customer, at, state }));
  for (const page of await clients.matchAll()) page.postMessage({ ...message, held });
}

async function hold(request) {
  const data = await request.formData();
  const day = data.get("next_day");
  if (day && !data.get("next_on")) data.set("next_on", day);
  const fields = [...data].filter(([name, value]) => !UNSENT.has(name) && !(value instanceof File && !value.size));
  const row = {
    key: data.get("client_key"), user: data.get("held_for"), title: data.get("held_as"), customer: data.get("customer"),
    at: Date.now(), state: "waits", fields,
  };
  await put(row);
  registration.sync?.register("held").catch(() => {});
  return Response.redirect(`${FORM}?held=${row.customer}`, 303);
}

async function post(request) {
  const copy = request.clone(), sent = request.clone();
  try {
    const answer = await Promise.race([fetch(request), new Promise((_, late) => { setTimeout(late, PATIENCE); })]);
    // What was held, opened again and sent by hand waits no longer.
    if (answer.type === "opaqueredirect" && (await rows()).length) await drop((await sent.formData()).get("client_key"));
    return answer;
  } catch {
    return hold(copy);
  }
}

// The server knows a form by its client_key: one that arrived before, though nobody heard, is not written twice.
async function sendOne(row) {
  const page = await fetch(FORM, { cache: "no-store" });
  if (page.redirected || !page.ok) return "login";
  const html = await page.text();
  if (/data-user="(\d+)"/.exec(html)?.[1] !== row.user) return "other";
  const data = new FormData();
  data.set("csrfmiddlewaretoken", /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(html)[1]);
  for (const [name, value] of row.fields) data.append(name, value);
  const answer = await fetch(FORM, { method: "POST", body: data });
  if (answer.ok && answer.redirected) return "sent";
  return answer.status >= 500 || answer.status === 429 ? "waits" : "refused";
}

const send = () => navigator.locks.request("held", async () => {
  for (const row of await rows()) {
    if (row.state === "refused") continue;
    let state;
    try { state = await sendOne(row); } catch { state = "waits"; }
    if (state === "sent") {
      await drop(row.key);
      await tell({ sent: row.title, user: row.user });
    } else {
      await put({ ...row, state });
      if (state === "waits") break;
    }
  }
  await tell({});
});

// ---- copies: the form itself and with each customer it offers, and the files that pages are made of
async function keepFile(path) {
  const files = await caches.open(FILES);
  if (await files.match(path)) return;
  const answer = await fetch(path);
  if (!answer.ok) return;
  await files.put(path, answer.clone());
  if (!path.endsWith(".js")) return;
  const parts = (await answer.text()).matchAll(/["'](\.\.?\/[\w./-]+\.js)["']/g);
  await Promise.all([...parts].map(([, part]) => keepFile(new URL(part, answer.url).pathname)));
}

async function keepPage(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return "";
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", Date.now());
  const html = await answer.text();
  await (await caches.open(COPIES)).put(path, new Response(html, { headers }));
  return html;
}

const warm = () => navigator.locks.request("warm", async () => {
  const copy = await caches.match(FORM);
  if (copy && Date.now() - copy.headers.get("X-Kept-At") < FRESH) return;
  await keepPage(APART);
  const html = await keepPage(FORM);
  await Promise.all([...html.matchAll(/(?:href|src)="(\/static\/[^"#?]+)/g)].map(([, path]) => keepFile(path)));
  for (const [asks] of html.matchAll(/\?customer=\d+/g)) await keepPage(FORM + asks);
});

// A copy says so: its time and its key are those of another day.
async function fromCopy(url) {
  const customer = url.searchParams.get("customer");
  const form = url.pathname === FORM && ((customer && await caches.match(`${FORM}?customer=${customer}`)) || await caches.match(FORM));
  const copy = form || await caches.match(APART);
  if (!copy) return Response.error();
  return new Response((await copy.text()).replace("<html ", "<html data-copy "), { headers: copy.headers });
}

self.addEventListener("install", () => self.skipWaiting());
// A new worker comes with new pages: the files of the old ones go.
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([caches.delete(FILES), caches.delete(COPIES), clients.claim()])));
self.addEventListener("sync", (event) => event.waitUntil(send()));
self.addEventListener("message", (event) => {
  const { data, source } = event;
  const done = {
    warm, send,
    ask: () => tell({}),
    drop: () => drop(data.key).then(() => tell({})),
    open: async () => source.postMessage({ opened: (await rows()).find((row) => row.key === data.key) }),
  }[data.do]?.();
  if (done) event.waitUntil(done);
});
self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/") && request.method === "GET") {
    event.respondWith(caches.match(request.url, { ignoreVary: true }).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => fromCopy(url)));
  } else if (request.mode === "navigate" && url.pathname === FORM) {
    event.respondWith(post(request));
  } else if (request.mode === "navigate" && url.pathname.startsWith("/accounts/")) {
    // Whoever signs in or out finds nobody's pages here. What waits stays: it goes out only under its own name.
    event.waitUntil(caches.delete(COPIES));
  }
});
