import { join } from 'node:path';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import { displayPath, isFolder, namesIn } from '../../platform/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';
import { type Case, readCase } from './read_case.ts';

/** Which cases are read. */
export type CaseQuery = {
  /** The folder of cases, absolute: in it a folder for each goal, in that one for each case. */
  readonly folder: string;
  /** The names of all goals that there are. */
  readonly goals: readonly string[];
  /** Those that are asked for; none for all. */
  readonly wanted: readonly string[];
  readonly cwd: string;
};

/** Reads the cases of a folder, in the order of their goals. Everything that is wrong is told at once, each with its place. */
export function readCases({
  folder,
  goals,
  wanted,
  cwd,
}: CaseQuery): Result<readonly Case[], EvalProblemCode> {
  const shown = displayPath(cwd, folder);
  if (!isFolder(folder)) {
    const message = 'There is no such folder of cases.';
    const hint = 'It holds a folder for each goal, and in that one for each case.';
    return failure('usage', { severity: 'error', code: 'cases-absent', message, file: shown, hint });
  }
  const problems: Problem<EvalProblemCode>[] = [];
  const cases: Case[] = [];
  const places = namesIn(folder).filter((name) => !name.startsWith('.') && isFolder(join(folder, name)));
  for (const name of places) {
    if (wanted.length === 0 && !goals.includes(name))
      problems.push(unknownGoal(displayPath(cwd, join(folder, name)), name, goals));
  }
  for (const goal of goals) {
    if (!places.includes(goal) || (wanted.length > 0 && !wanted.includes(goal))) continue;
    for (const name of namesIn(join(folder, goal))) {
      const path = join(folder, goal, name);
      if (name.startsWith('.') || !isFolder(path)) continue;
      const read = readCase({ goal, name, path }, cwd);
      if (read.ok) cases.push(read.value);
      else problems.push(...read.problems);
    }
  }
  if (problems.length > 0) return failure('problems', ...sortProblems(problems));
  return cases.length > 0 ? success(cases) : failure('usage', noCases(shown, wanted));
}

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

function noCases(file: string, wanted: readonly string[]): Problem<EvalProblemCode> {
  const message = `There is no case${wanted.length === 0 ? '' : ` of ${wanted.join(', ')}`} here.`;
  const hint = `Make one: orchestrator goals eval new ${wanted[0] ?? 'GOAL'} NAME --cases ${file}`;
  return { severity: 'error', code: 'no-cases', message, file, hint };
}
