// Bundles: everything for a corridor and a language in one signed document. A copy is believed for its signature, never for
// where it comes from: a server, a neighbour's phone, a memory card.

import { bytesOf, canonical, fromBase64Url, type Json, toBase64Url } from "./canonical.js";

export type BundleItem = { id: string; kind: string; hash: string; content: Json };
export type BundlePayload = {
  format: 1; origin: string; destination: string; language: string; version: string; published_at: string; items: BundleItem[];
};
export type BundleDelta = Omit<BundlePayload, "items"> & { base: string; changed: BundleItem[]; removed: string[] };

export type Jwk = { kty: string; crv: string; x: string; kid: string };
export type VerifyEd25519 = (key: Jwk, signature: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>) => Promise<boolean>;

export class BadBundle extends Error {
  constructor(readonly reason: "form" | "unknown_key" | "signature" | "content" | "another" | "older", detail: string) {
    super(`${reason}: ${detail}`);
  }
}

// Browsers before 2025 lack Ed25519: an app for old phones gives its own function.
export const verifyByWebCrypto: VerifyEd25519 = async (key, signature, message) => {
  const { kty, crv, x } = key;
  const imported = await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
};

const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): value is string => typeof value === "string";
const HEAD = ["origin", "destination", "language", "version", "published_at"];

function isItem(value: unknown): value is BundleItem {
  return record(value) && text(value["id"]) && text(value["kind"]) && text(value["hash"]) && value["content"] !== undefined;
}

const isHead = (value: Record<string, unknown>): boolean => value["format"] === 1 && HEAD.every((name) => text(value[name]));

function isPayload(value: unknown): value is BundlePayload {
  return record(value) && isHead(value) && Array.isArray(value["items"]) && value["items"].every(isItem);
}

function isDelta(value: unknown): value is BundleDelta {
  return record(value) && isHead(value) && text(value["base"]) && Array.isArray(value["changed"])
    && value["changed"].every(isItem) && Array.isArray(value["removed"]) && value["removed"].every(text);
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i] as string).codePointAt(0)! - (right[i] as string).codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export type Envelope = { full: BundlePayload; signature: string } | { delta: BundleDelta; signature: string };

export function readEnvelope(copy: string): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(copy);
  } catch {
    throw new BadBundle("form", "not JSON");
  }
  if (!record(value) || !text(value["signature"])) throw new BadBundle("form", "not a bundle");
  const signature = value["signature"];
  if (isPayload(value["bundle"])) return { full: value["bundle"], signature };
  if (isDelta(value["delta"])) return { delta: value["delta"], signature };
  throw new BadBundle("form", "neither a bundle nor a delta");
}

// What a delta makes of the bundle for which it was made.
export function applyDelta(base: BundlePayload, delta: BundleDelta): BundlePayload {
  if (delta.base !== base.version) throw new BadBundle("form", "a delta for another version");
  const { base: _base, changed, removed, ...head } = delta;
  const items = new Map(base.items.map((item) => [item.id, item]));
  for (const id of removed) items.delete(id);
  for (const item of changed) items.set(item.id, item);
  return { ...head, items: [...items.values()].sort((a, b) => byCodePoint(a.id, b.id)) };
}

async function hashOf(content: Json): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytesOf(canonical(content)));
  return toBase64Url(new Uint8Array(digest, 0, 16));
}

function headerOf(protectedPart: string): { kid: string } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64Url(protectedPart)));
  } catch {
    throw new BadBundle("signature", "an unreadable header");
  }
  if (!record(header) || header["alg"] !== "EdDSA" || header["b64"] !== false || !text(header["kid"])
    || !Array.isArray(header["crit"]) || header["crit"].length !== 1 || header["crit"][0] !== "b64") {
    throw new BadBundle("signature", "another kind of signature");
  }
  return { kid: header["kid"] };
}

// Returns the canonical text of the payload, or says why it is not to be believed.
export async function verifyBundle(
  payload: BundlePayload, signature: string, keys: readonly Jwk[], verify: VerifyEd25519 = verifyByWebCrypto,
): Promise<string> {
  const [protectedPart, middle, signed, ...more] = signature.split(".");
  if (!protectedPart || middle !== "" || !signed || more.length > 0) throw new BadBundle("signature", "not detached");
  const { kid } = headerOf(protectedPart);
  const key = keys.find((known) => known.kid === kid && known.kty === "OKP" && known.crv === "Ed25519");
  if (!key) throw new BadBundle("unknown_key", kid);

  const exact = canonical(payload as unknown as Json);
  let good = false;
  try {
    good = await verify(key, fromBase64Url(signed), bytesOf(`${protectedPart}.${exact}`));
  } catch {
    throw new BadBundle("signature", "cannot be checked here");
  }
  if (!good) throw new BadBundle("signature", "altered, or signed by another");

  let before: string | undefined;
  for (const item of payload.items) {
    if (before !== undefined && byCodePoint(before, item.id) >= 0) throw new BadBundle("content", `${item.id} is out of order`);
    before = item.id;
    if ((await hashOf(item.content)) !== item.hash) throw new BadBundle("content", `the hash of ${item.id}`);
  }
  return exact;
}

// The bytes of a copy as the server gives it: what is passed on.
export const envelopeOf = (exact: string, signature: string): string => `{"bundle":${exact},"signature":${JSON.stringify(signature)}}`;
