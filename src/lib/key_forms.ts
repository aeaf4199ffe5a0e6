/** The forms of keys, unknown and known: the one table for keeping keys out of anything. */

/** The replacement of a key. */
export const KEY_REMOVED = '[key removed]';

/** The form that an issuer gives its keys. */
export type KeyLook = {
  /** The issuer and kind, as the end of a sentence: `it holds …`. */
  readonly what: string;
  /** Exactly a whole key; global. */
  readonly pattern: RegExp;
  /** Shows that a file contains one, if that is more or less than the pattern. */
  readonly sign?: RegExp;
};

export const KEY_LOOKS: readonly KeyLook[] = [
  {
    what: 'a private key',
    // With the text after it as far as it can be a key: in code that only looks for such a line there is none.
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[\sA-Za-z0-9+/=:,]|\\n|(?<=\n)-){40,}(?:-*END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)?/gu,
    // At the beginning of a line it needs nothing after it; in a text within code or JSON, the rest of a key.
    sign: /(?:^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:["']|\\+[nr])(?:[\s"'+,]|\\+[nr]){0,60}[A-Za-z0-9+/=]{24})/mu,
  },
  { what: 'a key of AWS', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/gu },
  { what: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})/gu },
  { what: 'a token of GitLab', pattern: /\bglpat-[\w-]{20,}/gu },
  { what: 'a token of Slack', pattern: /\bxox[abprs]-[\w-]{10,}/gu },
  { what: 'a key of Google', pattern: /\bAIza[\w-]{35}\b/gu },
  { what: 'a token of Google', pattern: /\bya29\.[\w-]{20,}/gu },
  { what: 'a secret of a Google client', pattern: /\bGOCSPX-[\w-]{20,}/gu },
  {
    what: 'a key of an Azure account',
    // The key of the emulator is in its manual.
    pattern: /(?<=\bAccountKey=)(?!Eby8vdM02xNOcqFlqUwJPLlm)[A-Za-z0-9+/]{40,}={0,2}/gu,
  },
  {
    what: 'a key for a model',
    pattern: /\bsk-(?:proj-|ant-|or-)?[\w-]{20,}/gu,
    // Shorter ones are class names in style sheets.
    sign: /\bsk-(?:proj-|ant-|or-)?[\w-]{32,}/u,
  },
  { what: 'a key for a model', pattern: /\b(?:hf_|gsk_|xai-)[A-Za-z0-9]{30,}\b/gu },
  { what: 'a key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}\b/gu },
  { what: 'a token of a package registry', pattern: /\b(?:npm_[A-Za-z0-9]{36}\b|pypi-AgE[\w-]{50,})/gu },
  { what: 'a token of a container registry', pattern: /\bdckr_[op]at_[\w-]{20,}/gu },
  { what: 'a token of Vault', pattern: /\bhv[sb]\.[\w-]{24,}/gu },
  { what: 'a token of DigitalOcean', pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/gu },
  { what: 'a key of SendGrid', pattern: /\bSG\.[\w-]{16,32}\.[\w-]{16,64}/gu },
  { what: 'a private key of age', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/gu },
  // RFC 7519.
  { what: 'a signed token', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/gu },
];

/** The forms of a known key in texts, the longest first: as it is, in addresses, in JSON, in base64, read byte for byte. */
export function formsOfKey(key: string): readonly string[] {
  if (key === '') return [];
  const inJson = JSON.stringify(key).slice(1, -1);
  const base64 = Buffer.from(key).toString('base64');
  const forms = [
    key,
    encodeURIComponent(key),
    inJson,
    inJson.replaceAll('/', '\\/'),
    base64,
    base64.replace(/=+$/u, ''),
    Buffer.from(key).toString('base64url'),
    Buffer.from(key).toString('latin1'),
  ];
  return longestFirst(forms);
}

