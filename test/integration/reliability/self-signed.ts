import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { startFaultyProxy } from "../../../tools/faults/faulty-proxy.ts";

/** An HTTPS server with a certificate that nobody has signed but itself; whoever takes it reaches the server behind. */
export async function startSelfSigned(upstream: string): Promise<{ url: string; close: () => Promise<void> }> {
  const proxy = await startFaultyProxy(upstream);
  const server = createServer(selfSigned(), (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "GET", url = "/" } = incoming;
      const headers = { "content-type": "application/x-ndjson", "content-encoding": "gzip" };
      const request = { method, headers, body: Buffer.concat(chunks) };
      fetch(`${proxy.url}${url}`, request)
        .then(async (answer) => response.writeHead(answer.status).end(await answer.text()))
        .catch(() => response.destroy());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await proxy.close();
    },
  };
}

/** A key and a certificate for another name (RFC 5280, in DER by hand: Node reads certificates, but makes none). */
function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = der(0x30, Buffer.from("06082a8648ce3d040302", "hex"));
  const name = der(0x30, der(0x31, der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from("nobody")))));
  const time = (text: string): Buffer => der(0x17, Buffer.from(text));
  const validity = der(0x30, time("260101000000Z"), time("491231235959Z"));
  const version = der(0xa0, Buffer.from("020102", "hex"));
  const serial = Buffer.from("020101", "hex");
  const key = publicKey.export({ type: "spki", format: "der" });
  const body = der(0x30, version, serial, algorithm, name, validity, name, key);
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const pem = der(0x30, body, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
  };
}

/** A tag, the length, and what is in it. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
