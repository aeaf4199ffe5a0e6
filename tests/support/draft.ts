import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newPlace, type Place } from './generation.ts';
import { goodStream, type Received, type Reply } from './model_server.ts';

/** A model's answer for one phase. */
export type AnsweredPhase = {
  id: string;
  title: string;
  goal: string;
  hours: number;
  complexity: string;
  files: { path: string; isNew: boolean }[];
  dependencies: string[];
  steps: string[];
  gates: { text: string; command: string }[];
  workflow: string | null;
  requirementLines: number[];
};

/** A valid phase in the project of {@link draftPlace}. */
export function answeredPhase(id: string, more: Partial<AnsweredPhase> = {}): AnsweredPhase {
  return {
    id,
    title: `Part ${id}`,
    goal: `Part ${id} works.`,
    hours: 2,
    complexity: 'low',
    files: [{ path: `src/part_${id}.js`, isNew: true }],
    dependencies: [],
    steps: [`Write src/part_${id}.js.`],
    gates: [{ text: 'Tests pass', command: 'npm test' }],
    workflow: 'TRY_IT',
    requirementLines: [1],
    ...more,
  };
}

/** A complete answer. */
export function answerOf(phases: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Reply {
  return goodStream(JSON.stringify({ questions: [], title: 'Login Page', phases, ...more }));
}

/** A project under git with a script, a source file and instructions; only `secret/` is ignored. */
export function draftPlace(address: string | null, files: Readonly<Record<string, string>> = {}): Place {
  const place = newPlace(address, { keywords: ['login', 'add'] });
  const all = {
    'package.json': JSON.stringify({ name: 'shop', scripts: { test: 'node --test', lint: 'true' } }),
    'src/app.js': 'export {};\n',
    'README.md': '# Shop\n\nA shop.\n',
    '.gitignore': 'secret/\n',
    'secret/key.txt': 'nobody sees this\n',
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(place.cwd, file)), { recursive: true });
    writeFileSync(join(place.cwd, file), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: place.cwd });
  return place;
}

/** The last turn of a request: in a repair, the errors. */
export function lastTurn({ body }: Received): string {
  return (body.messages as { content: string }[]).at(-1)?.content ?? '';
}
