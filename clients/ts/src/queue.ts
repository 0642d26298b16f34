// Writes that survive: each is stored before it is sent, has one Idempotency-Key for all its attempts, and is given up only when
// the server says something that will not change.

import { solve } from "./puzzle.js";
import type { Change, Store } from "./store.js";

export type Write = {
  id: string;
  sequence: number;
  key: string;
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body: string | null;
  language: string;
  // Writes of one lane leave in their order; that of a new filing is its own id, and so is that of its receipt.
  lane: string;
  // Sent with the receipt of its lane.
  withReceipt: boolean;
  createdAt: number;
  attempts: number;
  firstSentAt: number | null;
  nextAt: number;
  toldToWait: boolean;
  proof: string | null;
  problem: Problem | null;
};

export type Problem = { status: number; type: string; title: string; errors: unknown[] };
export type Receipt = { id: string; code: string; filed: unknown; filedAt: number };
export type Outcome = { write: Write; kind: "done"; answer: unknown } | { write: Write; kind: "problem"; problem: Problem };

export type QueueOptions = {
  url: string;
  store: Store;
  fetch: typeof fetch;
  now: () => number;
  random: () => number;
  // Days for which the server recognises a repeated write.
  recognisedDays: number;
  onOutcome: (outcome: Outcome) => void;
};

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 600_000;
const ATTEMPT_MS = 60_000;
const DAY_MS = 86_400_000;
// Of these nothing changes by waiting. 409 and 429 are not among them, and neither is what a proxy or a captive portal says.
const FINAL = new Set([400, 401, 403, 404, 405, 410, 412, 413, 415, 422, 428]);

type Verdict =
  | { is: "done"; answer: unknown }
  | { is: "final"; problem: Problem }
  | { is: "later"; afterMs: number; proof: string | null };

export class Queue {
  private running: Promise<void> | null = null;
  private wanted = false;
  private started = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;

  constructor(private readonly options: QueueOptions) {}

  // Resolves when the write is stored; from then on it is sent whatever happens to this process.
  async add(write: Pick<Write, "method" | "path" | "language"> & { body: unknown; receipt?: string }): Promise<Write> {
    const id = crypto.randomUUID();
    const waiting = await this.list();
    this.last = Math.max(this.last, ...waiting.map((other) => other.sequence)) + 1;
    const added: Write = {
      id, sequence: this.last, key: `"${crypto.randomUUID()}"`, method: write.method, path: write.path,
      body: write.body === undefined ? null : JSON.stringify(write.body), language: write.language,
      lane: write.receipt ?? id, withReceipt: write.receipt !== undefined, createdAt: this.options.now(),
      attempts: 0, firstSentAt: null, nextAt: 0, toldToWait: false, proof: null, problem: null,
    };
    await this.put(added);
    return added;
  }

  async list(): Promise<Write[]> {
    const writes = (await this.options.store.list("writes")) as Write[];
    return writes.sort((a, b) => a.sequence - b.sequence);
  }

  // The person does not want it any more. What the server may already have stays there.
  async discard(id: string): Promise<void> {
    await this.options.store.change([{ table: "writes", key: id }]);
  }

  // The person has mended it: another body is another write, with a key of its own.
  async mend(id: string, body: unknown): Promise<void> {
    const write = (await this.options.store.get("writes", id)) as Write | undefined;
    if (!write) return;
    await this.put({
      ...write, key: `"${crypto.randomUUID()}"`, body: JSON.stringify(body), attempts: 0, firstSentAt: null, nextAt: 0,
      toldToWait: false, proof: null, problem: null,
    });
  }

