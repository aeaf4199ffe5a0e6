import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    reporters: ['default', './tests/support/plain_reporter.ts'],
    globalSetup: './tests/support/built_program.ts',
    // One for each processor: left alone there is one fewer, and most of what a test does is wait for programs that it runs.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { shuffle: true },
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/**/generated/**'] },
  },
});
