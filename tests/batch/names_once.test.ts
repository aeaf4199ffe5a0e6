import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/program.ts';

/** What is written in one file, and which that is. */
const NAMES: readonly (readonly [name: RegExp, owner: string])[] = [
  [/refs\/orchestrator\/|orchestrator-batch-/u, 'src/batch/store/refs.ts'],
  [/['"`]ORCHESTRATOR_TOKEN['"`]/u, 'src/batch/store/token_variable.ts'],
  [/join\([^)]*'(?:logs|prompts|beats)'/u, 'src/batch/store/folder/attempt_files.ts'],
  [/\.result\.json|\.heartbeat`/u, 'src/batch/store/folder/attempt_files.ts'],
  [/['"`]batch\.json['"`]|batches\/\$\{batch\}\/batch\.json/u, 'src/batch/store/folder/read_batch.ts'],
  [/['"`]journal\.ndjson['"`]/u, 'src/batch/store/folder/batch_files.ts'],
  [/['"`]run\.lock['"`]/u, 'src/batch/store/read_history.ts'],
];

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
  .map((name) => `src/${name}`);

test.each(NAMES)('%s is written in one file', (name, owner) => {
  const found = files.filter((file) => name.test(withoutComments(readFileSync(join(ROOT, file), 'utf8'))));
  // Git keeps logs of its refs in a folder of that name, which is git's.
  expect(found.filter((file) => file !== 'src/batch/verify/ref_log.ts')).toEqual([owner]);
});

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|\/?\*)/u.test(line))
    .join('\n');
}
