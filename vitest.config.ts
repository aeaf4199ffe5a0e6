import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest_first.ts';

// Another for each run; it is printed at the end, and given here it repeats one.
process.env.PROPERTY_SEED ??= String(randomInt(2 ** 31 - 1));

/** Tests that put something else in the place of a module of Node, and one of code that other flags of V8 would not take: no other test may share a process with them. */
const ALONE = [
  'tests/compiled_code.test.ts',
  'tests/operations/front_end.test.ts',
  'tests/platform/half_done.test.ts',
  'tests/platform/process_lock_full_disk.test.ts',
];

/** Tests that start (nearly) no other process. */
const PURE = ['config', 'evals', 'exchange', 'framework', 'lib', 'llm', 'plan'].map(
  (room) => `tests/${room}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    // Starting a process for each file and loading the code is a third of what a file costs. A process grows with what it has read,
    // and starting another from a big one costs three times as much: who starts none comes last, in processes of their own.
    projects: [
      {
        extends: true,
        test: {
          name: 'programs',
          include: ['tests/**/*.test.ts'],
          exclude: [...ALONE, ...PURE],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
      {
        extends: true,
        test: { name: 'pure', include: PURE, isolate: false, sequence: { groupOrder: 1 } },
      },
    ],
    reporters: ['default', './tests/support/plain_reporter.ts'],
    setupFiles: process.env.COSTS ? ['./tests/support/costs.ts'] : [],
    globalSetup: './tests/support/built_program.ts',
    // One more than there are processors: a third of what a test does is wait for programs that it runs.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: {
      shuffle: { files: false, tests: true },
      seed: Number(process.env.PROPERTY_SEED),
      sequencer: LongestFirst,
    },
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/**/generated/**'] },
  },
});
