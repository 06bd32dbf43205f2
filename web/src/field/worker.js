// The service worker of the field face: its files are on the phone, whole versions at a time. Pages of /field/ and their
// files come from there, also without network; everything else, above all the API, goes to the house and is never kept.
const VERSION = "field-__VERSION__";
const FILES = ["__FILES__"];

self.addEventListener("install", (event) => {
  // All or nothing: a version of which a file is missing is not installed.
  event.waitUntil(
    caches.open(VERSION).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))),
  );
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const drop = (names) =>
    Promise.all(names.filter((n) => n.startsWith("field-") && n !== VERSION).map((n) => caches.delete(n)));
  event.waitUntil(
    caches
      .keys()
      .then(drop)
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  const file = request.mode === "navigate" ? "/field/" : url.pathname;
  event.respondWith(caches.match(file, { cacheName: VERSION }).then((kept) => kept ?? fetch(request)));
});
