import { defineConfig } from 'vitest/config';

/** The tests that hold one area's mutants, without the built program and in their own order; see scripts/mutation.mjs. */
export default defineConfig({
  // One worker for all files of a run, which loads the code once.
  test: { include: process.env.MUTATION_TESTS?.split(',') ?? [], isolate: false },
});
