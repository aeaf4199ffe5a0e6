import { basename, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  createFile,
  describeSystemError,
  entryKind,
  isWithin,
  makeFolders,
  moveFolder,
  namesIn,
  readText,
  sha256,
} from '../../platform/index.ts';
import { parseFact, printFact } from './fact_file.ts';
import {
  type Fact,
  type KeptFact,
  MAX_FACTS,
  type MemoryProblem,
  type MemoryProblemCode,
} from './memory_fact.ts';

/** The folder of facts, from the project's root; and that of forgotten ones. */
export const MEMORY_FOLDER = '.orchestrator/memory';
const FORGOTTEN_FOLDER = `${MEMORY_FOLDER}/forgotten`;

/** A project's memory, with the problems of unreadable files. */
export type Memory = { readonly facts: readonly KeptFact[]; readonly problems: readonly MemoryProblem[] };

/**
 * Reads the memory. Nothing is written; unreadable files are reported, and left in place. @param options.all - includes forgotten
 * facts
 */
export function readMemory(root: string, { all = false }: { readonly all?: boolean } = {}): Memory {
  const facts: KeptFact[] = [];
  const problems: MemoryProblem[] = [];
  for (const folder of all ? [MEMORY_FOLDER, FORGOTTEN_FOLDER] : [MEMORY_FOLDER]) {
    if (!isWithin(root, join(root, folder))) {
      problems.push(outside(folder));
      continue;
    }
    const names = namesIn(join(root, folder)).filter((name) => name.endsWith('.md') && !name.startsWith('.'));
    if (names.length > MAX_FACTS)
      problems.push({
        severity: 'warning',
        code: 'memory-too-many',
        message: `There are ${names.length} facts; only the first ${MAX_FACTS} are read.`,
        file: folder,
        hint: 'Forget facts that are no longer useful.',
      });
    for (const name of names.slice(0, MAX_FACTS)) {
      const read = readFact(root, `${folder}/${name}`);
      if (read.ok) facts.push(read.value);
      else problems.push(...read.problems);
    }
  }
  return { facts, problems };
}

/** Reads one file of the memory. @param file - from the root */
export function readFact(root: string, file: string): Result<KeptFact, MemoryProblemCode> {
  const path = join(root, file);
  if (!isWithin(root, path)) return failure('problems', outside(file));
  const read = readText(path, LARGEST, 'keep');
  if (read.kind !== 'text')
    return failure('problems', {
      severity: 'error',
      code: 'fact-unreadable',
      message: `The fact cannot be read: ${'why' in read ? read.why : read.kind === 'too-large' ? `it has more than ${LARGEST} bytes` : 'it is not a file'}.`,
      file,
      hint: 'Fix or move it; until then, it is kept as it is and not used.',
    });
  const fact = parseFact(read.text, basename(file).replace(/\.md$/u, ''), file);
  if (!fact.ok) return fact;
  return success({
    ...fact.value,
    file,
    sha256: sha256(read.text),
    isForgotten: file.startsWith(`${FORGOTTEN_FOLDER}/`),
  });
}

const LARGEST = 64 * 1024;

/** Writes a fact under a name of its own, and reads it back. The same fact is kept only once. */
export async function writeFact(
  root: string,
  fact: Omit<Fact, 'id'>,
): Promise<Result<{ readonly fact: KeptFact; readonly isNew: boolean }, MemoryProblemCode>> {
  if (!isWithin(root, join(root, MEMORY_FOLDER))) return failure('problems', outside(MEMORY_FOLDER));
  const text = printFact(fact);
  const { created: _, ...lasting } = fact;
  const stem = `${slugOf(fact.text)}-${sha256(JSON.stringify(lasting)).slice(0, 8)}`;
  try {
    for (let attempt = 1; ; attempt++) {
      const file = `${MEMORY_FOLDER}/${stem}${attempt === 1 ? '' : `-${attempt}`}.md`;
      const isNew = (await createFile(join(root, file), text)) === 'created';
      const kept = readFact(root, file);
      if (kept.ok && printFact({ ...kept.value, created: fact.created }) === text)
        return success({ fact: kept.value, isNew });
      if (isNew)
        return kept.ok
          ? failure('environment', notWritten('what was read back is not what was written', file))
          : kept;
    }
  } catch (error) {
    return failure('environment', notWritten(describeSystemError(error), MEMORY_FOLDER));
  }
}

/** Moves a fact to the folder where `memory list --all` still finds it. */
export function forgetFact(root: string, { file }: KeptFact): Result<string, MemoryProblemCode> {
  if (!isWithin(root, join(root, FORGOTTEN_FOLDER))) return failure('problems', outside(FORGOTTEN_FOLDER));
  const stem = basename(file).replace(/\.md$/u, '');
  try {
    makeFolders(join(root, FORGOTTEN_FOLDER));
    for (let attempt = 1; ; attempt++) {
      const to = `${FORGOTTEN_FOLDER}/${stem}${attempt === 1 ? '' : `-${attempt}`}.md`;
      if (entryKind(join(root, to)) !== 'absent') continue;
      moveFolder(join(root, file), join(root, to));
      return success(to);
    }
  } catch (error) {
    return failure('environment', notWritten(describeSystemError(error), file));
  }
}

function slugOf(text: string): string {
  const words =
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/gu) ?? [];
  return words.slice(0, 6).join('-').slice(0, 40).replace(/-$/u, '') || 'fact';
}

function notWritten(why: string, file: string): Problem<MemoryProblemCode> {
  return {
    severity: 'error',
    code: 'memory-not-written',
    message: `The memory cannot be written: ${why}.`,
    file,
    hint: 'Fix that and run the same command again.',
  };
}

function outside(file: string): Problem<MemoryProblemCode> {
  return {
    severity: 'error',
    code: 'memory-outside-project',
    message: 'A link leads out of the project; nothing was read or written there.',
    file,
    hint: 'Remove the link.',
  };
}
