import type { Fault } from './reading.ts';

/** A JSON value of any form. */
export type Json = Readonly<Record<string, unknown>>;

/** The object on a line; `undefined` for any other line. */
export function objectIn(line: string): Json | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return objectOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** A value as an object; `undefined` where it is not one. */
export function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** The objects of a list. */
export function objectsOf(value: unknown): readonly Json[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map(objectOf).filter((each) => each !== undefined);
}

/** A value as a text; empty where it is not one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A value as a count; 0 where it is not one. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** The most telling part of a tool's input, in a few words. */
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

/** The fault that an HTTP status means. */
export function faultOfStatus(status: unknown): Fault | undefined {
  if (status === 401 || status === 403) return 'unauthenticated';
  return status === 429 || status === 529 ? 'limited' : undefined;
}

/** The fault that the words of an error mean, where an agent gives nothing better. */
export function faultOfText(text: string): Fault | undefined {
  const start = text.slice(0, 2_000);
  if (UNAUTHENTICATED.test(start)) return 'unauthenticated';
  return LIMITED.test(start) ? 'limited' : undefined;
}

/** Matches an agent's error text; a limit of tokens also means one of its window. */
const LIMITED =
  /\b(?:429|529)\b|usage.?limit|rate.?limit|quota.?(?:was |has been )?(?:exceeded|exhausted)|insufficient.?quota|resource.?exhausted|\b(?:exhausted|used up) (?:your|its) (?:[\w-]+ ){0,3}(?:quota|capacity|credits?)\b|\bquota will reset\b|\b(?:hit|reached|exceeded) (?:your|the|its) (?:[\w-]+ ){0,3}(?:quota|usage)\b|\bout of (?:extra )?(?:credits?|quota|usage)\b/iu;

const UNAUTHENTICATED =
  /\b(?:status|code|error)\W{0,4}(?:401|403)\b|\b401 unauthorized\b|\b403 forbidden\b|\bunauthenticated\b|\bauthentication_(?:error|failed)\b|\binvalid (?:x-)?api[- ]key\b|\bnot logged in\b|\bplease (?:run )?\/?log ?in\b|\binvalid auth method\b/iu;
