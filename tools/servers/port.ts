import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port of 127.0.0.1 that nobody listens on at this moment: the preferred one if it is free. Another process can take
 * it before it is used: see {@link saysPortTaken}.
 */
export async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  server.listen(preferred, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (preferred === 0) throw error;
    return freePort();
  }
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a listening TCP server has no port");
  return address.port;
}

/** Whether a server's log says that its port was taken: the words of Node, Java, Go, Python and Docker. */
export function saysPortTaken(log: string): boolean {
  return /already in use|already allocated|EADDRINUSE|BindHttpException/i.test(log);
}
