import { cannotFail } from '../../../plan/index.ts';
import { codeIn } from '../comments.ts';
import type { Diff, DiffFile } from '../diff/diff.ts';
import { languageOf } from '../file_kind.ts';
import type { FoundThing } from '../make_review.ts';
import { isCheckName } from './check_path.ts';
import type { GateProgram, Judged, ScriptProgram, TargetProgram } from './gate_program.ts';
import { judgeFile } from './judge_file.ts';
import { recipeCommands, type Target } from './make_target.ts';
import { isStricterScript, isStricterTarget } from './stricter.ts';

/** The phase whose change is examined, and the files it may change. */
export type ChangingPhase = {
  readonly id: string;
  /** Whether the plan lets it change a file, by its path from the top of the repository. */
  readonly mayChange: (path: string) => boolean;
};

/**
 * The findings about a phase that has changed the programs of gates, its own or those of other phases: a file, a script or a
 * target. Its change is a fact; the claim that it cannot fail is made only where nothing else is possible.
 */
export function programFindings(
  phase: ChangingPhase,
  programs: readonly GateProgram[],
  diff: Diff,
): FoundThing[] {
  return programs.flatMap((program): FoundThing[] => {
    const gateOf = [...new Set(program.gates.flatMap(({ phases }) => phases))];
    const isOwn = gateOf.includes(phase.id);
    const judged = judge(program, { isOwn, mayChange: phase.mayChange(program.path) });
    if (judged === undefined) return [];
    const file = diff.files.find(({ path }) => path === program.path);
    const message = `${subjectOf(program, phase.id, gateOf.length - 1)} ${judged.why}`;
    return [
      {
        ...{
          kind: 'weak-gate',
          severity: judged.severity,
          by: 'structural',
          proof: 'verified',
          phase: phase.id,
        },
        ...{
          file: program.path,
          ...placeOf(program, judged, file),
          message,
          gateOf,
        },
      },
    ];
  });
}

/** `The gate … of phase 1 runs this file, which phase 3 has changed:` */
function subjectOf(program: GateProgram, changing: string, others: number): string {
  const own = program.gates.find(({ phases }) => phases.includes(changing));
  const isOwn = own !== undefined;
  const { command = '', phases = [] } = own ?? program.gates[0] ?? {};
  const of = `phase ${isOwn ? changing : phases[0]}${others === 0 ? '' : `, like gates of ${others} other phase${others === 1 ? '' : 's'},`}`;
  const what =
    'name' in program
      ? `runs the ${program.kind} "${program.name}"`
      : program.kind === 'file'
        ? 'runs this file'
        : 'runs a program that imports this file';
  const who = isOwn ? 'the phase' : `phase ${changing}`;
  const did = program.before === undefined ? 'has written' : 'has changed';
  return `The gate \`${command.slice(0, 120)}\` of ${of} ${what}, which ${who} ${did}:`;
}

function judge(
  program: GateProgram,
  by: { readonly isOwn: boolean; readonly mayChange: boolean },
): Judged | undefined {
  if (!('name' in program)) return judgeFile(program, by);
  const judged = program.kind === 'script' ? judgeScript(program) : judgeTarget(program);
  if (judged.isIdle && !program.isPiped) return judgeIdle(program, judged);
  // Nothing can have been removed from a new script.
  return program.before === undefined || judged.wasNone || judged.isStricter
    ? undefined
    : { severity: 'medium', why: 'read what it still checks before you merge.' };
}

/**
 * Judges a program that cannot fail: beside one that can, a cleanup, or a program not named like a check, may legitimately be so.
 */
function judgeIdle({ name, before, isAlone }: NamedProgram, { wasIdle }: Compared): Judged | undefined {
  const isGate = isAlone || isCheckName(name);
  if (wasIdle) return isGate ? { severity: 'medium', why: 'it cannot fail, as before.' } : undefined;
  if (isGate || (before !== undefined && !ASIDE.test(name)))
    return {
      severity: 'high',
      why: before === undefined ? 'it cannot fail.' : 'what is left of it cannot fail.',
    };
  return before === undefined
    ? undefined
    : { severity: 'low', why: 'what is left of it cannot fail; by its name, it is not a check.' };
}

/** Matches preparation or cleanup. */
const ASIDE =
  /^(?:banner|bootstrap|clean|deps|down|help|init|install|log|mkdir|prepare|reset|seed|setup|start|stop|teardown|up)(?![a-z])/u;

type NamedProgram = ScriptProgram | TargetProgram;

type Compared = {
  readonly isIdle: boolean;
  readonly wasIdle: boolean;
  readonly wasNone: boolean;
  readonly isStricter: boolean;
};

function judgeScript({ before, after }: ScriptProgram): Compared {
  const wasIdle = before !== undefined && cannotFail(before);
  return {
    isIdle: cannotFail(after),
    wasIdle,
    // A program that never passed, or never failed, was no gate before.
    wasNone: wasIdle || /\bexit 1\s*$/u.test(before ?? ''),
    isStricter: isStricterScript(before ?? '', after),
  };
}

function judgeTarget({ before, after }: TargetProgram): Compared {
  const wasIdle = before !== undefined && targetCannotFail(before);
  return {
    isIdle: targetCannotFail(after),
    wasIdle,
    wasNone: wasIdle,
    isStricter: before !== undefined && isStricterTarget(before, after),
  };
}

/** A target without a recipe may run built-in rules; the values of variables are unknown. */
function targetCannotFail({ needs, recipe, isPlain }: Target): boolean {
  return (
    isPlain &&
    needs.length === 0 &&
    recipe.length > 0 &&
    !recipe[0]?.startsWith('#!') &&
    recipeCommands({ recipe }).every(
      ({ command, isIgnored }) => isIgnored || (!command.includes('$') && cannotFail(command)),
    )
  );
}

/** The line that shows it; for a script, the one with its name; else the first that the phase wrote. */
function placeOf(
  program: GateProgram,
  { line: wanted, gone }: Judged,
  file: DiffFile | undefined,
): Pick<FoundThing, 'line' | 'quote' | 'side'> {
  const all = (file?.hunks ?? []).flatMap((hunk) => hunk.lines);
  const language = languageOf(program.path);
  const isEmptied = all.every(({ kind }) => kind === 'removed');
  const removed = all.find(({ kind, text }) => {
    const code = language === undefined ? text : codeIn(text, language);
    return isEmptied || (gone !== undefined && kind === 'removed' && code.trim() === gone);
  });
  if (removed !== undefined)
    return { line: removed.before, quote: removed.text.trim().slice(0, LONGEST_QUOTE), side: 'before' };
  const lines = all.filter(({ kind }) => kind !== 'removed');
  const named = lines.find(({ text }) =>
    program.kind === 'script'
      ? text.includes(`"${program.name}":`)
      : program.kind === 'target' && text.startsWith(`${program.name}:`),
  );
  const shown =
    lines.find(({ after }) => after === wanted) ??
    named ??
    lines.find(({ kind }) => kind === 'added') ??
    lines[0];
  return { line: shown?.after ?? null, quote: (shown?.text ?? '').trim().slice(0, LONGEST_QUOTE) };
}

/** In characters. */
const LONGEST_QUOTE = 200;
