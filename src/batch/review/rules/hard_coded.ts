import { commentIn } from '../comments.ts';
import { withoutPlaceholders } from './placeholder.ts';
import { type Change, type ChangedFile, type FileRule, newLines, type Seen, seenAt } from './rule.ts';

/** Hard-coded values that belong in settings, or that answer a test instead of the question. */
export const hardCoded: FileRule = (file, change) => {
  if (file.language === undefined || file.isTest || file.isFixture || file.isGenerated) return [];
  return [...passwords(file), ...homes(file), ...answers(file, change)];
};

function passwords(file: ChangedFile): Seen[] {
  return newLines(file).flatMap((shown) => {
    const [, name = '', value = ''] =
      /\b(\w*(?:password|passwd|secret|api_?key|access_?token|auth_?token|private_?key))["']?\s*(?::|=|:=|=>)\s*["']([^"'\s]{6,})["']/iu.exec(
        shown.text,
      ) ?? [];
    if (value === '' || isNoSecret(name, value)) return [];
    const message = `The value of ${name} is in the code. Everyone who can read the code has it.`;
    // The finding names the line, not its content.
    return [seenAt(file, shown, { kind: 'hard-coded', severity: 'high', message, isSecret: true })];
  });
}

/** Whether a value is a name, a template to be filled in, or taken from elsewhere. */
function isNoSecret(name: string, value: string): boolean {
  if (/(?:name|path|file|field|header|label|placeholder|env|url|type|regex|pattern)$/iu.test(name))
    return true;
  if (withoutPlaceholders(value) !== value) return true;
  if (
    /[${}<>%*]|^(?:your|example|changeme|xxx|todo|test|dummy|process\.env)|^[A-Z][A-Z0-9_]*$|^[a-z]+(?:[._-][a-z]+)+$|^[./]/iu.test(
      value,
    )
  )
    return true;
  return /^[A-Za-z]+$/u.test(value) && value.toLowerCase().includes(name.toLowerCase().slice(-6));
}

function homes(file: ChangedFile): Seen[] {
  return newLines(file).flatMap((shown) => {
    if (commentIn(shown.text, file.language) !== undefined) return [];
    const found =
      /["'`](\/home\/[a-z][\w.-]*\/|\/Users\/[A-Za-z][\w.-]*\/|[A-Z]:\\{1,2}Users\\{1,2}\w+\\)/u.exec(
        shown.text,
      );
    if (
      found === null ||
      /\/(?:home|Users)\/(?:user|me|you|node|runner|vscode|app|example|alice|bob)\//u.test(found[0])
    )
      return [];
    const message = "The code contains a path in one user's home folder.";
    return [seenAt(file, shown, { kind: 'hard-coded', severity: 'medium', message })];
  });
}

/** Finds a special case for a value whose result a test of this change expects for the same value. */
function answers(file: ChangedFile, change: Change): Seen[] {
  const asked = askedIn(change);
  if (asked.size === 0) return [];
  const lines = newLines(file);
  return lines.flatMap((shown, place) => {
    const [, condition = '', rest = ''] =
      /\bif\b\s*\(?(.*?)(?:\)\s*|[:{]|\breturn\b)(.*)$/u.exec(shown.text) ?? [];
    const given = givenIn(condition);
    if (given.length === 0) return [];
    const own = /\breturn\s/u.exec(shown.text);
    const then = own
      ? shown.text.slice(own.index)
      : /^[\s:{)]*$/u.test(rest)
        ? (lines[place + 1]?.text ?? '')
        : '';
    const answer = ANSWER.exec(then)?.[1];
    if (answer === undefined || !isTelling(given, answer)) return [];
    const [first = '', ...more] = given.map(bareOf);
    const isAsked = (own: Literals) => own.has(bareOf(answer)) && more.every((value) => own.has(value));
    if (!(asked.get(first) ?? []).some(isAsked)) return [];
    const values = given.join(', ').slice(0, 40);
    const message = `The answer ${answer.slice(0, 40)} is written down for the value${more.length > 0 ? 's' : ''} ${values}, which is what a test of this change asks for.`;
    return [seenAt(file, shown, { kind: 'hard-coded', severity: 'high', message })];
  });
}

const VALUE = /^[\w.$[\]]+\s*(?:===?|\.equals\(|\s-eq\s)\s*("[^"]+"|'[^']+'|-?\d+(?:\.\d+)?)\s*\)*$/u;
const ANSWER = /\breturn\s*\(?("[^"]{2,}"|'[^']{2,}'|-?\d+(?:\.\d+)?)\)?\s*;?\s*\}?\s*$/u;

/** The values that a condition compares with, all of them; none where it compares anything else. */
function givenIn(condition: string): readonly string[] {
  const parts = condition
    .split(/&&|\band\b/u)
    .map((part) => VALUE.exec(part.replace(/^[\s(]+|\s+$/gu, ''))?.[1]);
  return parts.every((part) => part !== undefined) ? parts : [];
}

/**
 * Whether a case for these values makes sense only for a test. A case for where counting begins occurs in honest code, such as
 * `n === 0` and `n === 2` in a sequence; so may a small number for one small number.
 */
function isTelling(given: readonly string[], answer: string): boolean {
  const isTrivial = (literal: string) => /^(?:-?[01](?:\.0+)?|"."|'.')$/u.test(literal);
  if (given.length > 1) return given.filter((value) => !isTrivial(value)).length > 1 && !isTrivial(answer);
  return given.every((value) => !isTrivial(value)) && !/^-?\d$/u.test(answer);
}

type Literals = ReadonlySet<string>;

/** Computed once for a change: each of its files needs it. */
const known = new WeakMap<Change, ReadonlyMap<string, readonly Literals[]>>();

/** The literals of each new line of a change's tests, by each of these literals. */
function askedIn(change: Change): ReadonlyMap<string, readonly Literals[]> {
  const before = known.get(change);
  if (before !== undefined) return before;
  const asked = new Map<string, Literals[]>();
  known.set(change, asked);
  for (const file of change.files.filter(({ isTest }) => isTest))
    for (const { text } of newLines(file)) {
      const own = new Set(
        (text.match(/(?<![\w.])-?\d+(?:\.\d+)?(?!\w)|"[^"]*"|'[^']*'/gu) ?? []).map(bareOf),
      );
      for (const literal of own) {
        const lines = asked.get(literal);
        if (lines === undefined) asked.set(literal, [own]);
        else lines.push(own);
      }
    }
  return asked;
}

function bareOf(literal: string): string {
  return literal.replace(/^["']|["']$/gu, '');
}
