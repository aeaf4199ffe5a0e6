import { describe, expect, test } from 'vitest';
import type { Project } from '../../../src/context/index.ts';
import { missingPrerequisites } from '../../../src/plan/drafting/gate_commands.ts';
import { phaseDrafts } from '../../../src/plan/drafting/print_draft.ts';
import { readAnswer } from '../../../src/plan/drafting/read_answer.ts';
import { numberRanges, numbersIn } from '../../../src/plan/drafting/requirement.ts';
import { shellParts } from '../../../src/plan/drafting/shell_calls.ts';
import { cutText, estimateTokens } from '../../../src/plan/drafting/token_budget.ts';
import {
  type PlanGoal,
  saysTooLittle,
  skeletonPhases,
  splitRequirement,
  titleFrom,
} from '../../../src/plan/index.ts';
import { caseGroupsIn } from '../../support/cases.ts';
import { answeredPhase } from '../../support/draft.ts';

type Pieces = {
  readonly [kind in
    | 'calls'
    | 'missing'
    | 'later'
    | 'requirements'
    | 'words'
    | 'numbers'
    | 'titles'
    | 'goals'
    | 'tokens']: readonly [string, unknown][];
} & {
  readonly ranges: readonly [number[], string][];
  readonly cuts: readonly [[string, number], string][];
  readonly gates: readonly [[string, string], string][];
};
const pieces = caseGroupsIn<Pieces>('plan_drafting.yaml');

const names = (text: string) => new Set(text.split(' ').filter(Boolean));

const PACKAGES: Readonly<Record<string, ReturnType<Project['npmPackage']>>> = {
  '.': { scripts: names('test lint type-check'), dependencies: names('vitest @scope/tool') },
  'packages/app': { scripts: names('e2e'), dependencies: names('jest') },
  'packages/many': {
    scripts: new Set(Array.from({ length: 22 }, (_, number) => `task-number-${number}`)),
    dependencies: names(''),
  },
  'packages/none': { scripts: names(''), dependencies: names('') },
};

/** What is here; tsc is installed, but not in packages/none. */
const PROJECT: Project = {
  has: (path) =>
    names('. scripts/check.sh src/a.test.js packages/app/tool.mjs').has(path) ? 'file' : undefined,
  npmPackage: (folder) => PACKAGES[folder],
  makeTargets: (folder) =>
    ({
      '.': { names: names('all check a.o'), isOpen: false },
      open: { names: names('all'), isOpen: true },
    })[folder],
  hasLocalProgram: (folder, name) => name === 'tsc' && folder !== 'packages/none',
  hasProgram: (name) => names('npm npx yarn bun make node bash git grep cargo python3.12').has(name),
};

/** Brackets, and calls with their words between strokes. */
test.each(pieces.calls)('the calls of %j', (line, meaning) => {
  expect(shellParts(line).map((part) => (typeof part === 'string' ? part : part.join(' | ')))).toEqual(
    meaning,
  );
});

/** What is not here, and what is instead; nothing of it may come. */
test.each(pieces.missing)('what %j needs', (command, meaning) => {
  const missing = missingPrerequisites(command, { project: PROJECT, touches: () => false });
  expect(missing.map(({ what, hint }) => `${what}${hint === undefined ? '' : ` | ${hint}`}`)).toEqual(
    meaning,
  );
  expect(missing.some(({ mayCome }) => mayCome)).toBe(false);
});

/** Where a phase would have to make what is not here; null where none could. */
test.each(pieces.later)('what makes %j possible', (command, meaning) => {
  const asked: string[] = [];
  const touches = (path: string) => asked.push(path) > 0;
  const [missing] = missingPrerequisites(command, { project: PROJECT, touches });
  expect(missing?.mayCome ? asked[0] : null).toBe(meaning);
});

/** Its lines with their numbers, and a dash behind those that ask nothing. */
test.each(pieces.requirements)('the requirement %j', (text, meaning) => {
  const { lines } = splitRequirement(text);
  expect(lines.map(({ number, text: said, asks }) => `${number}${asks ? '' : '-'} ${said}`)).toEqual(meaning);
});

test.each(pieces.words)('%j says: %s', (text, meaning) => {
  expect(saysTooLittle(splitRequirement(text)) ? 'too little' : 'enough').toBe(meaning);
});

test.each(pieces.numbers)('the numbers in %j, up to 9', (text, meaning) => {
  expect(numbersIn(text, 9).join(' ')).toBe(meaning);
});

test.each(pieces.ranges)('the numbers %j as ranges', (numbers, meaning) => {
  expect(numberRanges(numbers)).toBe(meaning);
});

test.each(pieces.cuts)('%j cut', ([text, limit], meaning) => {
  const cut = cutText(text, limit);
  expect(cut).toBe(meaning);
  expect(cut.length).toBeLessThanOrEqual(limit);
});

test.each(pieces.tokens)('the tokens of %j', (text, meaning) => {
  expect(estimateTokens(text)).toBe(meaning);
});

test.each(pieces.titles)('the title of %j', (text, meaning) => {
  expect(titleFrom(splitRequirement(text))).toBe(meaning);
});

describe('among three goals', () => {
  const goals: PlanGoal[] = [
    { name: 'ADD_IT', description: '', keywords: ['add', 'endpoint', 'sign in'] },
    { name: 'MOVE_IT', description: '', keywords: ['migrate', 'move from', 'add'] },
    { name: 'REVIEW_CODE', description: '', keywords: ['', '!'] },
  ];

  /** Null where it points to none. */
  test.each(pieces.goals)('the goal of %j', (text, meaning) => {
    expect(skeletonPhases(splitRequirement(text), goals)[0]?.workflow ?? null).toBe(meaning);
  });
});

/** A gate of an answer, from its words and its command. */
test.each(pieces.gates)('the gate %j', ([text, command], meaning) => {
  const phases = [answeredPhase('1', { gates: [{ text, command }] })];
  const read = readAnswer({ questions: [], title: 'T', phases });
  if (read.kind !== 'answer') throw new Error(read.faults.join('\n'));
  expect(phaseDrafts(read.answer, PROJECT)[0]?.gates).toEqual([{ text: meaning, checked: false }]);
});
