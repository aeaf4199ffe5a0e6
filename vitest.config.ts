import { randomInt } from 'node:crypto';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest_first.ts';

// Another for each run; it is printed at the end, and given here it repeats one.
process.env.PROPERTY_SEED ??= String(randomInt(2 ** 31 - 1));

/** Tests that change nothing of the process they run in. */
const FUNCTIONS = ['config', 'evals', 'framework', 'lib', 'plan'].map((name) => `tests/${name}/**/*.test.ts`);

export default defineConfig({
  test: {
    // What only calls functions needs no process for each file: starting one and loading the code is most of what it costs.
    projects: [
      { extends: true, test: { name: 'functions', include: FUNCTIONS, isolate: false } },
      { extends: true, test: { name: 'program', include: ['tests/**/*.test.ts'], exclude: FUNCTIONS } },
    ],
    reporters: ['default', './tests/support/plain_reporter.ts'],
    setupFiles: process.env.COSTS ? ['./tests/support/costs.ts'] : [],
    globalSetup: './tests/support/built_program.ts',
    // One for each processor: left alone there is one fewer, and part of what a test does is wait for programs that it runs.
    maxWorkers: '100%',
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
