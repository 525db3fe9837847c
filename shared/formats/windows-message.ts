/** The key/value lines of a rendered message: by section, in the order in which they stand; "" before the first section. */
export type WindowsMessage = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A line of a section: `<TAB>Account Name:<TAB><TAB>Administrator`; shippers may have turned tabs into spaces. */
const PAIR = /^([ \t]{0,8})([A-Za-z][\w ()/-]{0,60}):(?:[ \t]+(\S.*)?)?$/;
const MOST_LINES = 200;

/**
 * Reads what Windows renders for security events: sections (`Network Information:`) of indented `Key:  value` lines. Only the
 * English messages have these names; of others nothing is found. A value `-` says that there is none.
 */
export function parseWindowsMessage(message: string): WindowsMessage {
  const sections = new Map<string, Map<string, string>>();
  let section = "";
  for (const line of message.split("\n", MOST_LINES)) {
    if (line.length > 1000) continue;
    const match = PAIR.exec(line.trimEnd());
    if (match === null) continue;
    const [, indent = "", key = "", value] = match;
    if (value === undefined && indent === "") section = key;
    else if (value !== undefined && value !== "-")
      addPair(sections, indent === "" ? "" : section, key, value.trimEnd());
  }
  return sections;
}

function addPair(sections: Map<string, Map<string, string>>, section: string, key: string, value: string): void {
  const pairs = sections.get(section);
  if (pairs === undefined) sections.set(section, new Map([[key, value]]));
  else if (!pairs.has(key)) pairs.set(key, value);
}
