import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import { displayPath, isFolder, namesIn } from '../../platform/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';
import { INPUTS_FILE } from './inputs.ts';
import { type Case, readCase } from './read_case.ts';

/** Selects the cases to read. */
export type CaseQuery = {
  /** The folder of cases, absolute: it has a folder for each goal, which has one for each case. */
  readonly folder: string;
  /** The names of all existing goals. */
  readonly goals: readonly string[];
  /** The goals asked for; empty for all. */
  readonly wanted: readonly string[];
  readonly cwd: string;
};

/** The cases of a folder as far as they can be read, and everything that is wrong with their files. */
export type ReadCases = {
  readonly cases: readonly Case[];
  readonly problems: readonly Problem<EvalProblemCode>[];
};

/**
 * Reads the cases of a folder, in the order of their goals. Reports all problems at once, each with its position; where there are
 * any, the cases are only good for finding further ones.
 */
export function readCases({ folder, goals, wanted, cwd }: CaseQuery): Result<ReadCases, EvalProblemCode> {
  const shown = displayPath(cwd, folder);
  if (!isFolder(folder)) {
    const message = 'There is no such folder of cases.';
    const hint = 'It must contain a folder for each goal, with a folder for each case.';
    return failure('usage', { severity: 'error', code: 'cases-absent', message, file: shown, hint });
  }
  const problems: Problem<EvalProblemCode>[] = [];
  const cases: Case[] = [];
  const without: string[] = [];
  const places = namesIn(folder).filter((name) => !name.startsWith('.') && isFolder(join(folder, name)));
  for (const name of places) {
    if (wanted.length === 0 && !goals.includes(name))
      problems.push(unknownGoal(displayPath(cwd, join(folder, name)), name, goals));
  }
  for (const goal of goals) {
    const isWanted = wanted.includes(goal);
    if (wanted.length > 0 && !isWanted) continue;
    const names = places.includes(goal) ? namesIn(join(folder, goal)) : [];
    problems.push(...misplaced(join(folder, goal), names, cwd));
    const folders = names.filter((name) => !name.startsWith('.') && isFolder(join(folder, goal, name)));
    if (isWanted && folders.length === 0) without.push(goal);
    for (const name of folders) {
      const read = readCase({ goal, name, path: join(folder, goal, name) }, cwd);
      if (read.testCase !== undefined) cases.push(read.testCase);
      problems.push(...read.problems);
    }
  }
  if (problems.length > 0) return success({ cases, problems });
  // A goal that was named but not tried would seem not to be behind.
  if (without.length > 0) return failure('usage', ...without.map((goal) => noCases(shown, goal)));
  return cases.length > 0 ? success({ cases, problems }) : failure('usage', noCases(shown));
}

/** Texts of a case that are in the goal's folder, where there is no case. */
function misplaced(folder: string, names: readonly string[], cwd: string): Problem<EvalProblemCode>[] {
  return names
    .filter((name) => CASE_FILES.has(name))
    .map((name) => ({
      severity: 'error',
      code: 'case-misplaced',
      message: 'This belongs to a case, but is next to the folders of cases, where it is not read.',
      file: displayPath(cwd, join(folder, name)),
      hint: 'Each case has a folder of its own inside the folder of its goal.',
    }));
}

const CASE_FILES: ReadonlySet<string> = new Set(['request.md', 'key.md', INPUTS_FILE]);

function unknownGoal(file: string, name: string, goals: readonly string[]): Problem<EvalProblemCode> {
  const suggestion = nearest(name, goals);
  const message = `${JSON.stringify(name.slice(0, 100))} is not a goal of the goal map.`;
  return {
    severity: 'error',
    code: 'case-unknown-goal',
    message,
    file,
    hint: suggestion
      ? `Did you mean ${suggestion}?`
      : 'Name the folder after a goal, or begin its name with a dot.',
  };
}

function noCases(file: string, goal?: string): Problem<EvalProblemCode> {
  const message = `There is no case${goal === undefined ? '' : ` of ${goal}`} here.`;
  const hint = `Create one: orchestrator goals eval new ${goal ?? 'GOAL'} NAME --cases ${file}`;
  return { severity: 'error', code: 'no-cases', message, file, hint };
}
