import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject, WORKS } from './support/batch_project.ts';
import { GIVEN, newFramework } from './support/framework.ts';
import { modelServer } from './support/generation.ts';
import { goodStream } from './support/model_server.ts';
import { emptyFolder, run } from './support/program.ts';
import { KEYS, type Pty, runInTerminal } from './support/pty.ts';

/** Each kind of question that the program asks, brought to where it waits for keys in raw mode. */
const QUESTIONS: Readonly<Record<string, () => Promise<Pty>>> = {
  'a text': async () => {
    const terminal = runInTerminal([], { cwd: emptyFolder() });
    await terminal.asks('Enter a name for this project');
    return terminal;
  },
  'a choice': async () => {
    const terminal = runInTerminal([], { cwd: emptyFolder() });
    await terminal.asks('Enter a name for this project');
    terminal.type('Audit', KEYS.enter);
    await terminal.asks('What is the PRIMARY GOAL');
    return terminal;
  },
  'a secret': async () => {
    const terminal = runInTerminal(['config', 'set', 'apiKey'], { cwd: emptyFolder() });
    await terminal.asks('apiKey');
    return terminal;
  },
  'a yes or no': async () => {
    const cwd = emptyFolder();
    expect(await run(['init', '--minimal'], { cwd })).toMatchObject({ code: 0 });
    mkdirSync(join(cwd, 'components/personas'), { recursive: true });
    writeFileSync(join(cwd, 'components/personas/mine.txt'), 'You guide people.\n');
    const terminal = runInTerminal(['components', 'promote', 'mine', '--to', 'user'], { cwd });
    await terminal.asks('Move');
    return terminal;
  },
  'consent to commands': async () => {
    const project = await batchProject([{ gates: ['test -f src/1.txt'] }], WORKS);
    const terminal = runInTerminal(
      project.runArguments().filter((argument) => argument !== '--yes'),
      { cwd: project.folder, columns: 200, env: project.environment() },
    );
    await terminal.asks('Let them run?', 'no', 'yes');
    return terminal;
  },
  'a turn of a talk': async () => {
    const server = await modelServer(null, [goodStream('one?')]);
    const env = { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'm' };
    const cwd = await newFramework();
    const terminal = runInTerminal(['run', 'Audit', '--chat', ...GIVEN], { cwd, env, rows: 60 });
    await terminal.shows('one?', 'you>');
    return terminal;
  },
};

describe.each(Object.entries(QUESTIONS))('%s that waits for an answer', (_, open) => {
  test.each([
    ['SIGHUP', 129],
    ['SIGTERM', 143],
  ] as const)('ends by %s with its exit code, and leaves the terminal as it was', async (name, code) => {
    const terminal = await open();
    terminal.signal(name);
    expect(await terminal.ends()).toEqual({ code, signal: null, cooked: true });
  });
});