  // Sends what is due. Only one at a time, over all pages of an origin; two would be harmless, because of the keys, but costly.
  flush(): Promise<void> {
    this.wanted = true;
    this.running ??= this.alone(() => this.passes()).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  // From now on what waits is sent when its time comes.
  start(): void {
    this.started = true;
    void this.kick();
  }

  stop(): void {
    this.started = false;
    clearTimeout(this.timer);
  }

  // Something was added, or the network is back.
  async kick(): Promise<void> {
    await this.flush().catch(() => undefined);
    if (this.started) await this.schedule().catch(() => undefined);
  }

  // The network is back: what waits for it does so no longer. What the server has asked to wait for, it waits for.
  async wake(): Promise<void> {
    const asleep = (await this.list()).filter((write) => write.problem === null && !write.toldToWait);
    await this.options.store.change(asleep.map((write) => ({ table: "writes", key: write.id, value: { ...write, nextAt: 0 } })));
    await this.kick();
  }

  private async schedule(): Promise<void> {
    clearTimeout(this.timer);
    const heads = this.heads(await this.list());
    if (heads.length === 0) return;
    const wait = Math.max(500, Math.min(...heads.map((write) => write.nextAt)) - this.options.now());
    this.timer = setTimeout(() => void this.kick(), Math.min(wait, DAY_MS));
  }

  private alone(work: () => Promise<void>): Promise<void> {
    const locks = (globalThis.navigator as Navigator | undefined)?.locks;
    return locks ? locks.request("tulay-queue", work).then(() => undefined) : work();
  }

  // The first of each lane, unless somebody must look at it first.
  private heads(writes: Write[]): Write[] {
    const seen = new Set<string>();
    return writes.filter((write) => !seen.has(write.lane) && seen.add(write.lane) && write.problem === null);
  }

  private async passes(): Promise<void> {
    // Asked again while it runs, it looks once more, so that nothing that was just added is left over.
    while (this.wanted) {
      this.wanted = false;
      for (;;) {
        const due = this.heads(await this.list()).find((write) => write.nextAt <= this.options.now());
        if (!due) break;
        await this.attempt(due);
      }
    }
  }

  private async attempt(write: Write): Promise<void> {
    const now = this.options.now();
    const forgotten = write.firstSentAt !== null && now - write.firstSentAt > this.options.recognisedDays * DAY_MS;
    if (forgotten) {
      // It may have arrived then, and the server would not know it again: only a person can say whether to send it.
      return this.settle(write, { is: "final", problem: problemOf(0, "may_have_arrived") });
    }
    const receipt = write.withReceipt ? ((await this.options.store.get("receipts", write.lane)) as Receipt | undefined) : undefined;
    if (write.withReceipt && !receipt) return this.settle(write, { is: "final", problem: problemOf(0, "receipt_unknown") });
    const sent = { ...write, attempts: write.attempts + 1, firstSentAt: write.firstSentAt ?? now };
    await this.put(sent);
    await this.settle(sent, await this.send(sent, receipt));
  }

  private async send(write: Write, receipt: Receipt | undefined): Promise<Verdict> {
    const headers: Record<string, string> = { "Accept-Language": write.language, "Idempotency-Key": write.key };
    if (write.body !== null) headers["Content-Type"] = "application/json";
    if (receipt) headers["Authorization"] = `Receipt ${receipt.code}`;
    if (write.proof) headers["Proof-Of-Work"] = write.proof;
    try {
      const response = await this.options.fetch(this.options.url + write.path, {
        method: write.method, headers, body: write.body, cache: "no-store", credentials: "omit", redirect: "error",
        referrerPolicy: "no-referrer", signal: AbortSignal.timeout(ATTEMPT_MS),
      });
      return await this.judge(write, response);
    } catch {
      return { is: "later", afterMs: 0, proof: null };
    }
  }

  private async judge(write: Write, response: Response): Promise<Verdict> {
    const type = response.headers.get("content-type") ?? "";
    // A captive portal answers 200 to everything: only what the service itself says counts.
    const ours = response.headers.has("x-request-id");
    const body: unknown = type.includes("json") ? await response.json() : null;
    const { status } = response;
    if (status === 204 && ours) return { is: "done", answer: null };
    if (status === 201 && typeof (body as { id?: unknown } | null)?.id === "string") return { is: "done", answer: body };
    if ((status === 200 || status === 201) && ours && body !== null) return { is: "done", answer: body };

    const afterMs = 1000 * (Number(response.headers.get("retry-after")) || 0);
    const problem = problemOf(status, "", body);
    if (status === 429 && problem.type.endsWith("/proof_of_work_required")) return puzzled(body, afterMs);
    const is_problem = type.includes("problem+json");
    if (is_problem && FINAL.has(status)) return { is: "final", problem };
    if (is_problem && status === 409 && afterMs === 0) return { is: "final", problem };
    return { is: "later", afterMs, proof: write.proof };
  }

  private async settle(write: Write, verdict: Verdict): Promise<void> {
    if (verdict.is === "later") {
      if (verdict.proof && verdict.proof !== write.proof) return this.put({ ...write, proof: verdict.proof, nextAt: 0 });
      const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(write.attempts - 1, 20));
      // Between half of it and all: a thousand phones that lost the same mast do not come back in the same second.
      const pause = Math.max(verdict.afterMs, longest * (0.5 + this.options.random() / 2));
      return this.put({ ...write, proof: verdict.proof, nextAt: this.options.now() + pause, toldToWait: verdict.afterMs > 0 });
    }
    if (verdict.is === "final") {
      await this.put({ ...write, problem: verdict.problem });
      this.options.onOutcome({ write, kind: "problem", problem: verdict.problem });
      return;
    }
    // The receipt is kept in the same step in which the write is forgotten: it cannot be had again.
    const changes: Change[] = [{ table: "writes", key: write.id }];
    const code = (verdict.answer as { receipt_code?: unknown } | null)?.receipt_code;
    if (typeof code === "string") {
      const receipt: Receipt = { id: write.lane, code, filed: verdict.answer, filedAt: this.options.now() };
      changes.push({ table: "receipts", key: write.lane, value: receipt });
    }
    await this.options.store.change(changes);
    this.options.onOutcome({ write, kind: "done", answer: verdict.answer });
  }

  private put(write: Write): Promise<void> {
    return this.options.store.change([{ table: "writes", key: write.id, value: write }]);
  }
}

function puzzled(body: unknown, afterMs: number): Verdict {
  const puzzle = (body as { proof_of_work?: { challenge?: unknown; zero_bits?: unknown } }).proof_of_work;
  const bits = Number(puzzle?.zero_bits);
  // A harder one than the contract has is no puzzle of this service.
  const solvable = typeof puzzle?.challenge === "string" && puzzle.challenge.length < 48 && bits >= 0 && bits <= 16;
  return { is: "later", afterMs: solvable ? 0 : afterMs, proof: solvable ? solve(puzzle.challenge as string, bits) : null };
}

function problemOf(status: number, type: string, body: unknown = null): Problem {
  const told = (body ?? {}) as Partial<Problem>;
  return { status, type: told.type ?? type, title: told.title ?? type, errors: told.errors ?? [] };
}
