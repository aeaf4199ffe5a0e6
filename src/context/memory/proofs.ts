import { join } from 'node:path';
import { describeSystemError, isWithin, readText, replaceFile } from '../../platform/index.ts';
import type { FactProofs } from '../generated/memory.proofs.ts';
import { validateFactProofs } from '../generated/validators.js';
import type { MemoryProblem } from './memory_fact.ts';

/** The result of a fact's proof command when it last ran here. */
export type Proof = FactProofs['proofs'][string];

/** From the project's root. Git ignores it: a command's result on one machine proves nothing about another. */
export const PROOFS_FILE = '.orchestrator/proofs.json';

/** Reads the proof results, by the hash of each fact's file: the proof of an old version does not count for a rewritten fact. */
export function readProofs(root: string): ReadonlyMap<string, Proof> {
  const path = join(root, PROOFS_FILE);
  const read = isWithin(root, path) ? readText(path, LARGEST) : undefined;
  if (read?.kind !== 'text') return new Map();
  try {
    const value: unknown = JSON.parse(read.text);
    return validateFactProofs(value) ? new Map(Object.entries((value as FactProofs).proofs)) : new Map();
  } catch {
    // Proving again recreates it.
    return new Map();
  }
}

const LARGEST = 2 * 1024 * 1024;

/** Saves the proof results. */
export async function writeProofs(
  root: string,
  proofs: ReadonlyMap<string, Proof>,
): Promise<readonly MemoryProblem[]> {
  const path = join(root, PROOFS_FILE);
  const no = (why: string): MemoryProblem[] => [
    {
      severity: 'error',
      code: 'proofs-not-kept',
      message: `The results of the proofs cannot be saved: ${why}. Prompts stay as before.`,
      file: PROOFS_FILE,
      hint: 'Fix that, and run the proofs again.',
    },
  ];
  if (!isWithin(root, path)) return no('a link leads out of the project');
  const sorted = [...proofs].sort(([a], [b]) => (a < b ? -1 : 1));
  const kept: FactProofs = { schema: 'orchestrator.proofs/1', proofs: Object.fromEntries(sorted) };
  try {
    await replaceFile(path, `${JSON.stringify(kept, null, 2)}\n`);
    return [];
  } catch (error) {
    return no(describeSystemError(error));
  }
}
