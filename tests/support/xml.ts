/** An element of an XML document. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
};

const ENTITY = /&(?:#(\d+)|(lt|gt|amp|quot|apos));/gu;

/**
 * Parses XML as far as the program writes it, and throws where it is not well formed: mismatched tags, attributes without quotes
 * or duplicated, a bare `<` or `&`, characters that XML 1.0 forbids.
 */
export function parseXml(source: string): XmlElement {
  const bad = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.exec(source);
  if (bad) throw new Error(`a character that is none of XML at ${bad.index}`);
  const [declaration = ''] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/u.exec(source) ?? [];
  if (declaration === '') throw new Error('no declaration');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  let at = declaration.length;
  const token = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/uy;
  while (at < source.length) {
    token.lastIndex = at;
    const match = token.exec(source);
    if (match === null) throw new Error(`not well formed at ${at}: ${source.slice(at, at + 60)}`);
    at = token.lastIndex;
    const [, slash, name = '', attributes = '', empty, text] = match;
    const current = open.at(-1) as XmlElement;
    if (text !== undefined) current.text += decoded(text);
    else if (slash) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const element: XmlElement = { name, attributes: read(attributes), children: [], text: '' };
      current.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [root, ...others] = top.children;
  if (open.length !== 1 || root === undefined || others.length > 0) throw new Error('no single element');
  return root;
}

function read(text: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w-]+)="([^"]*)"/gu)) {
    if (name in all) throw new Error(`${name} twice`);
    all[name] = decoded(value);
  }
  return all;
}

function decoded(text: string): string {
  if (text.replace(ENTITY, '').includes('&')) throw new Error(`a bare & in ${text.slice(0, 60)}`);
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text.replace(ENTITY, (_, code, name) =>
    code === undefined ? (names[name] ?? '') : String.fromCodePoint(Number(code)),
  );
}
