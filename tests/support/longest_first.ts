import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the files that take longest first, so that none of them is what the end waits for; `npm run costs` measures them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds: Record<string, number> = JSON.parse(
      readFileSync(`${ROOT}tests/support/seconds.json`, 'utf8'),
    );
    // A new file may be a long one.
    const of = ({ moduleId }: TestSpecification) =>
      seconds[relative(ROOT, moduleId)] ?? Number.POSITIVE_INFINITY;
    return [...files].sort((a, b) => of(b) - of(a) || a.moduleId.localeCompare(b.moduleId));
  }
}
