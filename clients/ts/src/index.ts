export { applyDelta, BadBundle, type BundleDelta, type BundleItem, type BundlePayload, envelopeOf, type Jwk, readEnvelope, verifyBundle, verifyByWebCrypto, type VerifyEd25519 } from "./bundle.js";
export { canonical, fromBase64Url, type Json, toBase64Url } from "./canonical.js";
export { type ClientOptions, HttpProblem, type Kept, type Synced, TulayClient } from "./client.js";
export { solve } from "./puzzle.js";
export { type Outcome, type Problem, Queue, type QueueOptions, type Receipt, type Write } from "./queue.js";
export { type Change, IndexedDbStore, MemoryStore, type Store, type Table } from "./store.js";
