// The client: what an app calls.

import { applyDelta, BadBundle, type BundlePayload, envelopeOf, type Jwk, readEnvelope, verifyBundle, verifyByWebCrypto, type VerifyEd25519 } from "./bundle.js";
import { type Outcome, Queue, type Receipt, type Write } from "./queue.js";
import type { Store } from "./store.js";

export type ClientOptions = {
  // The address of the service, without a slash at the end.
  url: string;
  store: Store;
  language?: string;
  // Keys that the app brings with it: with them the first copy of a bundle may come from another phone.
  keys?: readonly Jwk[];
  fetch?: typeof fetch;
  now?: () => number;
  random?: () => number;
  verify?: VerifyEd25519;
  onOutcome?: (outcome: Outcome) => void;
};

export type Kept = { payload: BundlePayload; signature: string; exact: string };
export type Synced = "unchanged" | "delta" | "full";
type Corridor = { origin: string; destination: string; language: string };
type Tagged = { tag: string; body: unknown };

export class HttpProblem extends Error {
  constructor(readonly status: number, readonly body: unknown) {
    super(`HTTP ${status}`);
  }
}

export class TulayClient {
  readonly queue: Queue;
  private readonly fetch: typeof fetch;
  private readonly now: () => number;

  constructor(private readonly options: ClientOptions) {
    this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.now = options.now ?? Date.now;
    this.queue = new Queue({
      url: options.url, store: options.store, fetch: this.fetch, now: this.now, random: options.random ?? Math.random,
      recognisedDays: 7, onOutcome: options.onOutcome ?? (() => undefined),
    });
  }

  // Sends what waits, now and whenever the network comes back.
  start(): void {
    globalThis.addEventListener?.("online", () => void this.queue.wake());
    this.queue.start();
  }

  // Reads something public. Without network it is what was read last; `null` when nothing was.
  async read(path: string): Promise<unknown> {
    const key = `${this.language} ${path}`;
    const kept = (await this.options.store.get("kept", key)) as Tagged | undefined;
    let response: Response;
    try {
      response = await this.get(path, kept ? { "If-None-Match": kept.tag } : {});
    } catch {
      return kept?.body ?? null;
    }
    if (response.status === 304 && kept) return kept.body;
    if (response.status >= 500 || !response.headers.has("x-request-id")) return kept?.body ?? null;
    const body: unknown = await response.json();
    if (!response.ok) throw new HttpProblem(response.status, body);
    const tag = response.headers.get("etag");
    if (tag) await this.options.store.change([{ table: "kept", key, value: { tag, body } satisfies Tagged }]);
    return body;
  }

  config(): Promise<unknown> {
    return this.read("/v1/apps/config");
  }

  // Files something: stored at once, sent when there is a network. The id names its receipt from now on.
  async file(path: string, body: unknown): Promise<string> {
    const write = await this.queue.add({ method: "POST", path, body, language: this.language });
    void this.queue.kick();
    return write.id;
  }

  // Adds to something that was filed, also while that itself still waits.
  async add(filing: string, method: Write["method"], path: string, body?: unknown): Promise<string> {
    const write = await this.queue.add({ method, path, body, language: this.language, receipt: filing });
    void this.queue.kick();
    return write.id;
  }

  async receipt(filing: string): Promise<Receipt | null> {
    return ((await this.options.store.get("receipts", filing)) as Receipt | undefined) ?? null;
  }

  // Reads what only the holder of a receipt sees. It is not kept.
  async follow(filing: string, path: string): Promise<unknown> {
    const receipt = await this.receipt(filing);
    if (!receipt) throw new Error("not filed yet");
    const response = await this.get(path, { Authorization: `Receipt ${receipt.code}` });
    const body: unknown = await response.json();
    if (!response.ok) throw new HttpProblem(response.status, body);
    return body;
  }

