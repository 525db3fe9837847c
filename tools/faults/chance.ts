/** Numbers 0 ≤ x < 1 that look like chance, and are the same for the same seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number for a text, the same in each run: for choices that must not depend on order (FNV-1a). */
export function numberOf(text: string): number {
  let sum = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01_00_01_93);
  // The low bits of the sum see only the low bits of the text.
  sum = Math.imul(sum ^ (sum >>> 16), 0x85_eb_ca_6b);
  return (sum ^ (sum >>> 13)) >>> 0;
}
