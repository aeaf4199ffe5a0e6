import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with the tests that needed a second try, the seed, how to repeat failures, and one plain line that any program can
 * read: `N passed, N failed`. The file named by TEST_COUNTS gets that line too, for programs that add up several runs.
 */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    let skipped = 0;
    const unstable: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (test.diagnostic()?.flaky) unstable.push(`${relative('', module.moduleId)} > ${test.fullName}`);
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped += 1;
      }
    }
    const rest = skipped > 0 ? `, ${skipped} skipped` : '';
    const again = `${unstableLines(unstable)}${repeatLine(modules)}`;
    const counts = `${passed} passed, ${failed} failed${rest}\n`;
    if (process.env.TEST_COUNTS) appendFileSync(process.env.TEST_COUNTS, counts);
    process.on('exit', () => process.stdout.write(`${again}${counts}`));
  }
}

/** The tests that passed only on a second try: each is a fault, of the program or of the test. */
function unstableLines(tests: readonly string[]): string {
  return tests.map((test) => `passed on a second try only: ${test}\n`).join('');
}

/** The command that repeats the failures with the same random choices. */
function repeatLine(modules: readonly TestModule[]): string {
  const seed = process.env.PROPERTY_SEED;
  const files = modules.filter((module) => !module.ok()).map(({ moduleId }) => relative('', moduleId));
  if (files.length === 0) return `seed ${seed}\n`;
  const several = ['FAULTS', 'PROPERTY_RUNS'].flatMap((name) =>
    process.env[name] === undefined ? [] : [`${name}=${process.env[name]} `],
  );
  return `again: PROPERTY_SEED=${seed} ${several.join('')}npx vitest run ${files.sort().join(' ')}\n`;
}
