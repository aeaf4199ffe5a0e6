import { cannotFail } from '../../../plan/index.ts';
import { codeIn } from '../comments.ts';
import type { Diff, DiffFile } from '../diff/types.ts';
import { isTestFile, languageOf } from '../file_kind.ts';
import type { FoundThing } from '../make_review.ts';
import type { Severity } from '../types.ts';
import { whyNeverFails } from './cannot_fail.ts';
import type { GateProgram } from './find_programs.ts';
import { recipeCommands } from './make_target.ts';

/**
 * What is to be said of a phase that has changed what its own gates run: the program, the script or the target. A test that a gate collects, or
 * that bears the name of one, is meant to be written by phases, and other rules look at what is gone of it. The product itself, run as its own
 * gate, is worth a look, no more.
 */
export function programFindings(phase: string, programs: readonly GateProgram[], diff: Diff): FoundThing[] {
  return programs.flatMap((program): FoundThing[] => {
    const judged = judge(program);
    if (judged === undefined) return [];
    const file = diff.files.find(({ path }) => path === program.path);
    const at = placeOf(program, judged.line, file);
    const what =
      program.kind === 'file'
        ? 'this file'
        : `the ${program.kind === 'script' ? 'script' : 'target'} "${program.name ?? ''}"`;
    const gate = `The gate \`${program.command.slice(0, 120)}\` of phase ${phase} runs ${what}`;
    return [
      {
        ...{ kind: 'weak-gate', severity: judged.severity, by: 'structural', proof: 'verified', phase },
        ...{ file: program.path, ...at, message: `${gate}, ${judged.why}` },
      },
    ];
  });
}

type Judged = { readonly severity: Severity; readonly why: string; readonly line?: number };

function judge(program: GateProgram): Judged | undefined {
  const { kind, path, isPiped, before, after } = program;
  const never = isPiped ? undefined : neverFails(program, after);
  if (never !== undefined)
    return {
      severity: 'high',
      why: 'which the phase has changed: what is left of it cannot fail.',
      line: never,
    };
  // What never passed, or never failed, was no gate before.
  const wasNone =
    before === undefined ||
    neverFails(program, before) !== undefined ||
    (kind === 'script' && /\bexit 1\s*$/u.test(before));
  if (kind !== 'file') {
    if (wasNone || isStricter(before, after)) return undefined;
    return { severity: 'medium', why: 'which the phase has changed.' };
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isLess =
    before !== undefined && codeOf(before, path).some((line) => !codeOf(after, path).includes(line));
  const isMore =
    before === undefined || codeOf(after, path).some((line) => !codeOf(before, path).includes(line));
  if (!isLess && !isMore) return undefined;
  if (isTestFile(name) || (isTestFile(path) && !isLess)) return undefined;
  if (wasNone) return { severity: 'low', why: 'which the phase itself has written.' };
  if ((isPiped || PRODUCT.test(path)) && !CHECKS.test(name))
    return {
      severity: 'low',
      why: 'which the phase has changed: its exit code is the word of what it is to show.',
    };
  return {
    severity: 'medium',
    why: 'which the phase has changed: whoever merges it has to read what it still checks.',
  };
}

/** Where what a project makes lies, and what its entry is called. */
const PRODUCT =
  /(?:^|\/)(?:src|lib|app|cmd|pkg|internal|bin|dist|build|out|server|client|web)\/|(?:^|\/)(?:main|cli|index|app|server|manage|__main__)\.\w+$/u;
const CHECKS = /check|verif|valid|test|spec|lint|assert|smoke|gate|audit|accept/iu;

function neverFails({ kind, path }: GateProgram, text: string): number | undefined {
  if (kind === 'file') return whyNeverFails(text, path);
  if (kind === 'script') return cannotFail(text) ? 1 : undefined;
  const [needs = '', ...recipe] = text.split('\n');
  const commands = recipeCommands({ needs: [], recipe });
  return needs === '' && commands.every(({ command, isIgnored }) => isIgnored || cannotFail(command))
    ? 1
    : undefined;
}

/** Whether everything that a script did is done still, and nothing but more of the kind that has to be green. */
function isStricter(before: string, after: string): boolean {
  const parts = after.split(/\s*&&\s*/u);
  return !/\|\||;/u.test(after) && before.split(/\s*&&\s*/u).every((part) => parts.includes(part));
}

/** The lines of a program, without comments and white space. */
function codeOf(text: string, path: string): string[] {
  const language = languageOf(path);
  return text
    .split('\n')
    .map((line) => (language === undefined ? line : codeIn(line, language)).trim())
    .filter((line) => line !== '');
}

/** The line that shows it; of a script, the one with its name; else the first that the phase wrote. */
function placeOf(
  { kind, name }: GateProgram,
  wanted: number | undefined,
  file: DiffFile | undefined,
): Pick<FoundThing, 'line' | 'quote'> {
  const lines = (file?.hunks ?? []).flatMap((hunk) => hunk.lines).filter((line) => line.kind !== 'removed');
  const added = lines.filter((line) => line.kind === 'added');
  const named = lines.find(({ text }) =>
    kind === 'script' ? text.includes(`"${name}":`) : kind === 'target' && text.startsWith(`${name}:`),
  );
  const shown =
    (kind === 'file' ? lines.find(({ after }) => after === wanted) : undefined) ??
    named ??
    added[0] ??
    lines[0];
  return { line: shown?.after ?? null, quote: (shown?.text ?? '').trim().slice(0, 200) };
}
