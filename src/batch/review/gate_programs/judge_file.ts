import { codeIn } from '../comments.ts';
import { isTestFile, type Language, languageOf } from '../file_kind.ts';
import { isAssertion } from '../rules/test_marks.ts';
import { isCheckPath } from './check_path.ts';
import { idlenessOf, shebangLanguage } from './exits_at_once.ts';
import type { FileProgram, Judged } from './gate_program.ts';
import { isStricterCommand } from './stricter.ts';

/**
 * Judges a change to a file that a gate starts or imports. A file named like a check, or that the plan did not let this phase
 * change, belongs to the gate; any other is the subject of the gate, and changing it is the work.
 */
export function judgeFile(
  { kind, path, isPiped, before, after }: FileProgram,
  { isOwn, mayChange }: { readonly isOwn: boolean; readonly mayChange: boolean },
): Judged | undefined {
  const isProgram = kind === 'file';
  const wasNone = before === undefined || idlenessOf(before, path) !== undefined;
  const idle = isPiped ? undefined : idlenessOf(after, path);
  // The program that imports such a file still does its own work, unless the file makes it exit.
  if (idle !== undefined && (isProgram || idle.isLeft)) {
    if (!wasNone || idle.hidesMore || isCheckPath(path) || !mayChange)
      return { severity: 'high', why: `${idle.why}.`, line: idle.line };
    return { severity: 'low', why: 'it only prints, and checks nothing.', line: idle.line };
  }
  const { gone, added } = compared(before ?? '', after, path);
  if (gone.length === 0 && added.length === 0) return undefined;
  // Phases write the tests that a test runner collects, and other rules look at removed ones.
  if (isTestFile(path.slice(path.lastIndexOf('/') + 1)) || (!isProgram && isTestFile(path)))
    return wasNone ? undefined : lostFailures({ gone, added });
  if (wasNone)
    return isProgram && isOwn ? { severity: 'low', why: 'the phase wrote this check itself.' } : undefined;
  const isMore = gone.length === 0 && !added.some(isWayOut);
  if (isMore && isTestFile(path)) return undefined;
  if (isMore) return isProgram ? { severity: 'low', why: 'lines were added and none removed.' } : undefined;
  if (!isCheckPath(path) && (isPiped || mayChange))
    return isProgram ? { severity: 'low', why: 'the work that it checks decides its exit code.' } : undefined;
  return { severity: 'medium', why: 'read what it still checks before you merge.' };
}

type Lines = { readonly gone: readonly string[]; readonly added: readonly string[] };

/** The lines of code that occur less often than before, and those that occur more often; ignores comments and white space. */
function compared(before: string, after: string, path: string): Lines {
  const language = languageOf(path) ?? shebangLanguage(after);
  const [were, are] = [countedCode(before, language), countedCode(after, language)];
  const less = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>) =>
    [...one].flatMap(([text, count]) => (count > (other.get(text) ?? 0) ? [text] : []));
  return language === 'shell'
    ? withoutStricter(less(were, are), less(are, were))
    : { gone: less(were, are), added: less(are, were) };
}

/** The lines without commands that were replaced by one that checks the same and more. */
function withoutStricter(gone: readonly string[], added: readonly string[]): Lines {
  let place = 0;
  return {
    gone: gone.filter((line) => {
      const at = added.findIndex((other, index) => index >= place && isStricterCommand(line, other));
      if (at >= 0) place = at + 1;
      return at < 0;
    }),
    added,
  };
}

function countedCode(text: string, language: Language | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    const code = (language === undefined ? line : codeIn(line, language)).trim();
    if (code !== '') counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

/** Reports a directly started test of which fewer lines make it fail; checks are reported for all tests anyway. */
function lostFailures({ gone, added }: Lines): Judged | undefined {
  const fails = (line: string) => FAILS.test(line) && !NEVER_RUN.test(line) && !isAssertion(line);
  const lost = gone.filter(fails);
  const won = added.filter((line) => fails(line) || isAssertion(line));
  const [first] = lost;
  if (first === undefined || lost.length <= won.length) return undefined;
  return { severity: 'medium', why: 'fewer of its lines can make it fail than before.', gone: first };
}

/** Matches lines that make a program fail. */
const FAILS =
  /\b(?:process|sys)\.exit\(\s*(?!0?\s*\)|None)|\bprocess\.exitCode\s*=\s*(?!0\b)|\b_exit\(\s*[1-9]|\bthrow\b|\braise\b|\bpanic\(|\bos\.Exit\(\s*[1-9]|\bexit[ (]+[1-9$]|\breturn 1\b|\babort\b/u;

/** Matches a line whose condition never holds. */
const NEVER_RUN =
  /\bif\s*\(?\s*(?:!\s*true|false|False|not True|0|nil|None|null)\s*\)?\s*[:{]?|\bfalse\s*&&/u;

/** Whether a line may make a program exit before it has checked everything, or ignore a failure. */
function isWayOut(line: string): boolean {
  return !FAILS.test(line) && WAY_OUT.test(line);
}

const WAY_OUT =
  /\b(?:exit|quit|return|catch|except|rescue|ensure|finally|exitCode|trap|skip|false|False|die|break|continue|process\.on|exec)\b|\|\||\bset \+|\bif\W*0\b|\/\*|<<|`|"""|'''/u;
