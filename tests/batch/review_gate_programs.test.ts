import { describe, expect, test } from 'vitest';
import { targetOf } from '../../src/batch/review/gate_programs/make_target.ts';
import { createProgramFinder } from '../../src/batch/review/gate_programs/program_finder.ts';
import { programFindings } from '../../src/batch/review/gate_programs/program_findings.ts';
import { parseDiff } from '../../src/batch/review/index.ts';
import { casesIn } from '../support/cases.ts';
import { diffOf, type Sides } from '../support/review.ts';

type Case = Sides & {
  readonly name: string;
  /** Of the gates of phase 1. */
  readonly commands: readonly string[];
  /** The phase that has made the change; 1 unless another is named. */
  readonly by?: string;
  /** What the plan does not let it change. */
  readonly undeclared?: readonly string[];
  readonly finds: readonly string[];
};

describe('what a phase has made of what its own gates run', () => {
  test.each(casesIn<Case>('review_gate_programs.yaml'))('$name', async (given) => {
    const { commands, by = '1', undeclared = [], finds, ...sides } = given;
    const diff = parseDiff(diffOf(sides));
    const gates = commands.map((command) => ({ command, phases: ['1'] }));
    const { programs } = await createProgramFinder(gates, '').find({
      ...{ diff, parent: 'before', commit: 'after' },
      read: async (side, path) => sides[side]?.[path],
    });
    const found = programFindings(
      { id: by, mayChange: (path) => !undeclared.includes(path) },
      programs,
      diff,
    );
    const lines = found.map(
      ({ severity, file, line, side }) =>
        `${severity} ${file}:${line}${side === undefined ? '' : ` ${side}`}`,
    );
    expect(lines.sort()).toEqual(finds);
    expect(found.every(({ quote }) => quote !== '')).toBe(true);
    expect(found.every(({ gateOf }) => gateOf?.join() === '1')).toBe(true);
  });
});

describe('many phases held against the gates of all', () => {
  type State = Readonly<Record<string, string>>;

  /** Holds each change from one state to the next against the gates, with one finder for all of them or a new one for each. */
  const held = async (commands: readonly string[], states: readonly State[], isShared: boolean) => {
    const gates = commands.map((command) => ({ command, phases: [command] }));
    const shared = createProgramFinder(gates, '');
    const found: string[][] = [];
    let reads = 0;
    for (const [at, after] of states.entries()) {
      const before = states[at - 1];
      if (before === undefined) continue;
      const diff = parseDiff(diffOf({ before, after }));
      const finder = isShared ? shared : createProgramFinder(gates, '');
      const { programs } = await finder.find({
        ...{ diff, parent: `${at - 1}`, commit: `${at}` },
        read: async (side, path) => {
          reads += 1;
          return { before, after }[side][path];
        },
      });
      found.push(programs.map(({ path, gates: own }) => `${path} ${own.map(({ command }) => command)}`));
    }
    return { found, reads };
  };

  test('what is known from the phase before is what would be found anew', async () => {
    const commands = [
      'node check.mjs',
      'npm test',
      'make gate',
      'sh all.sh',
      'go run ./cmd/gate',
      'node late.mjs',
    ];
    const start: State = {
      'check.mjs': "import './checks/a.mjs';\n",
      'checks/a.mjs': 'one();\n',
      'package.json': '{ "scripts": { "test": "node unit.mjs" } }',
      'unit.mjs': 'one();\n',
      Makefile: 'gate: lint\n\nlint:\n\tsh lint.sh\n',
      'lint.sh': './one\n',
      'all.sh': 'node part.mjs\n',
      'part.mjs': "import './setup.mjs';\n",
      'setup.mjs': 'set();\n',
      'cmd/gate/main.go': 'one()\n',
    };
    const changes: Readonly<Record<string, string | undefined>>[] = [
      { 'src/a.mjs': 'a\n' },
      { 'checks/a.mjs': "import './b_check.mjs';\n" },
      { 'checks/b_check.mjs': 'two();\n' },
      { 'checks/b_check.mjs': 'three();\n' },
      { 'unit.mjs': 'two();\n' },
      { 'package.json': '{ "scripts": { "test": "node other.mjs" } }' },
      { 'other.mjs': 'two();\n', 'unit.mjs': 'three();\n' },
      { 'lint.sh': './two\n' },
      { 'setup.mjs': 'process.exit(0);\n' },
      { 'setup.mjs': 'set(2);\n' },
      { 'cmd/gate/more.go': 'two()\n' },
      { 'late.mjs': 'one();\n' },
      { 'late.mjs': undefined, 'late.mjs.js': 'one();\n' },
    ];
    const states = [start];
    for (const change of changes) {
      const next = Object.entries({ ...states.at(-1), ...change });
      states.push(
        Object.fromEntries(next.filter((entry): entry is [string, string] => entry[1] !== undefined)),
      );
    }
    const shared = await held(commands, states, true);
    expect(shared.found).toEqual((await held(commands, states, false)).found);
    expect(shared.found).toEqual([
      [],
      ['checks/a.mjs node check.mjs'],
      ['checks/b_check.mjs node check.mjs'],
      ['checks/b_check.mjs node check.mjs'],
      ['unit.mjs npm test'],
      ['package.json npm test'],
      ['other.mjs npm test'],
      ['lint.sh make gate'],
      ['setup.mjs sh all.sh'],
      [],
      ['cmd/gate/more.go go run ./cmd/gate'],
      ['late.mjs node late.mjs'],
      ['late.mjs.js node late.mjs'],
    ]);
  });

  test('each file is read once, however many phases and gates there are, and again where it is changed', async () => {
    const many = Array.from({ length: 200 }, (_, at) => at);
    const commands = many.map((at) => `node check_${at}.mjs`);
    const start = Object.fromEntries(many.map((at) => [`check_${at}.mjs`, `check(${at});\n`]));
    const states = many.map((at) => ({
      ...start,
      [`tests/${at}.test.mjs`]: `${at}\n`,
      'check_0.mjs': `${at}\n`,
    }));
    const { found, reads } = await held(commands, [start, ...states], true);
    expect(found.every((each) => each.length === 1)).toBe(true);
    expect(reads).toBeLessThan(2 * commands.length + 2 * states.length);
  });
});

test('a Makefile with a line of very many words, or a rule of very many names and needs, is read in time in proportion to it', () => {
  const seconds = (names: number) => {
    const words = Array.from({ length: names }, (_, at) => `t${at}`).join(' ');
    const text = `${words}\n${words}: ${words}\n\techo\n${`all:${' '.repeat(names)}x\n`}`;
    const from = process.cpuUsage();
    for (let time = 0; time < 5; time++) expect(targetOf(text, 'all')?.needs).toEqual(['x']);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1e6;
  };
  // Where it takes sixteen times as long for four times as much, this is more than a minute.
  expect(seconds(64_000)).toBeLessThan(2);
});
