// The client in a browser whose network is cut: Chromium, driven by playwright-core.

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { canonical, envelopeOf, toBase64Url } from "../dist/index.js";
import { hasBundles, report, reports, url } from "./service.mjs";

const TYPES = { html: "text/html", js: "text/javascript" };
const app = `http://127.0.0.1:${process.env.APP_PORT}`;
let server, browser, context, page;

before(async () => {
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, app);
    const file = pathname.startsWith("/dist/") ? `..${pathname}` : `page${pathname === "/" ? "/index.html" : pathname}`;
    const body = await readFile(new URL(`${file}`, import.meta.url)).catch(() => null);
    response.writeHead(body ? 200 : 404, { "content-type": TYPES[file.split(".").pop()] ?? "text/plain" });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(Number(process.env.APP_PORT), "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  context = await browser.newContext();
  page = await context.newPage();
  await open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.waitForFunction(() => window.client && navigator.serviceWorker.controller);
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

const open = async () => {
  await page.goto(`${app}/?service=${encodeURIComponent(url)}`);
  await page.waitForFunction(() => window.client);
};
const reload = async () => {
  await page.reload();
  await page.waitForFunction(() => window.client);
};
const file = (body) => page.evaluate((body) => window.client.file("/v1/safety-reports", body), body);
const waiting = () => page.evaluate(() => window.client.queue.list());
const empty = async () => {
  for (let tries = 0; (await waiting()).length > 0; tries++) {
    assert.ok(tries < 150, "the queue does not empty");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

test("a report written without network outlives a reload, and is filed exactly once when the network is back", async () => {
  const before = await reports();
  const config = await page.evaluate(() => window.client.config());
  assert.ok(config.safe_exit);

  await context.setOffline(true);
  const filing = await file(report("Written without signal."));
  await page.evaluate((filing) => window.client.add(filing, "POST", "/v1/receipt/safety-report/messages", { body: "Also without." }), filing);
  await reload();
  assert.deepEqual(await page.evaluate(() => window.client.config()), config);
  const [first, second] = await waiting();
  assert.equal(first.id, filing);
  assert.equal(second.lane, filing);
  assert.equal(await reports(), before);

  await context.setOffline(false);
  await empty();
  assert.equal(await reports(), before + 1);
  await reload();
  const messages = await page.evaluate((filing) => window.client.follow(filing, "/v1/receipt/safety-report/messages"), filing);
  assert.deepEqual(messages.items.map((message) => message.body), ["Also without."]);
  assert.equal(await reports(), before + 1);
});

test("an answer that is lost on the way does not make a second report", async () => {
  const before = await reports();
  const keys = [];
  await context.route(`${url}/v1/safety-reports`, async (route) => {
    const request = route.request();
    if (request.method() !== "POST") return route.continue();
    keys.push(request.headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    // The service hears it, the phone does not hear the service.
    await route.fetch();
    return route.abort("connectionreset");
  });
  await file(report("The answer is lost."));
  await empty();
  await context.unroute(`${url}/v1/safety-reports`);
  assert.equal(await reports(), before + 1);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
});

test("two pages of the app do not send a write twice", async () => {
  const before = await reports();
  await context.setOffline(true);
  const other = await context.newPage();
  await other.goto(`${app}/?service=${encodeURIComponent(url)}`);
  await other.waitForFunction(() => window.client);
  await file(report("From two pages."));
  await context.setOffline(false);
  await empty();
  await other.close();
  assert.equal(await reports(), before + 1);
});

test("a copy from another phone is believed for its signature alone", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "made-up" };
  const head = toBase64Url(Buffer.from('{"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"made-up"}'));
  const exact = canonical({ format: 1, origin: "PH", destination: "MY", language: "fil", version: "1", published_at: "2026-11-01T00:00:00Z", items: [] });
  const copy = envelopeOf(exact, `${head}..${toBase64Url(sign(null, Buffer.from(`${head}.${exact}`), privateKey))}`);
  const take = (copy) => page.evaluate(async ([jwk, copy]) => {
    const { MemoryStore, TulayClient } = await import("/dist/index.js");
    const client = new TulayClient({ url: "http://127.0.0.1:9", store: new MemoryStore(), keys: [jwk] });
    return client.importCopy(copy).then((taken) => taken.version, (error) => error.reason);
  }, [jwk, copy]);
  assert.equal(await take(copy), "1");
  assert.equal(await take(copy.replace('"MY"', '"SG"')), "signature");
});

test("a bundle is brought up to date in the browser, and read without network", async (t) => {
  if (!(await hasBundles())) return t.skip("this service has no bundles");
  assert.equal(await page.evaluate(() => window.client.sync("PH", "MY")), "full");
  assert.equal(await page.evaluate(() => window.client.sync("PH", "MY")), "unchanged");
  await context.setOffline(true);
  await reload();
  const items = await page.evaluate(async () => (await window.client.bundle("PH", "MY")).payload.items.length);
  await context.setOffline(false);
  assert.ok(items > 10);
});
