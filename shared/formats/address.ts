/** A host with its port, where it has one. */
export interface Address {
  readonly host: string;
  readonly port: number | undefined;
}

/** Takes `10.0.0.1:59052`, `[::1]:443`, `::1` or a name apart. */
export function splitAddress(text: string): Address {
  const close = text.startsWith("[") ? text.indexOf("]") : -1;
  if (close > 0) {
    const port = text[close + 1] === ":" ? portOf(text.slice(close + 2)) : undefined;
    return { host: text.slice(1, close), port };
  }
  const colon = text.lastIndexOf(":");
  // More than one colon without brackets is an IPv6 address.
  if (colon < 0 || text.indexOf(":") !== colon) return { host: text, port: undefined };
  const port = portOf(text.slice(colon + 1));
  return port === undefined ? { host: text, port } : { host: text.slice(0, colon), port };
}

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}
