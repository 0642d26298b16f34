// What the client does by itself, without a server.

import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { applyDelta, BadBundle, canonical, envelopeOf, MemoryStore, readEnvelope, solve, toBase64Url, TulayClient, verifyBundle } from "../dist/index.js";
import { FileStore } from "../dist/node.js";

test("canonical JSON is that of RFC 8785", () => {
  const value = JSON.parse(`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
    "string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}`);
  assert.equal(canonical(value), String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`);
  const sorted = { "\u20ac": 1, "\r": 2, "\ufb33": 3, 1: 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 };
  assert.deepEqual(Object.values(JSON.parse(canonical(sorted))).length, 7);
  assert.ok(canonical(sorted).indexOf("\u{1f600}") < canonical(sorted).indexOf("\ufb33"));
  for (const wrong of [Infinity, NaN, "\ud800", ["\udc00x"]]) assert.throws(() => canonical(wrong), TypeError);
});

test("a puzzle is solved", () => {
  assert.equal(solve("v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA", 12), "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA.909");
});

// A service that signs bundles.
function signer(kid = "bundles-1") {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const jwk = { ...publicKey.export({ format: "jwk" }), kid };
  const protectedPart = toBase64Url(Buffer.from(JSON.stringify({ alg: "EdDSA", b64: false, crit: ["b64"], kid })));
  const over = (text) => `${protectedPart}..${toBase64Url(sign(null, Buffer.from(`${protectedPart}.${text}`), privateKey))}`;
  return { jwk, over };
}
const hash = (content) => toBase64Url(createHash("sha256").update(canonical(content)).digest().subarray(0, 16));
const item = (id, content) => ({ id, kind: id.split("/")[0], hash: hash(content), content });
const payload = (version, items, published_at = `2026-11-0${version}T00:00:00Z`) =>
  ({ format: 1, origin: "PH", destination: "MY", language: "fil", version: String(version), published_at, items });
const FIRST = payload(1, [item("article/a", { title: "Ang pasaporte ko" }), item("article/b", { title: "x" }), item("contact/c", { number: "999" })]);
const SECOND = payload(2, [item("article/a", { title: "Ang pasaporte mo" }), item("article/aa", { title: "bago" }), item("contact/c", { number: "999" })]);
const DELTA = { ...SECOND, items: undefined, base: "1", changed: [SECOND.items[1], SECOND.items[0]], removed: ["article/b"] };

const refused = (reason) => (error) => error instanceof BadBundle && error.reason === reason;

test("a copy proves itself, and an altered one is refused", async () => {
  const { jwk, over } = signer();
  const exact = canonical(FIRST);
  const signature = over(exact);
  assert.equal(await verifyBundle(FIRST, signature, [jwk]), exact);
  // Read and written again by something else, members in another order: still the same.
  const other = JSON.parse(JSON.stringify({ items: FIRST.items, ...FIRST }, null, 2));
  assert.equal(await verifyBundle(other, signature, [jwk]), exact);

  const altered = structuredClone(FIRST);
  altered.items[2].content.number = "998";
  await assert.rejects(verifyBundle(altered, signature, [jwk]), refused("signature"));
  altered.items[2].hash = hash(altered.items[2].content);
  await assert.rejects(verifyBundle(altered, signature, [jwk]), refused("signature"));
  await assert.rejects(verifyBundle(FIRST, signature, [signer().jwk]), refused("signature"));
  await assert.rejects(verifyBundle(FIRST, signature, [signer("another").jwk]), refused("unknown_key"));
  await assert.rejects(verifyBundle(FIRST, signature, []), refused("unknown_key"));
  const [head, , signed] = signature.split(".");
  const none = toBase64Url(Buffer.from('{"alg":"none","b64":false,"crit":["b64"],"kid":"bundles-1"}'));
  const attached = toBase64Url(Buffer.from('{"alg":"EdDSA","kid":"bundles-1"}'));
  for (const wrong of [`${none}..${signed}`, `${attached}..${signed}`, `${head}.${signed}`, `${head}.x.${signed}`, `${head}..`, "", `..${signed}`, `${head}..!`]) {
    await assert.rejects(verifyBundle(FIRST, wrong, [jwk]), refused("signature"), wrong);
  }
});

test("a bundle whose own hashes or order are wrong is refused although it is signed", async () => {
  const { jwk, over } = signer();
  const wrongHash = structuredClone(FIRST);
  wrongHash.items[0].hash = hash("x");
  await assert.rejects(verifyBundle(wrongHash, over(canonical(wrongHash)), [jwk]), refused("content"));
  const wrongOrder = { ...FIRST, items: FIRST.items.toReversed() };
  await assert.rejects(verifyBundle(wrongOrder, over(canonical(wrongOrder)), [jwk]), refused("content"));
});

test("a delta with a tombstone makes byte for byte the whole bundle", async () => {
  const { jwk, over } = signer();
  const made = applyDelta(FIRST, DELTA);
  assert.equal(canonical(made), canonical(SECOND));
  assert.equal(await verifyBundle(made, over(canonical(SECOND)), [jwk]), canonical(SECOND));
  assert.throws(() => applyDelta(SECOND, DELTA), refused("form"));
});

test("what is no bundle is refused before anything else", () => {
  for (const wrong of ["", "null", "[]", "{}", '{"bundle":{},"signature":"a..b"}', JSON.stringify({ bundle: { ...FIRST, format: 2 }, signature: "" }),
    JSON.stringify({ bundle: { ...FIRST, items: [{ id: 1 }] }, signature: "" })]) {
    assert.throws(() => readEnvelope(wrong), refused("form"), wrong);
  }
});

const json = (status, body, headers = {}) => new Response(status === 204 || status === 304 ? null : JSON.stringify(body), {
  status, headers: { "content-type": status >= 400 ? "application/problem+json" : "application/json", "x-request-id": "r", ...headers },
});
const problem = (name, status, more = {}) => [status, { type: `https://tulay.example/problems/${name}`, title: name, status, ...more }];

// A client whose service says what the script says, request by request.
function scripted(script, options = {}) {
  const sent = [], outcomes = [], clock = { now: 1_000_000 };
  const answer = async (url, init = {}) => {
    const request = { path: String(url).replace("https://s.example", ""), ...init };
    sent.push(request);
    const next = typeof script === "function" ? script(request, sent.length) : script.shift();
    if (next === undefined || next === "cut") throw new TypeError("fetch failed");
    return next;
  };
  const client = new TulayClient({
    url: "https://s.example", store: new MemoryStore(), fetch: answer, now: () => clock.now, random: () => 1,
    onOutcome: (outcome) => outcomes.push(outcome), language: "fil", ...options,
  });
  return { client, sent, outcomes, clock };
}

test("a write is sent again with its key until the service says that it has it; then its receipt is kept", async () => {
  const portal = new Response("<h1>Sign in</h1>", { status: 200, headers: { "content-type": "text/html" } });
  const { client, sent, outcomes, clock } = scripted(["cut", portal, json(...problem("overloaded", 503), { "retry-after": "60" }), json(201, { id: "1", receipt_code: "CODE" })]);
  const filing = await client.file("/v1/safety-reports", { kind: "hazard" });
  const pauses = [];
  for (let i = 0; i < 4; i++) {
    await client.queue.flush();
    const [waiting] = await client.queue.list();
    if (waiting) {
      pauses.push(waiting.nextAt - clock.now);
      clock.now = waiting.nextAt;
    }
  }
  await client.queue.flush();
  assert.deepEqual(pauses, [2000, 4000, 60_000]);
  assert.equal(new Set(sent.map((request) => request.headers["Idempotency-Key"])).size, 1);
  assert.equal(new Set(sent.map((request) => request.body)).size, 1);
  assert.equal(sent.length, 4);
  assert.equal((await client.receipt(filing)).code, "CODE");
  assert.deepEqual(await client.queue.list(), []);
  assert.deepEqual(outcomes.map((outcome) => outcome.kind), ["done"]);
});

test("what will not change is told, and what comes after it in its lane waits; another lane goes on", async () => {
  const { client, sent, outcomes } = scripted((request) => {
    if (request.path === "/v1/reviews") return json(201, { id: "2" });
    if (request.body.includes("bad")) return json(...problem("invalid_request", 422, { errors: [{ pointer: "/kind", code: "unknown_code" }] }));
    return json(201, { id: "1", receipt_code: "CODE" });
  });
  const filing = await client.file("/v1/safety-reports", { kind: "bad" });
  await client.add(filing, "POST", "/v1/receipt/safety-report/messages", { body: "first" });
  await client.add(filing, "POST", "/v1/receipt/safety-report/messages", { body: "second" });
  await client.file("/v1/reviews", {});
  await client.queue.flush();
  assert.deepEqual(sent.map((request) => request.path), ["/v1/safety-reports", "/v1/reviews"]);
  const waiting = await client.queue.list();
  assert.deepEqual(waiting.map((write) => write.problem?.errors[0]?.code ?? null), ["unknown_code", null, null]);
  assert.deepEqual(outcomes.map((outcome) => outcome.kind), ["problem", "done"]);

  const before = waiting[0].key;
  await client.queue.mend(filing, { kind: "hazard" });
  await client.queue.flush();
  assert.deepEqual(sent.slice(2).map((request) => request.path), ["/v1/safety-reports", "/v1/receipt/safety-report/messages", "/v1/receipt/safety-report/messages"]);
  assert.deepEqual(sent.slice(3).map((request) => [JSON.parse(request.body).body, request.headers.Authorization]), [["first", "Receipt CODE"], ["second", "Receipt CODE"]]);
  assert.notEqual(sent[2].headers["Idempotency-Key"], before);
});

test("409 under way, 429 and 5xx are waited for; a problem of a proxy is no answer", async () => {
  const { client, clock } = scripted([
    json(...problem("in_progress", 409), { "retry-after": "1" }), json(...problem("too_many_requests", 429), { "retry-after": "30" }),
    new Response("gone", { status: 404, headers: { "content-type": "text/html" } }), json(...problem("internal_error", 500)), json(201, { id: "1" }),
  ]);
  await client.file("/v1/safety-reports", {});
  await client.queue.flush();
  for (let i = 0; i < 4; i++) {
    const [waiting] = await client.queue.list();
    assert.equal(waiting.problem, null);
    clock.now = waiting.nextAt;
    await client.queue.flush();
  }
  assert.deepEqual(await client.queue.list(), []);
});

test("a puzzle is solved and sent with the same key at once", async () => {
  const puzzle = { challenge: "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA", algorithm: "sha-256", zero_bits: 12 };
  const { client, sent } = scripted([json(...problem("proof_of_work_required", 429, { proof_of_work: puzzle }), { "retry-after": "20" }), json(201, { id: "1" })]);
  await client.file("/v1/safety-reports", {});
  await client.queue.flush();
  assert.deepEqual(sent.map((request) => request.headers["Proof-Of-Work"]), [undefined, `${puzzle.challenge}.909`]);
  assert.equal(sent[0].headers["Idempotency-Key"], sent[1].headers["Idempotency-Key"]);
});

test("what may have arrived long ago is not sent again without a person", async () => {
  const { client, sent, outcomes, clock } = scripted(["cut"]);
  await client.file("/v1/safety-reports", {});
  await client.queue.flush();
  clock.now += 8 * 86_400_000;
  await client.queue.flush();
  assert.equal(sent.length, 1);
  assert.equal(outcomes[0].problem.type, "may_have_arrived");
});

test("a queue in a file is there after the process has ended", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "tulay-client-")), "store.json");
  const first = scripted([], { store: await FileStore.open(path) });
  await first.client.file("/v1/safety-reports", { kind: "hazard" });
  await first.client.queue.flush();
  const key = first.sent[0].headers["Idempotency-Key"];
  const second = scripted([json(201, { id: "1", receipt_code: "CODE" })], { store: await FileStore.open(path) });
  second.clock.now += 600_000;
  await second.client.queue.flush();
  assert.equal(second.sent[0].headers["Idempotency-Key"], key);
  await second.client.forgetEverything();
  assert.deepEqual(await (await FileStore.open(path)).list("receipts"), []);
});

