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

/** Tests that need what a fresh machine has not: a real sshd, a SLURM cluster, bubblewrap, control groups, zsh, fish; and of CI and clones. */
const PLACES = [
  'tests/batch_run/{ci,clones,cluster,container,hidden,places,sandbox,sandbox_network,submit}.test.ts',
  'tests/cli/completion_shells.test.ts',
  'tests/placements/{bad_hosts,large_log,lying_hosts,shells,ssh}.test.ts',
  'tests/torture/places.test.ts',
];

/** Tests with the programs of others at work, each played by a double: coding agents by name and by protocol, models, their limits. */
const AGENTS = [
  'tests/batch_run/{acp,acp_names,agents_said,limited,model_bounds,model_calls,model_endpoint,model_executor,presets,resume_sessions,same_tree}.test.ts',
];

/** Tests that kill the program, or have its calls refused, at one point after the other: few promises at many points. */
const CRASHES = [
  'tests/{all_or_nothing,batch_crash,new_crash,orchestrate_crash,refused_access,update_crash}.test.ts',
  'tests/batch/crashes.test.ts',
  'tests/batch_run/{faults,full_disk_branch,refusing_git,stopping}.test.ts',
  'tests/cli/lost_output.test.ts',
  'tests/torture/{kills,owners,size}.test.ts',
];

export default defineConfig({
  test: {
    // Starting a process for each file and loading the code is a third of what a file costs, so they share processes.
    projects: [
      // `npm test` is these two. A file that is named runs whatever its project is.
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['tests/**/*.test.ts'],
          exclude: [...ALONE, ...PLACES, ...AGENTS, ...CRASHES],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
      { extends: true, test: { name: 'places', include: PLACES, isolate: false } },
      { extends: true, test: { name: 'agents', include: AGENTS, isolate: false } },
      { extends: true, test: { name: 'crashes', include: CRASHES, isolate: false } },
    ],
    // A third of what one file costs, and the second command of CI finds what the first has written.
    experimental: { fsModuleCache: true },
    reporters: ['default', './tests/support/plain_reporter.ts'],
    setupFiles: ['./tests/support/each_test.ts', ...(process.env.COSTS ? ['./tests/support/costs.ts'] : [])],
    globalSetup: './tests/support/built_program.ts',
    // One more than there are processors: a third of what a test does is wait for programs that it runs.
    maxWorkers: availableParallelism() + 1,
    // Only where CI asks for it; what passed on a second try is named at the end.
    retry: Number(process.env.TEST_RETRIES ?? 0),
    // Only against what never ends: on a busy machine everything takes several times as long.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    sequence: {
      shuffle: { files: false, tests: true },
      seed: Number(process.env.PROPERTY_SEED),
      sequencer: LongestFirst,
    },
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/**/generated/**'] },
  },
});
