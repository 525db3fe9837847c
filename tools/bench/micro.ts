import { gunzipSync } from "node:zlib";
import { isAscii, isUtf8 } from "node:buffer";
import { payloadSets } from "./payloads.ts";
const sets = await payloadSets(["high"], (n) => process.argv.slice(2).some((x) => n.includes(x)));
for (const set of sets) {
  const raws = set.payloads.map((p) => gunzipSync(p));
  const texts = raws.map((r) => r.toString("utf8"));
  const values = texts.map((t) => JSON.parse(t));
  const msgs: string[] = values.flatMap((v: any) => v.logEvents.map((e: any) => e.message));
  const inner = msgs.filter((m) => m[0] === "{");
  const innerV = inner.map((m) => JSON.parse(m));
  const SIGN = /eyJ|earer |k8s-aws-v1\.|ecret|ECRET|ession|ESSION|ecurity|ECURITY/;
  let sink: any = 0;
  const big = Buffer.allocUnsafe(4 << 20);
  const tests: Record<string, () => void> = {
    gunzip: () => { for (const p of set.payloads) sink += gunzipSync(p).length; },
    gunzipInfo: () => { for (const p of set.payloads) sink += (gunzipSync(p, { maxOutputLength: 64e6, info: true } as any) as any).buffer.length; },
    gunzip1M: () => { for (const p of set.payloads) sink += gunzipSync(p, { chunkSize: 1 << 20 }).length; },
    gunzip256k: () => { for (const p of set.payloads) sink += gunzipSync(p, { chunkSize: 1 << 18 }).length; },
    gunzip64k: () => { for (const p of set.payloads) sink += gunzipSync(p, { chunkSize: 1 << 16 }).length; },
    toStringUtf8: () => { for (const p of raws) sink += p.toString("utf8").length; },
    toStringLatin1: () => { for (const p of raws) sink += (isAscii(p) ? p.latin1Slice() : p.utf8Slice()).length; },
    isUtf8: () => { for (const p of raws) sink += isUtf8(p) ? 1 : 0; },
    outerParse: () => { for (const t of texts) sink += JSON.parse(t).logEvents.length; },
    outerStringify: () => { for (const v of values) sink += JSON.stringify(v).length; },
    innerParse: () => { for (const m of inner) sink += JSON.parse(m) === null ? 1 : 0; },
    innerStringify: () => { for (const m of innerV) sink += JSON.stringify(m).length; },
    stringifyMessage: () => { for (const m of msgs) sink += JSON.stringify(m).length; },
    secretRegex: () => { for (const m of msgs) sink += SIGN.test(m) ? 1 : 0; },
    charScan: () => { for (const m of msgs) { let d = 0; for (let i = 0; i < m.length; i++) { const c = m.charCodeAt(i); if (c === 34) d++; } sink += d; } },
    quoteIndexOf: () => { for (const m of msgs) { let d = 0; for (let i = m.indexOf('"'); i >= 0; i = m.indexOf('"', i + 1)) d++; sink += d; } },
    includes5: () => { for (const m of msgs) sink += m.includes("eyJ") || m.includes("earer ") || m.includes("k8s-aws-v1.") || m.includes("ecret") || m.includes("ession") ? 1 : 0; },
    concat40: () => { let b = ""; for (const m of msgs) { let s = ""; for (let i = 0; i < 40; i++) s += m.slice(i * 3, i * 3 + 20); b += s; } sink += Buffer.from(b).length; },
    concat40flatEach: () => { for (const m of msgs) { let s = ""; for (let i = 0; i < 40; i++) s += m.slice(i * 3, i * 3 + 20); sink += big.latin1Write(s, 0); } },
    latin1Write: () => { for (const m of msgs) { sink += big.latin1Write(m, 0); } },
    utf8Write: () => { for (const m of msgs) { sink += big.utf8Write(m, 0); } },
    byteLength: () => { for (const m of msgs) { sink += Buffer.byteLength(m); } },
    newDate: () => { for (const m of msgs) { sink += new Date(1.7e12 + m.length).toISOString().length; } },
    dateParse: () => { for (const m of msgs) { sink += Date.parse("2026-11-23T09:01:02.906Z"); } },
  };
  console.log(set.name, msgs.length, "inner", inner.length);
  const res: Record<string, number[]> = {};
  for (let r = 0; r < 9; r++) for (const [n, f] of Object.entries(tests)) { const t = performance.now(); f(); (res[n] ??= []).push(performance.now() - t); }
  for (const n in res) { const s = res[n]!.sort((a, b) => a - b); const per = n.startsWith("inner") ? inner.length : msgs.length; console.log(n.padEnd(20), "min", ((s[0]! * 1e6) / per).toFixed(0).padStart(7), "median", ((s[4]! * 1e6) / per).toFixed(0).padStart(7), "ns/event"); }
}
