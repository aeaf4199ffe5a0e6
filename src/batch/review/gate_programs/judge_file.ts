import { codeIn } from '../comments.ts';
import { isTestFile, type Language, languageOf } from '../file_kind.ts';
import { isAssertion } from '../rules/test_marks.ts';
import { idlenessOf, shebangLanguage } from './leaves_at_once.ts';
import type { FileProgram, Judged } from './types.ts';

/**
 * What a change to a file that a gate starts, or takes in, comes to. A file whose name is that of a check, or that the plan did not let this phase
 * change, is the gate's; another one is what the gate looks at, and changing that is the work.
 */
export function judgeFile(
  { kind, path, isPiped, before, after }: FileProgram,
  { isOwn, mayChange }: { readonly isOwn: boolean; readonly mayChange: boolean },
): Judged | undefined {
  const idle = isPiped ? undefined : idlenessOf(after, path);
  if (idle !== undefined) return { severity: 'high', why: `${idle.why}.`, line: idle.line };
  const isProgram = kind === 'file';
  const wasNone = before === undefined || idlenessOf(before, path) !== undefined;
  const { gone, added } = compared(before ?? '', after, path);
  if (gone.length === 0 && added.length === 0) return undefined;
  // What a test runner collects is written by phases, and other rules look at what is gone of it.
  if (isTestFile(path.slice(path.lastIndexOf('/') + 1)) || (!isProgram && isTestFile(path)))
    return wasNone ? undefined : lostFailures({ gone, added });
  if (wasNone)
    return isProgram && isOwn ? { severity: 'low', why: 'it is the word of the phase itself.' } : undefined;
  const isMore = gone.length === 0 && !added.some(isWayOut);
  if (isMore && isTestFile(path)) return undefined;
  if (isMore)
    return isProgram ? { severity: 'low', why: 'there are more lines in it, and none is gone.' } : undefined;
  if (!isCheckPath(path) && (isPiped || mayChange))
    return isProgram
      ? { severity: 'low', why: 'its exit code is the word of what it is to show.' }
      : undefined;
  return { severity: 'medium', why: 'whoever merges it has to read what it still checks.' };
}

/** Whether a file has the name of a check, or stands in a folder with such a name that is none of the product's. */
export function isCheckPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (PRODUCT.test(path) ? name : path)
    .replace(/([a-z\d])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/u)
    .some((word) => CHECKS.has(word));
}

/** Where what a project makes lies. */
const PRODUCT = /(?:^|\/)(?:src|lib|app|cmd|pkg|internal|server|client|web)\//u;

const CHECKS: ReadonlySet<string> = new Set(
  (
    'accept acceptance assert asserts assertions audit check checker checkers checks ci e2e gate gates lint linter qa smoke spec specs test tester ' +
    'testing tests validate validation validator validators verification verifier verify'
  ).split(' '),
);

type Lines = { readonly gone: readonly string[]; readonly added: readonly string[] };

/** The lines of code that are there less often than before, and those that are there more often; comments and white space aside. */
function compared(before: string, after: string, path: string): Lines {
  const language = languageOf(path) ?? shebangLanguage(after);
  const [were, are] = [countedCode(before, language), countedCode(after, language)];
  const less = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>) =>
    [...one].flatMap(([text, count]) => (count > (other.get(text) ?? 0) ? [text] : []));
  return { gone: less(were, are), added: less(are, were) };
}

function countedCode(text: string, language: Language | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    const code = (language === undefined ? line : codeIn(line, language)).trim();
    if (code !== '') counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

/** Of a test that is started by itself: that fewer of its lines make it fail, apart from checks, which are told of wherever tests are. */
function lostFailures({ gone, added }: Lines): Judged | undefined {
  const fails = (line: string) => FAILS.test(line) && !isAssertion(line);
  const lost = gone.filter(fails);
  const won = added.filter((line) => fails(line) || isAssertion(line));
  const [first] = lost;
  if (first === undefined || lost.length <= won.length) return undefined;
  return { severity: 'medium', why: 'fewer of its lines make it fail than before.', gone: first };
}

/** Makes a program fail. */
const FAILS =
  /\b(?:process|sys)\.exit\(\s*(?!0?\s*\)|None)|\bprocess\.exitCode\s*=\s*(?!0\b)|\b_exit\(\s*[1-9]|\bthrow\b|\braise\b|\bpanic\(|\bos\.Exit\(\s*[1-9]|\bexit[ (]+[1-9$]|\breturn 1\b|\babort\b/u;

/** May have a program leave before it has checked everything, or have a failure go by. */
function isWayOut(line: string): boolean {
  return !FAILS.test(line) && WAY_OUT.test(line);
}

const WAY_OUT =
  /\b(?:exit|quit|return|catch|except|rescue|ensure|finally|exitCode|trap|skip|false|False|die|break|continue|process\.on|exec)\b|\|\||\bset \+|\bif\W*0\b|\/\*|<<|`|"""|'''/u;
