import { parseXml, XmlElement, XmlError, XmlText } from "@rgrove/parse-xml";
import type { Json, JsonObject } from "../schema/draft.ts";
import { addMember } from "./json-member.ts";

/** An XML element. Names keep their prefix; namespaces are not resolved. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** The text directly in it, entities resolved, white space as written. */
  readonly text: string;
}

/** A document, and what had to be done to read it. */
export interface ReadXml {
  readonly root: XmlNode;
  /** The text ended before its root element did; what was open has been closed. */
  readonly cut: boolean;
  /** Characters that XML does not allow have become U+FFFD. */
  readonly replaced: boolean;
  /** What follows the root element; empty for most. */
  readonly after: string;
}

/** No event log nests deeper than a dozen levels; the parser recurses. */
const MAX_DEPTH = 64;

/**
 * Reads a text that begins with an XML element (white space and a declaration may precede it). A text that was cut, as agents
 * cut long events, is read as far as it goes. Entities other than the five of XML are not expanded. Linear.
 *
 * @returns undefined when it is not well-formed, or nests deeper than 64 elements.
 */
export function readXml(text: string): ReadXml | undefined {
  const allowed = withAllowedCharacters(text);
  const outline = outlineOf(allowed);
  if (outline === undefined) return undefined;
  const cut = outline.open.length > 0;
  const closers = outline.open.toReversed().map((name) => `</${name}>`);
  // The cut may have gone through an entity.
  const head = cut ? allowed.slice(0, outline.end).replace(/&[#\w]{0,10}$/, "") : allowed.slice(0, outline.end);
  // The parser turns CRLF into LF as XML wants it, but one by one, copying the text each time.
  const whole = `${head}${closers.join("")}`.replace(/\r\n?/g, "\n").trimStart();
  try {
    const { root } = parseXml(whole);
    if (root === null) return undefined;
    return { root: nodeOf(root), cut, replaced: allowed !== text, after: cut ? "" : allowed.slice(outline.end).trim() };
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function nodeOf({ name, attributes, children }: XmlElement): XmlNode {
  const nodes: XmlNode[] = [];
  let text = "";
  for (const child of children) {
    if (child instanceof XmlElement) nodes.push(nodeOf(child));
    else if (child instanceof XmlText) text += child.text;
  }
  return { name, attributes, children: nodes, text };
}

/**
 * An element as JSON: its text where it has nothing else, else an object of its attributes and children; text beside them is
 * `#text`. What occurs more than once under a name is a list. Namespace declarations are left out.
 */
export function xmlJson(node: XmlNode): Json {
  const object = Object.create(null) as JsonObject;
  for (const name in node.attributes) if (!isNamespace(name)) addMember(object, name, node.attributes[name] ?? "");
  for (const child of node.children) addMember(object, child.name, xmlJson(child));
  if (Object.keys(object).length === 0) return node.text;
  if (node.text.trim() !== "") addMember(object, "#text", node.text.trim());
  return object;
}

function isNamespace(attribute: string): boolean {
  return attribute === "xmlns" || attribute.startsWith("xmlns:");
}

/** Elements that are open where the text ends, and the index up to which it is whole. */
interface Outline {
  readonly open: string[];
  readonly end: number;
}

/** Follows the tags from the first to the end of the root element, or to the end of the text. */
function outlineOf(xml: string): Outline | undefined {
  const open: string[] = [];
  let at = 0;
  for (;;) {
    const start = xml.indexOf("<", at);
    if (start < 0) return open.length === 0 ? undefined : { open, end: xml.length };
    const end = markupEnd(xml, start);
    if (end < 0) return open.length === 0 ? undefined : { open, end: start };
    const kind = xml[start + 1];
    if (kind === "/") open.pop();
    else if (kind !== "!" && kind !== "?" && xml[end - 2] !== "/") {
      open.push(tagName(xml, start + 1, end));
      if (open.length > MAX_DEPTH) return undefined;
    }
    at = end;
    if (open.length === 0 && kind !== "!" && kind !== "?") return { open, end };
  }
}

/** The index after the markup that begins at `start`, or −1 where it does not end. */
function markupEnd(xml: string, start: number): number {
  for (const [begin, end] of SECTIONS) {
    if (!xml.startsWith(begin, start)) continue;
    const at = xml.indexOf(end, start + begin.length);
    return at < 0 ? -1 : at + end.length;
  }
  let quote = "";
  for (let index = start + 1; index < xml.length; index++) {
    const char = xml[index] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === ">") return index + 1;
    else if (char === '"' || char === "'") quote = char;
  }
  return -1;
}

const SECTIONS = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

function tagName(xml: string, start: number, end: number): string {
  let at = start;
  while (at < end - 1 && !" \t\r\n/".includes(xml[at] ?? "")) at++;
  return xml.slice(start, at);
}

/** Text with U+FFFD for what is no XML character (control characters, halves of surrogate pairs); the same text without such. */
function withAllowedCharacters(text: string): string {
  const formed = text.toWellFormed();
  let clean = "";
  let copied = 0;
  for (let index = 0; index < formed.length; index++) {
    const code = formed.charCodeAt(index);
    if (code >= 0x20 ? code < 0xfffe : code === 9 || code === 10 || code === 13) continue;
    clean += `${formed.slice(copied, index)}\ufffd`;
    copied = index + 1;
  }
  return copied === 0 ? formed : clean + formed.slice(copied);
}
