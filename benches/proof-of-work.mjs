#!/usr/bin/env node
// How long the puzzles of docs/decisions/0010-proof-of-work.md take, in plain JavaScript on one core:
//   node benches/proof-of-work.mjs [puzzles for each difficulty, default 200]
// The solver is what an app can carry with it: no dependency, no WebAssembly, no WebCrypto.

import { createHash, randomBytes } from "node:crypto";

const FIRST_PRIMES = [];
for (let n = 2; FIRST_PRIMES.length < 64; n++) if (FIRST_PRIMES.every((p) => n % p)) FIRST_PRIMES.push(n);
const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
const K = Int32Array.from(FIRST_PRIMES, (p) => fraction(Math.cbrt(p)));
const H = Int32Array.from(FIRST_PRIMES.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const W = new Int32Array(64);

// The first word of the SHA-256 hash of what stands, padded, in W[0..16]: at most 32 zero bits matter.
function firstWord() {
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let a = H[0], b = H[1], c = H[2], d = H[3], e = H[4], f = H[5], g = H[6], h = H[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  return (a + H[0]) | 0;
}

function load(text) {
  W.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) W[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  W[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  W[15] = 8 * text.length;
}

// The proof, and how many hashes it took.
function solve(challenge, zeroBits) {
  for (let n = 0; ; n++) {
    const proof = `${challenge}.${n}`;
    load(proof);
    if (Math.clz32(firstWord()) >= zeroBits) return [proof, n + 1];
  }
}

const vector = "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA";
const [proof] = solve(vector, 12);
const hash = createHash("sha256").update(proof).digest("hex");
if (proof !== `${vector}.909` || !hash.startsWith("000")) throw new Error(`${proof} ${hash}`);

const puzzles = Number(process.argv[2] ?? 200);
console.log("| zero bits | hashes on average | median ms | 95 of 100 within ms | hashes/s |\n| --- | --- | --- | --- | --- |");
for (let zeroBits = 12; zeroBits <= 16; zeroBits++) {
  const times = [];
  let hashes = 0;
  for (let i = 0; i < puzzles; i++) {
    const challenge = `v1.${zeroBits}.1790000000.${randomBytes(16).toString("base64url")}`;
    const start = performance.now();
    hashes += solve(challenge, zeroBits)[1];
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
  const total = times.reduce((sum, time) => sum + time, 0);
  console.log(`| ${zeroBits} | ${2 ** zeroBits} (here ${Math.round(hashes / puzzles)}) | ${at(0.5)} | ${at(0.95)} | ${Math.round((1000 * hashes) / total)} |`);
}