  // Brings a bundle up to date: one request, a delta where there is a base.
  async sync(origin: string, destination: string, language = this.language): Promise<Synced> {
    const wanted = { origin, destination, language };
    const kept = await this.bundle(origin, destination, language);
    const path = `/v1/bundles/${nameOf(wanted)}`;
    const since = kept ? `?since=${encodeURIComponent(kept.payload.version)}` : "";
    const response = await this.get(path + since, kept ? { "If-None-Match": `"${kept.payload.version}"` } : {});
    if (response.status === 304 && kept) return "unchanged";
    if (!response.ok) throw new HttpProblem(response.status, await response.json().catch(() => null));
    const envelope = readEnvelope(await response.text());
    if ("full" in envelope) {
      await this.keep(wanted, envelope.full, envelope.signature, kept, "from the service");
      return "full";
    }
    if (!kept) throw new BadBundle("form", "a delta without a base");
    try {
      await this.keep(wanted, applyDelta(kept.payload, envelope.delta), envelope.signature, kept, "from the service");
      return "delta";
    } catch {
      // What is kept here was harmed, or the delta is wrong: the whole one mends both.
      const whole = readEnvelope(await (await this.get(path, {})).text());
      if (!("full" in whole)) throw new BadBundle("form", "no whole bundle");
      await this.keep(wanted, whole.full, whole.signature, kept, "from the service");
      return "full";
    }
  }

  async bundle(origin: string, destination: string, language = this.language): Promise<Kept | null> {
    const name = nameOf({ origin, destination, language });
    const nearest = ((await this.options.store.get("kept", `nearest ${name}`)) as string | undefined) ?? name;
    return ((await this.options.store.get("bundles", nearest)) as Kept | undefined) ?? null;
  }

  // Takes a copy from another phone. It is believed only for a key that this phone knows already.
  async importCopy(copy: string): Promise<BundlePayload> {
    const envelope = readEnvelope(copy);
    if (!("full" in envelope)) throw new BadBundle("form", "only a whole bundle is passed on");
    const { full, signature } = envelope;
    const kept = await this.bundle(full.origin, full.destination, full.language);
    await this.keep(full, full, signature, kept, "from a phone");
    return full;
  }

  // The copy that is passed on: byte for byte what the service gives.
  async exportCopy(origin: string, destination: string, language = this.language): Promise<string | null> {
    const kept = await this.bundle(origin, destination, language);
    return kept && envelopeOf(kept.exact, kept.signature);
  }

  // Nothing is left on this phone: what waits, receipts, bundles.
  forgetEverything(): Promise<void> {
    this.queue.stop();
    return this.options.store.clear();
  }

  private get language(): string {
    return this.options.language ?? "en";
  }

  // Once more where the line was cut: on a slow one the service has often closed a connection that is still bringing its answer.
  private async get(path: string, headers: Record<string, string>): Promise<Response> {
    const ask = () => this.fetch(this.options.url + path, {
      headers: { Accept: "application/json", "Accept-Language": this.language, ...headers },
      cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(120_000),
    });
    return ask().catch(ask);
  }

  private async keep(
    wanted: Corridor, payload: BundlePayload, signature: string, kept: Kept | null | undefined, from: "from the service" | "from a phone",
  ): Promise<void> {
    // The language may be another: the service gives the nearest that there is.
    const name = nameOf(payload);
    if (payload.origin !== wanted.origin || payload.destination !== wanted.destination) throw new BadBundle("another", name);
    const verify = this.options.verify ?? verifyByWebCrypto;
    let exact: string;
    try {
      exact = await verifyBundle(payload, signature, await this.keys(), verify);
    } catch (error) {
      // A new key is learnt from the service alone, over its own connection.
      if (!(error instanceof BadBundle && error.reason === "unknown_key" && from === "from the service")) throw error;
      exact = await verifyBundle(payload, signature, await this.fetchKeys(), verify);
    }
    // An old copy is signed as well as a new one: nobody shall bring back what was taken away.
    const older = kept && Date.parse(payload.published_at) < Date.parse(kept.payload.published_at);
    if (older) throw new BadBundle("older", payload.published_at);
    const value: Kept = { payload, signature, exact };
    const nearest = { table: "kept", key: `nearest ${nameOf(wanted)}`, value: name } as const;
    await this.options.store.change([{ table: "bundles", key: name, value }, nearest]);
  }

  private async keys(): Promise<Jwk[]> {
    const learnt = ((await this.options.store.get("kept", "keys")) as Jwk[] | undefined) ?? [];
    return [...(this.options.keys ?? []), ...learnt];
  }

  private async fetchKeys(): Promise<Jwk[]> {
    const response = await this.get("/.well-known/jwks.json", {});
    const set = (await response.json()) as { keys?: Jwk[] };
    const learnt = (set.keys ?? []).filter((key) => key.kty === "OKP" && key.crv === "Ed25519");
    await this.options.store.change([{ table: "kept", key: "keys", value: learnt }]);
    return this.keys();
  }
}

const nameOf = ({ origin, destination, language }: Corridor): string => `${origin}-${destination}/${language}`;
