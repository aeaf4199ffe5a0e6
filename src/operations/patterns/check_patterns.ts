import { join, resolve } from 'node:path';
import { type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import {
  duplicateProblem,
  earlierDuplicate,
  type Pattern,
  patternFolders,
  patternValues,
  qualifiedId,
  readPatternFile,
} from '../../patterns/index.ts';
import { NO_CONSTRAINTS } from '../../plan/index.ts';
import { displayPath, namesIn } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceProblemCode } from '../workspace.ts';
import { patternPlan } from './pattern_plan.ts';
import { patternRoot } from './pattern_root.ts';

/** Events of a check. */
export type CheckPatternsEvent = {
  readonly kind: 'checked';
  readonly patterns: DocumentOf<'orchestrator.patterns-check/1'>['patterns'];
  readonly problems: readonly Problem[];
  readonly ok: boolean;
};

/**
 * Checks patterns: their format, their places, and, filled with defaults and examples, the plan they produce.
 *
 * @param request.files - the files of patterns; by default those of the project and the user, and all with `all`
 */
export async function checkPatterns(
  context: OperationContext,
  request: { readonly files: readonly string[]; readonly all?: boolean; readonly strict?: boolean },
  port: Port<CheckPatternsEvent>,
): Promise<VerbResult<'orchestrator.patterns-check/1', WorkspaceProblemCode>> {
  const { cwd } = context;
  const { files, all = false, strict = false } = request;
  const workspace = await openWorkspace(context, {});
  if (!workspace.ok) return workspace;
  const goals = workspace.value.goalMap.goals.map(({ name }) => name);
  const named = files.map((file) => ({
    path: resolve(cwd, file),
    layer: 'project' as const,
    file,
    twin: undefined,
  }));
  const checked = (files.length > 0 ? named : standing(context, all)).map(({ path, layer, file, twin }) => {
    const read = readPatternFile(path, { layer, file });
    const found: readonly Problem[] = read.ok
      ? [
          ...(twin === undefined ? [] : [duplicateProblem(twin, file)]),
          ...read.value.warnings,
          ...planProblems(read.value.pattern, goals),
        ]
      : read.problems;
    const id = read.ok ? qualifiedId(read.value.pattern) : null;
    return { report: { id, file, ok: isSound(found, strict) }, found };
  });
  const patterns = checked.map(({ report }) => report);
  const problems = sortProblems(checked.flatMap(({ found }) => found));
  const ok = isSound(problems, strict);
  await port.show({ kind: 'checked', patterns, problems, ok });
  return success(makeDocument('orchestrator.patterns-check/1', { ok, patterns, problems }));
}

function standing(context: OperationContext, all: boolean) {
  const { cwd, userFolder, installation } = context;
  const root = patternRoot(cwd);
  return patternFolders({ root, userFolder, installation })
    .filter(({ layer }) => all || layer !== 'built-in')
    .flatMap(({ layer, folder }) => {
      const names = namesIn(folder).filter((name) => /\.ya?ml$/u.test(name) && !name.startsWith('.'));
      return names.map((name) => {
        const path = join(folder, name);
        const file = layer === 'built-in' ? `patterns/${name}` : displayPath(cwd, path);
        return { path, layer, file, twin: earlierDuplicate(name, names) };
      });
    });
}

/** The problems that `plan check` would report for the plan of a pattern. */
function planProblems(pattern: Pattern, goals: readonly string[]): Problem[] {
  const { inputs = [], file } = pattern;
  const examples = new Map(
    inputs.flatMap(({ name, example, default: standing }) =>
      standing === undefined ? [[name, example ?? name] as const] : [],
    ),
  );
  const { values, problems } = patternValues(pattern, examples);
  const plan = patternPlan({
    ...{ pattern, values, goals, constraints: NO_CONSTRAINTS, requirement: undefined, workers: 2 },
  });
  return [
    ...problems.map((problem): Problem => ({ ...problem, file })),
    ...plan.problems.map(({ line, column: _, ...problem }): Problem => {
      const at = line === undefined ? '' : phaseAt(plan.text, line);
      return { ...problem, file, message: `As a plan${at}: ${problem.message}` };
    }),
  ];
}

/** The phase at a line of a plan, in words. */
function phaseAt(text: string, line: number): string {
  const heading = text
    .split('\n')
    .slice(0, line)
    .findLast((each) => each.startsWith('### '));
  return heading === undefined ? '' : ` (${heading.slice('### '.length)})`;
}
