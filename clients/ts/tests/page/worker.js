// Keeps the page itself, so that it opens without network. What goes to the service is left alone.

const PARTS = ["/", ...["index", "client", "queue", "bundle", "canonical", "store", "puzzle"].map((name) => `/dist/${name}.js`)];

self.addEventListener("install", (event) => event.waitUntil(caches.open("page").then((cache) => cache.addAll(PARTS))));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (new URL(event.request.url).origin !== self.location.origin) return;
  event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request)));
});