test("bundles: whole, unchanged, delta, a harmed base, a copy passed on", async () => {
  const { jwk, over } = signer();
  const whole = (bundle) => envelopeOf(canonical(bundle), over(canonical(bundle)));
  const answers = { jwks: 0 };
  let current = FIRST;
  const service = (request) => {
    const [path, query] = request.path.split("?");
    if (path === "/.well-known/jwks.json") return json(200, { keys: [{ kty: "RSA", kid: "x" }, jwk], n: answers.jwks++ });
    if (request.headers["If-None-Match"] === `"${current.version}"`) return new Response(null, { status: 304 });
    if (query === "since=1" && current === SECOND) return new Response(JSON.stringify({ delta: DELTA, signature: over(canonical(SECOND)) }));
    return new Response(whole(current));
  };
  const { client, sent } = scripted(service);
  assert.equal(await client.sync("PH", "MY", "fil-PH"), "full");
  assert.equal(await client.sync("PH", "MY", "fil-PH"), "unchanged");
  current = SECOND;
  assert.equal(await client.sync("PH", "MY", "fil-PH"), "delta");
  assert.equal(answers.jwks, 1);
  assert.equal(await client.exportCopy("PH", "MY"), whole(SECOND));

  // Another phone, without network, that has the key from its app.
  const neighbour = scripted([], { keys: [jwk] }).client;
  assert.equal((await neighbour.importCopy(whole(FIRST))).version, "1");
  assert.equal((await neighbour.importCopy(await client.exportCopy("PH", "MY"))).version, "2");
  await assert.rejects(neighbour.importCopy(whole(FIRST)), refused("older"));
  await assert.rejects(neighbour.importCopy(whole(SECOND).replace("999", "998")), refused("signature"));
  assert.equal((await neighbour.bundle("PH", "MY")).payload.version, "2");
  // One that knows no key believes nobody, and asks nobody.
  const stranger = scripted([]);
  await assert.rejects(stranger.client.importCopy(whole(SECOND)), refused("unknown_key"));
  assert.equal(stranger.sent.length, 0);

  // A base that was harmed on the phone is mended by a whole one.
  const harmed = scripted(service);
  current = FIRST;
  await harmed.client.sync("PH", "MY");
  const kept = await harmed.client.bundle("PH", "MY");
  kept.payload.items[2].content.number = "998";
  await harmed.client.options.store.change([{ table: "bundles", key: "PH-MY/fil", value: kept }]);
  current = SECOND;
  assert.equal(await harmed.client.sync("PH", "MY"), "full");
  // A bundle of another corridor is not taken for this one.
  current = { ...SECOND, destination: "SG" };
  await assert.rejects(scripted(service).client.sync("PH", "MY"), refused("another"));
  assert.ok(sent.length > 3);
});

test("what was read is there without network", async () => {
  const { client, sent } = scripted([json(200, { apps: [] }, { etag: '"a"' }), new Response(null, { status: 304 }), "cut"]);
  for (let i = 0; i < 3; i++) assert.deepEqual(await client.config(), { apps: [] });
  assert.equal(sent[1].headers["If-None-Match"], '"a"');
  assert.equal(await scripted(["cut"]).client.config(), null);
});
