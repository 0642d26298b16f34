// The puzzle of a server that is being flooded (docs/decisions/0010-proof-of-work.md): find n such that the SHA-256 hash of
// `<challenge>.<n>` begins with so many zero bits. Plain JavaScript: WebCrypto takes longer to be asked than to hash.

const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0;
const K = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const H = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const W = new Int32Array(64);
const at = (words: Int32Array, i: number): number => words[i] as number;
const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

// The first word of the hash of a text of at most 55 bytes of ASCII.
function firstWord(text: string): number {
  W.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) W[i >> 2] = at(W, i >> 2) | (text.charCodeAt(i) << (24 - 8 * (i & 3)));
  W[text.length >> 2] = at(W, text.length >> 2) | (0x80 << (24 - 8 * (text.length & 3)));
  W[15] = 8 * text.length;
  for (let i = 16; i < 64; i++) {
    const x = at(W, i - 15), y = at(W, i - 2);
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3), s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    W[i] = (at(W, i - 16) + s0 + at(W, i - 7) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = H as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(K, i) + at(W, i)) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  return (a + at(H, 0)) | 0;
}

export function solve(challenge: string, zeroBits: number): string {
  for (let n = 0; ; n++) {
    const proof = `${challenge}.${n}`;
    if (Math.clz32(firstWord(proof)) >= zeroBits) return proof;
  }
}
