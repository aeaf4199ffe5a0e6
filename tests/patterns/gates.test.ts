import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { filledPhases, patternFolders, patternValues, readPatterns } from '../../src/patterns/index.ts';
import { casesIn } from '../support/cases.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

type Case = {
  readonly name: string;
  readonly pattern: string;
  readonly phase: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the phases before have left. */
  readonly before: string;
  /** Touches declared files and does nothing. */
  readonly idle: string;
  readonly work: string;
};

const { patterns } = readPatterns(
  patternFolders({ root: emptyFolder(), userFolder: null, installation: ROOT }),
  ROOT,
);

/** Runs every `*.test.sh`, and passes where there is none. */
const TESTS = 'for f in $(find . -name "*.test.sh"); do sh "$f" || exit 1; done';

/** The gates of a phase, filled; the tests of the project are those of {@link TESTS}. */
function gatesOf({ pattern: id, phase, inputs = {} }: Case): string[] {
  const pattern = patterns.find((one) => one.id === id);
  if (pattern === undefined) throw new Error(`no pattern ${id}`);
  const examples = (pattern.inputs ?? []).map(
    ({ name, example = '' }) =>
      [name, name === 'test-command' ? TESTS : name === 'lock-check' ? 'true' : example] as const,
  );
  const given = new Map([...examples.filter(([, value]) => value !== ''), ...Object.entries(inputs)]);
  const { values, missing } = patternValues(pattern, given);
  expect(missing).toEqual([]);
  const filled = filledPhases(pattern, values).find((one) => one.id === phase);
  return (filled?.gates ?? []).map(({ command }) => command);
}

function runAll(cwd: string, commands: readonly string[]): string[] {
  return commands.filter((command) => spawnSync('sh', ['-c', command], { cwd }).status !== 0);
}

/** Each case: what lies there before the phase, an agent that does nothing, and one that does the work. */
describe('the gates of a pattern that ships', () => {
  test.each(casesIn<Case>('pattern_gates.yaml'))('$pattern $phase: $name', (each) => {
    const cwd = emptyFolder();
    const gates = gatesOf(each);
    const does = (script: string) => {
      const { status, stderr } = spawnSync('sh', ['-ec', script], { cwd });
      expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
    };
    does(each.before);
    does(each.idle);
    expect(runAll(cwd, gates), 'an agent that did nothing is let through').not.toEqual([]);
    does(each.work);
    expect(runAll(cwd, gates), 'what is right is refused').toEqual([]);
  });
});
