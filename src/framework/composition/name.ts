import { failure, type Result, success } from '../../diagnostics/index.ts';
import { hasControlCharacters, inTitleCase, printable } from '../../lib/index.ts';

/** Codes of the problems that a framework's name or title can have. */
export type NameProblemCode = 'bad-name' | 'bad-title';

/** Longest name, in characters; with the files' own names it stays far below what file systems take. */
const LONGEST_NAME = 100;
/** Longest name in UTF-8 bytes; common file systems take 255. */
const LONGEST_NAME_BYTES = 200;
const LONGEST_TITLE = 200;

/**
 * Turns a framework's name into the one safe folder name: white space becomes `_`, letters take their composed form. Anything
 * else that could be a path, a hidden file, or trouble for another system is refused with a suggestion.
 */
export function checkName(wanted: string): Result<string, NameProblemCode> {
  const name = composed(wanted).trim().replace(/\s+/gu, '_');
  const fault = faultOf(name, wanted);
  if (fault === undefined) return success(name);
  const suggestion = suggestName(name);
  return failure('usage', {
    severity: 'error',
    code: 'bad-name',
    message: `${shown(wanted)} cannot be the name of a framework: ${fault}.`,
    hint: `Try ${suggestion}.`,
  });
}

/** Turns any text into a usable framework name; `My_Framework` if nothing in it is usable. */
export function suggestName(text: string): string {
  const kept = printable(text)
    .normalize('NFC')
    .replace(unicode('[^\\p{L}\\p{M}\\p{N}]+'), '_')
    .replace(unicode('^[_\\p{M}]+|_+$'), '');
  let short = [...kept].slice(0, 60).join('');
  while (Buffer.byteLength(short) > LONGEST_NAME_BYTES) short = [...short].slice(0, -1).join('');
  short = short.replace(/_+$/u, '');
  if (short === '') return 'My_Framework';
  return RESERVED.test(short) ? `My_${short}` : short;
}

function faultOf(name: string, wanted: string): string | undefined {
  if (name === '') return 'it is empty';
  // Most names are plain; the Unicode classes below take longer to compile than everything else here to run.
  if (hasControlCharacters(wanted)) return 'it contains control characters or marks that reorder text';
  if (name === '.' || name === '..' || /[\\/]/u.test(name)) return 'it is a path';
  if (name.startsWith('.')) return 'it starts with a dot, which hides it';
  if (name.startsWith('-')) return 'it starts with a hyphen, so commands would read it as an option';
  if (name.endsWith('.')) return 'it ends with a dot, which some systems drop';
  if (RESERVED.test(name)) return 'some systems reserve it for a device';
  if (/^[A-Za-z0-9._-]+$/u.test(name) && name.length <= LONGEST_NAME && /[A-Za-z0-9]/u.test(name))
    return undefined;
  const strange = unicode('[^\\p{L}\\p{M}\\p{N}._-]').exec(name);
  if (strange) return `it contains ${shown(strange[0])}; letters, digits, _, - and . are allowed`;
  if ([...name].length > LONGEST_NAME)
    return `it has ${[...name].length} characters; at most ${LONGEST_NAME} are allowed`;
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) return `it is longer than ${LONGEST_NAME_BYTES} bytes`;
  return unicode('[\\p{L}\\p{N}]').test(name) ? undefined : 'it has no letter and no digit';
}

/** A regular expression with Unicode classes, compiled on demand: as a literal it would load its tables at every start. */
function unicode(source: string): RegExp {
  return new RegExp(source, 'gu');
}

/** The text in Unicode's composed form; plain ASCII already is, and normalizing it would load the tables. */
function composed(text: string): string {
  return /^[\u0020-\u007e]*$/u.test(text) ? text : text.normalize('NFC');
}

/** Names that Windows reserves for devices, whatever follows the first dot. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

/** Suggests a title for a persona: `meticulous_auditor.txt` → `The Meticulous Auditor`. */
export function suggestTitle(personaFile: string): string {
  const words = inTitleCase(personaFile.replace(/\.(txt|md)$/u, ''));
  return /^the\b/i.test(words) ? words : `The ${words}`;
}

/** Checks a persona's title: one line of text. */
export function checkTitle(wanted: string): Result<string, NameProblemCode> {
  const title = wanted.trim();
  const fault =
    title === ''
      ? 'it is empty'
      : /[\r\n\t\u2028\u2029\ud800-\udfff]/u.test(title) || hasControlCharacters(title)
        ? 'it must be one line without control characters'
        : [...title].length > LONGEST_TITLE
          ? `it has ${[...title].length} characters; at most ${LONGEST_TITLE} are allowed`
          : undefined;
  if (fault === undefined) return success(title);
  const message = `${shown(wanted)} cannot be a title: ${fault}.`;
  return failure('usage', {
    severity: 'error',
    code: 'bad-title',
    message,
    hint: 'For example: "The Code Guardian".',
  });
}

function shown(text: string): string {
  const short = [...text].length > 60 ? `${[...text].slice(0, 59).join('')}…` : text;
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
