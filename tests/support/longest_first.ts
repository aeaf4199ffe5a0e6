import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Areas whose tests start (nearly) no other process. */
const PURE = /^tests\/(?:config|evals|exchange|framework|lib|llm|plan)\//u;

/**
 * Starts the longest files first, so that none of them delays the end; `npm run costs` measures them. A process grows with what
 * it has read, and starting another from a big one costs more, so files that start none come last.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds: Record<string, number> = JSON.parse(
      readFileSync(`${ROOT}tests/support/seconds.json`, 'utf8'),
    );
    // A new file may be a long one.
    const of = ({ moduleId }: TestSpecification) =>
      seconds[relative(ROOT, moduleId)] ?? Number.POSITIVE_INFINITY;
    const isPure = ({ moduleId }: TestSpecification) => Number(PURE.test(relative(ROOT, moduleId)));
    return [...files].sort(
      (a, b) => isPure(a) - isPure(b) || of(b) - of(a) || a.moduleId.localeCompare(b.moduleId),
    );
  }
}
