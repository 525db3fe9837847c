import { gunzipSync } from "node:zlib";
import { payloadSets } from "./payloads.ts";
const sets = await payloadSets(["high"], (n) => process.argv.slice(2).some((x) => n.includes(x)));
const CUT = Buffer.from('},{"id":');
function chunked(raw: Buffer, size: number): number {
  let n = 0; let at = raw.indexOf('"logEvents":[') + 13; n += raw.latin1Slice(0, at).length;
  for (;;) { let next = at + size >= raw.length ? -1 : raw.indexOf(CUT, at + size);
    const end = next < 0 ? raw.length - 2 : next + 1;
    n += JSON.parse("[" + raw.utf8Slice(at, end) + "]").length;
    if (next < 0) return n; at = next + 2; }
}
function chunkedStr(raw: Buffer, size: number): number {
  let n = 0; for (let i = 0; i < raw.length; i += size) n += raw.utf8Slice(i, Math.min(raw.length, i + size)).length; return n; }
for (const set of sets) {
  const raws = set.payloads.map((p) => gunzipSync(p));
  const tx = raws.map((r) => r.toString());
  const msgs: string[] = tx.flatMap((t) => JSON.parse(t).logEvents.map((e: any) => e.message));
  let sink = 0; const scratch = Buffer.allocUnsafeSlow(1 << 20);
  const tests: Record<string, () => void> = {
    gunzip: () => { for (const p of set.payloads) sink += gunzipSync(p).length; },
    gunzipIsize: () => { for (const p of set.payloads) sink += gunzipSync(p, { chunkSize: Math.max(64, p.readUInt32LE(p.length - 4) + 16) }).length; },
    whole: () => { for (const r of raws) sink += JSON.parse(r.utf8Slice()).logEvents.length; },
    parseOnly: () => { for (const r of tx) sink += JSON.parse(r).logEvents.length; },
    chunk16k: () => { for (const r of raws) sink += chunked(r, 16 << 10); },
    chunk64k: () => { for (const r of raws) sink += chunked(r, 64 << 10); },
    chunk256k: () => { for (const r of raws) sink += chunked(r, 256 << 10); },
    str16k: () => { for (const r of raws) sink += chunkedStr(r, 16 << 10); },
    str64k: () => { for (const r of raws) sink += chunkedStr(r, 64 << 10); },
    strWhole: () => { for (const r of raws) sink += r.utf8Slice().length; },
    byteScan: () => { for (const r of raws) { let d = 0; for (let i = 0; i < r.length; i++) { if (r[i] === 34) d++; } sink += d; } },
    byteScanCopy: () => { for (const r of raws) { let d = 0; for (let i = 0, n = Math.min(r.length, scratch.length); i < n; i++) { const c = r[i]!; scratch[d++] = c; if (c === 34 || c === 92 || c < 32) d--; } sink += d; } },
    msgToScratchScan: () => { for (const m of msgs) { const n = scratch.latin1Write(m, 0); let d = 0; for (let i = 0; i < n; i++) { if (scratch[i] === 34) d++; } sink += d; } },
    scratchSlice: () => { for (const m of msgs) { sink += scratch.latin1Slice(0, m.length).length; } },
    textDecoder: () => { const td = new TextDecoder(); for (const r of raws) sink += td.decode(r).length; },
  };
  console.log(set.name);
  const res: Record<string, number[]> = {};
  for (let r = 0; r < 9; r++) for (const [n, f] of Object.entries(tests)) { globalThis.gc?.(); const t = performance.now(); f(); (res[n] ??= []).push(performance.now() - t); }
  for (const n in res) { const s = res[n]!.sort((a, b) => a - b); console.log(n.padEnd(20), "min", ((s[0]! * 1e6) / set.events).toFixed(0).padStart(7), "median", ((s[4]! * 1e6) / set.events).toFixed(0).padStart(7), "ns/event"); }
}