/** Each once, and none after a part of it. */
export function longestFirst(forms: Iterable<string>): readonly string[] {
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** A text without any of these. @param forms - the longest first */
export function withoutForms(text: string, forms: readonly string[]): string {
  return forms.reduce((rest, form) => rest.replaceAll(form, KEY_REMOVED), text);
}

/** An encoding in which a known key may occur in a text. */
export type EncodedForm = {
  /** Global. */
  readonly pattern: RegExp;
  /** Every text with the pattern has one of these; a regular expression over a long text costs more than looking for them. */
  readonly signs: readonly string[];
  /** Marks a text that may match without any of the signs. */
  readonly orIn?: RegExp;
};

/**
 * A known key in texts that were encoded once or several times over: JSON in JSON, HTML, percent signs, any mixture of
 * them; base64 with anything before and after it, and in lines; hexadecimal digits. Other encodings are not detected.
 */
export function encodedForms(key: string): readonly EncodedForm[] {
  if (key === '') return [];
  const written = [...new Set([key, JSON.stringify(key).slice(1, -1)])].map((form) => Buffer.from(form));
  return [
    { pattern: new RegExp([...key].map(escapedCharacter).join(''), 'gu'), signs: signsOfEscapes(key) },
    ...written.flatMap(inBase64),
    ...written.map((bytes) => {
      const digits = [...bytes].map(hexByte);
      const whole = digits.join('');
      const pattern = new RegExp(digits.join(BETWEEN_BYTES), 'giu');
      return { pattern, signs: [whole, whole.toUpperCase()], orIn: APART };
    }),
  ];
}

/** Those of the forms that may occur in a text. */
export function formsIn(text: string, forms: Iterable<EncodedForm>): RegExp[] {
  const known = new Map<RegExp, boolean>();
  const has = (pattern: RegExp): boolean => {
    const found = known.get(pattern) ?? pattern.test(text);
    known.set(pattern, found);
    return found;
  };
  return [...forms]
    .filter(
      ({ signs, orIn }) => signs.some((sign) => text.includes(sign)) || (orIn !== undefined && has(orIn)),
    )
    .map(({ pattern }) => pattern);
}

/** The longest run of letters and digits, unencoded in most of them; or its first character encoded, in one of these ways. */
function signsOfEscapes(key: string): string[] {
  const runs = [...key.matchAll(/[A-Za-z0-9]+/gu)].map(([run]) => run);
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  // A key without any is mostly encoded in every text.
  if (longest === '') return ['%', '\\', '&'];
  const code = longest.charCodeAt(0);
  const digits = hexByte(code);
  const encoded = [digits, digits.toUpperCase()].flatMap((hex) => [
    `%${hex}`,
    `25${hex}`,
    `u00${hex}`,
    `x${hex}`,
    `X${hex}`,
  ]);
  // Only the run may be mixed: then its first character is one of either.
  return [...new Set([longest, ...encoded, `${code};`, `${digits};`, `${digits.toUpperCase()};`])];
}

/** A character as it is, or in any of the ways in which JSON, HTML and addresses write it. */
function escapedCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const named = Object.entries(NAMED).find(([, each]) => each === character)?.[0];
  const before = /[A-Za-z0-9]/u.test(character) ? '' : BACKSLASHES;
  const ways = [
    `${before}${literal(character)}`,
    [...Buffer.from(character)].map((byte) => `%(?:25){0,4}${eitherCase(hexByte(byte))}`).join(''),
    units.map((unit) => `\\\\${BACKSLASHES}u${eitherCase(unit.toString(16).padStart(4, '0'))}`).join(''),
    `${before}${AMPERSAND}#0{0,6}${code};`,
    `${before}${AMPERSAND}#[xX]0{0,6}${eitherCase(code.toString(16))};`,
    ...(code < 128 ? [`\\\\${BACKSLASHES}x${eitherCase(hexByte(code))}`] : []),
    ...(named === undefined ? [] : [`${before}${AMPERSAND}${named};`]),
    ...(character === '&' ? [`${AMPERSAND}amp;`] : []),
    ...(character === ' ' ? ['[+]'] : []),
    ...(character === '\n' ? [LINE_END, WRITTEN_LINE_END] : []),
    ...(character === '\t' ? [`\\\\${BACKSLASHES}t`] : []),
    // Read byte for byte.
    ...(code < 128 ? [] : [literal(Buffer.from(character).toString('latin1'))]),
  ];
  return `(?:${ways.join('|')})`;
}

const NAMED: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>' };

/** JSON in JSON, five levels at most: searching for more takes quadratic time. */
const BACKSLASHES = '\\\\{0,31}';
const AMPERSAND = '&(?:amp;|#38;){0,4}';
/** In a patch each line begins with a mark. */
const LINE_END = '\\r?\\n[ +-]?';
const WRITTEN_LINE_END = `\\\\${BACKSLASHES}(?:r\\\\${BACKSLASHES})?n`;

/** Consecutive bytes, with the separators of dumps. */
const BETWEEN_BYTES = `(?:[\\s:,-]|\\\\${BACKSLASHES}x|0x){0,3}`;

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function eitherCase(digits: string): string {
  return digits.replace(/[a-f]/gu, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** Escaped for a pattern with the flag `u`. */
function literal(text: string): string {
  return text.replace(/[^A-Za-z0-9]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** Digits of eight bytes or more with separators, as in dumps. */
const APART = /(?:[0-9a-f]{2}(?:[\s:,-]{1,3}(?:0x)?|[\s:,-]{0,2}\\+x)){8}/iu;

/**
 * The three ways in which bytes appear in base64, by the number of bytes before them: the certain part of each, with the
 * characters at the ends that hold something else as well.
 */
function inBase64(bytes: Buffer): EncodedForm[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/u, '');
    const first = Math.ceil((before * 8) / 6);
    const sure = text.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
    const inner = [...sure].map((character) => BASE64[character] ?? character);
    const isCut = first + sure.length < text.length;
    const all = [...(before > 0 ? [ANY_OF_BASE64] : []), ...inner, ...(isCut ? [ANY_OF_BASE64] : [])];
    return {
      pattern: new RegExp(all.join(BETWEEN_CHARACTERS), 'gu'),
      signs: [sure, sure.replaceAll('+', '-').replaceAll('/', '_')],
      orIn: IN_LINES,
    };
  });
}

/** The alphabet for addresses replaces two characters. */
const BASE64: Readonly<Record<string, string>> = { '+': '[+-]', '/': '[/_]' };
const ANY_OF_BASE64 = '[\\w+/-]';

/** Programs break it into lines. */
const BETWEEN_CHARACTERS = `(?:${LINE_END}|${WRITTEN_LINE_END})?`;
const IN_LINES = /[\w+/-]{32}(?:\r?\n[ +-]?|\\{1,32}(?:r\\{1,32})?n)[\w+/=-]/u;
