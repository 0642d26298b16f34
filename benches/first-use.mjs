// Measures what benches/first-use starts: the reference client of clients/ts, five times, on a line like 2G.
//
// Where the kernel has no netem, a proxy stands for the line. It is an emulation: each direction passes on 50 kbit/s (with 40 bytes of
// headers for each segment of at most 1400 bytes), everything arrives 300 ms later, a new connection waits for one round trip, and one
// segment in twenty is lost, which is to say that it and all behind it come a retransmission (1.2 s) later. It knows no slow start: ten
// segments, with which a connection begins, are more than this line holds. No TLS on either: TLS 1.3 is one round trip and some 3 KB more.

import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { MemoryStore, TulayClient } from "../clients/ts/dist/index.js";

const [service, kind] = process.argv.slice(2);
const RUNS = 5;
const BYTES_PER_MS = 50_000 / 8 / 1000, ONE_WAY_MS = 300, LOST = 0.05, RETRANSMISSION_MS = 1200, SEGMENT = 1400, HEADERS = 40;
const count = { bytes: 0, lost: 0 };

// A small generator with a seed, so that two runs lose the same segments.
let state = 20261130;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

// One direction of the line, shared by all connections.
function direction() {
  let free = 0;
  return (socket, data) => {
    socket.arrival ??= 0;
    for (let at = 0; at < data.length; at += SEGMENT) {
      const segment = data.subarray(at, at + SEGMENT), size = segment.length + HEADERS;
      free = Math.max(free, performance.now()) + size / BYTES_PER_MS;
      let arrival = free + ONE_WAY_MS;
      count.bytes += size;
      if (random() < LOST) {
        arrival += RETRANSMISSION_MS;
        count.bytes += size;
        count.lost++;
      }
      // TCP gives nothing out of order.
      socket.arrival = Math.max(socket.arrival, arrival);
      setTimeout(() => socket.writable && socket.write(segment), socket.arrival - performance.now());
    }
  };
}

async function emulated(target) {
  const up = direction(), down = direction();
  const { hostname, port } = new URL(target);
  const proxy = createServer((phone) => {
    const server = connect(Number(port), hostname);
    phone.pause();
    // SYN and SYN-ACK.
    count.bytes += 2 * HEADERS;
    setTimeout(() => phone.resume(), 2 * ONE_WAY_MS + (random() < LOST ? RETRANSMISSION_MS : 0));
    phone.on("data", (data) => up(server, data));
    server.on("data", (data) => down(phone, data));
    for (const [one, other] of [[phone, server], [server, phone]]) {
      one.on("error", () => other.destroy());
      one.on("close", () => setTimeout(() => other.destroy(), 5000));
    }
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${proxy.address().port}`, bytes: () => count.bytes, end: () => proxy.close() };
}

function netem(url) {
  const read = (name) => Number(readFileSync(`/sys/class/net/tulay-phone/statistics/${name}_bytes`, "utf8"));
  return { url, bytes: () => read("rx") + read("tx"), end: () => undefined };
}

const line = kind === "--netem" ? netem(service) : await emulated(service);
let requests = 0;
const counted = (address, init) => {
  requests++;
  return fetch(address, init);
};

async function firstUse(measure) {
  const client = new TulayClient({ url: line.url, store: new MemoryStore(), language: "fil", fetch: counted });
  await measure("configuration", () => client.config());
  await measure("bundle PH-SG in Filipino, with its keys", () => client.sync("PH", "SG"));
  let agency;
  await measure("an agency: search", async () => {
    agency = (await client.read("/v1/agencies?country=SG&search=employment&limit=5")).items[0].id;
  });
  await measure("an agency: profile", () => client.read(`/v1/agencies/${agency}`));
  await measure("a report filed", async () => {
    const body = { kind: "hazard", danger_now: false, description: "Walang barandilya.", place: { country: "SG", precision: "country" }, language: "fil" };
    const filing = await client.file("/v1/safety-reports", body);
    await client.queue.flush();
    while (!(await client.receipt(filing))) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await client.queue.flush();
    }
  });
}

const runs = new Map();
for (let run = 0; run < RUNS; run++) {
  const total = { seconds: 0, bytes: 0, trips: 0 };
  await firstUse(async (name, work) => {
    const before = { at: performance.now(), bytes: line.bytes(), requests };
    let done = true;
    await work().catch((error) => {
      if (error.status !== 404) throw error;
      done = false;
    });
    const own = { done, seconds: (performance.now() - before.at) / 1000, bytes: line.bytes() - before.bytes, trips: requests - before.requests };
    for (const member of ["seconds", "bytes", "trips"]) total[member] += own[member];
    runs.set(name, [...(runs.get(name) ?? []), own]);
  });
  runs.set("all", [...(runs.get("all") ?? []), { done: true, ...total }]);
  // The next phone has no connection yet.
  await new Promise((resolve) => setTimeout(resolve, 6000));
}
line.end();

const median = (all, member) => all.map((own) => own[member]).sort((a, b) => a - b)[Math.floor(all.length / 2)];
const range = (all, member) => `${Math.min(...all.map((own) => own[member])).toFixed(1)}-${Math.max(...all.map((own) => own[member])).toFixed(1)}`;
console.log(`medians of ${RUNS} runs; 50 kbit/s, 600 ms there and back, 5 % lost; ${kind === "--netem" ? "tc netem" : `emulated, ${count.lost} segments lost`}; no TLS`);
console.log("| what | seconds | fastest-slowest | bytes on the line | round trips |\n| --- | --- | --- | --- | --- |");
for (const [name, all] of runs) {
  const told = all.every((own) => own.done) ? name : `${name} (not there: 404)`;
  console.log(`| ${told} | ${median(all, "seconds").toFixed(1)} | ${range(all, "seconds")} | ${median(all, "bytes")} | ${median(all, "trips")} |`);
}
console.log("A connection of its own costs one round trip more, at the first request.");
process.exit(0);
