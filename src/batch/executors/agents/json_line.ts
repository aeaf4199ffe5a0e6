import type { Fault } from './reading.ts';

/** A value of JSON that may have any form. */
export type Json = Readonly<Record<string, unknown>>;

/** The object that a line is; `undefined` for any other line. */
export function objectIn(line: string): Json | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return objectOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** A value as an object; `undefined` where it is none. */
export function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The objects of a list. */
export function objectsOf(value: unknown): readonly Json[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map(objectOf).filter((each) => each !== undefined);
}

/** A value as a text; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A value as a count; 0 where it is none. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** Of what a tool is called with, what says most in a few words. */
export function toolLine(name: string, input: Json | undefined): string {
  const said = TELLING.map((key) => input?.[key]).find((value) => typeof value === 'string');
  const [first = '', ...more] = textOf(said).trim().split('\n');
  const text =
    first.length > LONGEST ? `${first.slice(0, LONGEST)} …` : more.length > 0 ? `${first} …` : first;
  return `> ${name}${text === '' ? '' : ` ${text}`}`;
}

const TELLING = [
  'command',
  'cmd',
  'file_path',
  'filePath',
  'path',
  'pattern',
  'url',
  'query',
  'text',
  'description',
];
/** In UTF-16 code units. */
const LONGEST = 200;

/** What the status of an answer over HTTP says of a fault. */
export function faultOfStatus(status: unknown): Fault | undefined {
  if (status === 401 || status === 403) return 'unauthenticated';
  return status === 429 || status === 529 ? 'limited' : undefined;
}

/** What the words of an error say of a fault, where an agent gives nothing better. */
export function faultOfText(text: string): Fault | undefined {
  const start = text.slice(0, 2_000);
  if (UNAUTHENTICATED.test(start)) return 'unauthenticated';
  return LIMITED.test(start) ? 'limited' : undefined;
}

/** In what an agent gives as its error; a limit of tokens is one of its window as well. */
const LIMITED =
  /\b(?:429|529)\b|usage.?limit|rate.?limit|quota.?(?:was |has been )?(?:exceeded|exhausted)|insufficient.?quota|resource.?exhausted|\b(?:exhausted|used up) (?:your|its) (?:[\w-]+ ){0,3}(?:quota|capacity|credits?)\b|\bquota will reset\b|\b(?:hit|reached|exceeded) (?:your|the|its) (?:[\w-]+ ){0,3}(?:quota|usage)\b|\bout of (?:extra )?(?:credits?|quota|usage)\b/iu;

const UNAUTHENTICATED =
  /\b(?:status|code|error)\W{0,4}(?:401|403)\b|\b401 unauthorized\b|\b403 forbidden\b|\bunauthenticated\b|\bauthentication_(?:error|failed)\b|\binvalid (?:x-)?api[- ]key\b|\bnot logged in\b|\bplease (?:run )?\/?log ?in\b|\binvalid auth method\b/iu;
