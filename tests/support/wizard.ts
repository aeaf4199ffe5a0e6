import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program.ts';
import type { Pty } from './pty.ts';

/** The text that identifies each question. */
export const QUESTIONS = {
  name: 'Enter a name for this project',
  goal: 'What is the PRIMARY GOAL of this task?',
  title: 'Please provide a title for the Persona',
  conflict: 'already exists and would change.',
} as const;

/** The goals of the built-in map, in the order of their numbers. */
export const GOALS = Object.values(
  JSON.parse(readFileSync(join(ROOT, 'goal_map.json'), 'utf8')) as Record<string, object>,
).flatMap((category) => (typeof category === 'object' ? Object.keys(category) : []));

/** Answers the wizard's questions until this one is asked: `Audit` and the third goal. */
export async function answerUntil(terminal: Pty, question: 'name' | 'goal' | 'title'): Promise<void> {
  await terminal.asks(QUESTIONS.name);
  if (question === 'name') return;
  terminal.type('Audit\r');
  await terminal.asks(QUESTIONS.goal);
  if (question === 'goal') return;
  terminal.type('3\r');
  await terminal.asks(QUESTIONS.title);
}

/** Every path in a folder. */
export function everythingIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

/** Writes a goal map with one goal for each description, in one category. */
export function writeGoalMap(folder: string, category: string, descriptions: readonly string[]): void {
  const parts = { persona: 'meticulous_auditor.txt', protocol: 'code_review_pass.txt', constraints: [] };
  const goals = descriptions.map((description, index) => [`GOAL_${index + 1}`, { description, ...parts }]);
  const map = { [category]: Object.fromEntries(goals) };
  writeFileSync(join(folder, 'goal_map.json'), JSON.stringify(map));
}
