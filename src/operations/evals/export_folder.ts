import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { answerName, type EvalExport, type ExportedPrompt, promptName } from '../../evals/index.ts';
import { entryKind, readText, sha256 } from '../../platform/index.ts';

/** Faults of a folder for exported prompts. */
export type ExportFolderProblemCode = 'export-folder-used';

/** The largest prompt that is read, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Finds files of a folder that do not belong to this export: prompts with another text or an unknown number, and answers to
 * prompts that are only now written. The person would answer two evals at once, and the answers would be mixed up.
 *
 * @param names - the files to check
 * @param expected - the prompts whose files may exist, or are about to be written
 * @param added - those of them that have never been written
 * @returns sorted by name
 */
export function foreignFiles(
  {
    place,
    shown,
    names,
  }: { readonly place: string; readonly shown: string; readonly names: readonly string[] },
  expected: EvalExport['prompts'],
  added: readonly ExportedPrompt[],
): Problem<ExportFolderProblemCode>[] {
  const hashes = new Map(expected.map(({ number, sha256: hash }) => [promptName(number), hash]));
  const others = names
    .filter((name) => PROMPT.test(name) && entryKind(join(place, name)) !== 'absent')
    .filter((name) => hashOf(join(place, name)) !== hashes.get(name))
    .map((name) => ({ name, what: 'another prompt' }));
  const answers = added
    .filter(({ number }) => entryKind(join(place, promptName(number))) === 'absent')
    .map(({ number }) => answerName(number))
    .filter((name) => entryKind(join(place, name)) !== 'absent')
    .map((name) => ({ name, what: 'an answer to another prompt' }));
  return [...others, ...answers]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, what }) => ({
      severity: 'error',
      code: 'export-folder-used',
      message: `This is ${what}, not of this eval as it is now; nothing was written.`,
      file: `${shown}${name}`,
      hint: 'Use another folder: --export NEW_FOLDER.',
    }));
}

const PROMPT = /^\d{3,}\.prompt\.md$/u;

/** @returns `null` if it cannot be read, so it is not a prompt of an export either */
function hashOf(path: string): string | null {
  const read = readText(path, LARGEST, 'keep');
  return read.kind === 'text' ? sha256(read.text) : null;
}
