import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CALLS, declared, place } from '../support/declared_calls.ts';
import { cleanEnvironment, MAIN } from '../support/program.ts';

/** Of the commands that change nothing, those whose text is data too. */
const READS = [
  'list',
  'fill',
  'explain',
  'goals list',
  'goals show',
  'components show',
  'plan show',
  'batch show',
  'batch status',
  'config path',
  'completion',
];

type Ended = { readonly code: number | null; readonly err: string };

/** Runs the program with a file as its standard output. */
function runInto(
  file: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Ended> {
  const output = openSync(file, 'w');
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...cleanEnvironment(cwd), ...env },
    stdio: ['ignore', output, 'pipe'],
  });
  closeSync(output);
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, err }));
  });
}

test.skipIf(process.platform !== 'linux')(
  '[promise:lost-output] every command that is declared ends with 3 and says so where its output cannot be written',
  async () => {
    const { cwd, done, fresh, agent, server, env } = await place();
    const wrong: unknown[] = [];
    // All of them, in their order: what one makes, another looks at.
    expect(Object.keys(CALLS).toSorted()).toEqual(declared.toSorted());
    for (const [words, { good }] of Object.entries(CALLS)) {
      const args = [...words.split(' '), ...good.replace('AGENT', agent).split(' ').filter(Boolean)];
      const ways = [[...args, '--json'], ...(READS.includes(words) ? [args] : [])];
      // What is learned from is done; what goes to CI was never run here.
      const ofCi = /^batch (?:export|attempt|import|submit)$/u.test(words) ? fresh : cwd;
      const at = { cwd: words === 'patterns learn' ? done : ofCi, env };
      const ended = await Promise.all(ways.map((way) => runInto('/dev/full', way, at)));
      for (const [place, { code, err }] of ended.entries()) {
        // What a doctor finds depends on the machine, and is told by the code all the same.
        const isTold = code === 3 || (words === 'doctor' && code === 1);
        if (!isTold || !/could not be written \(ENOSPC\)/u.test(err) || /\bbug\b/u.test(err))
          wrong.push({ command: ways[place]?.join(' '), code, err });
      }
    }
    expect(wrong).toEqual([]);
    await server.close();
  },
  600_000,
);
