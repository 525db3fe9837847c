import { inflateRawSync } from "node:zlib";

/** The files of a zip archive by name, as its central directory lists them. Reads what osls writes: no zip64, no encryption. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  const count = archive.readUInt16LE(end + 10);
  let entry = archive.readUInt32LE(end + 16);

  for (let index = 0; index < count; index++) {
    const method = archive.readUInt16LE(entry + 10);
    const packed = archive.readUInt32LE(entry + 20);
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(entry + field)) as [
      number,
      number,
      number,
    ];
    const local = archive.readUInt32LE(entry + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(start, start + packed);
    files.set(archive.toString("utf8", entry + 46, entry + 46 + name), method === 0 ? bytes : inflateRawSync(bytes));
    entry += 46 + name + extra + comment;
  }
  return files;
}
