// The client against the running service, in Node, over a line that loses answers.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { BadBundle, MemoryStore, TulayClient } from "../dist/index.js";
import { FileStore } from "../dist/node.js";
import { hasBundles, report, reports, url } from "./service.mjs";

test("an app reads the configuration, and has it without network", async () => {
  const store = new MemoryStore();
  const config = await new TulayClient({ url, store, language: "vi" }).config();
  assert.equal(config.safe_exit.language, "vi");
  const offline = new TulayClient({ url, store, language: "vi", fetch: () => Promise.reject(new TypeError("no network")) });
  assert.deepEqual(await offline.config(), config);
});

test("an answer that was lost is had again, and the report is there once; what follows keeps its order", async () => {
  const before = await reports();
  const sent = [];
  let lose = 2;
  // The service has heard it, but its answer never arrives.
  const lossy = async (address, init) => {
    const response = await fetch(address, init);
    if (init?.method === "POST") sent.push(`${new URL(address).pathname} ${response.status} ${response.headers.get("idempotency-replayed")}`);
    if (init?.method === "POST" && lose-- > 0) throw new TypeError("the line is cut");
    return response;
  };
  const clock = { now: Date.now() };
  const path = join(process.env.SCRATCH, "node-client.json");
  const client = new TulayClient({ url, store: await FileStore.open(path), fetch: lossy, now: () => clock.now });
  const filing = await client.file("/v1/safety-reports", report("A loose cable."));
  for (const body of ["The first message.", "The second message."]) {
    await client.add(filing, "POST", "/v1/receipt/safety-report/messages", { body });
  }
  // The process ends in between; what waits is in the file.
  await client.queue.flush();
  const again = new TulayClient({ url, store: await FileStore.open(path), fetch: lossy, now: () => clock.now });
  for (let i = 0; i < 6 && (await again.queue.list()).length > 0; i++) {
    clock.now += 60_000;
    await again.queue.flush();
  }
  assert.deepEqual(await again.queue.list(), []);
  assert.equal((await reports()) - before, 1);
  assert.equal(sent[1], "/v1/safety-reports 201 true");
  const messages = await again.follow(filing, "/v1/receipt/safety-report/messages");
  assert.deepEqual(messages.items.map((message) => message.body), ["The first message.", "The second message."]);
});

test("what the service refuses for good is told with its places, and mended", async () => {
  const outcomes = [];
  const client = new TulayClient({ url, store: new MemoryStore(), onOutcome: (outcome) => outcomes.push(outcome) });
  const filing = await client.file("/v1/safety-reports", { ...report("x"), kind: "no_such_kind" });
  await client.queue.flush();
  assert.deepEqual(outcomes.map(({ kind, problem }) => [kind, problem.status, problem.errors[0].pointer]), [["problem", 422, "/kind"]]);
  assert.equal(await client.receipt(filing), null);
  await client.queue.mend(filing, report("x"));
  await client.queue.flush();
  assert.match((await client.receipt(filing)).code, /^[0-9A-Z-]{20,}$/);
});

test("a bundle of the service proves itself, is confirmed, and is passed on; an altered copy is refused", async (t) => {
  if (!(await hasBundles())) return t.skip("this service has no bundles");
  const client = new TulayClient({ url, store: new MemoryStore(), language: "fil" });
  assert.equal(await client.sync("PH", "MY"), "full");
  assert.equal(await client.sync("PH", "MY"), "unchanged");
  const { payload } = await client.bundle("PH", "MY");
  assert.ok(payload.items.some((item) => item.kind === "article"));
  const copy = await client.exportCopy("PH", "MY");
  assert.equal(copy, await (await fetch(`${url}/v1/bundles/PH-MY/fil`)).text());

  const { keys } = await (await fetch(`${url}/.well-known/jwks.json`)).json();
  const neighbour = new TulayClient({ url, store: new MemoryStore(), keys, fetch: () => Promise.reject(new TypeError("no network")) });
  assert.equal((await neighbour.importCopy(copy)).version, payload.version);
  const altered = copy.replace('"origin":"PH"', '"origin":"ID"');
  await assert.rejects(neighbour.importCopy(altered), BadBundle);
});
