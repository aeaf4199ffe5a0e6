import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tape } from '../../src/tape/generated/tape.ts';

/** The index of a tape. */
export function indexOf(tape: string): Tape {
  return JSON.parse(readFileSync(join(tape, 'tape.json'), 'utf8')) as Tape;
}

/** Changes the index of a tape, as a forger does. */
export function editIndex(tape: string, edit: (index: Tape) => unknown): void {
  writeFileSync(join(tape, 'tape.json'), JSON.stringify(edit(indexOf(tape)), null, 2));
}

/** Replaces the text of a file of a tape, and makes its index match. */
export function forge(tape: string, name: string, text: string | Uint8Array): void {
  const bytes = Buffer.from(text as string);
  writeFileSync(join(tape, name), bytes);
  const file = { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  editIndex(tape, (index) =>
    JSON.parse(JSON.stringify(index), (_, value: unknown) =>
      typeof value === 'object' &&
      value !== null &&
      'sha256' in value &&
      'name' in value &&
      value.name === name
        ? file
        : value,
    ),
  );
}

/** The files of a tape: name → bytes as latin1. */
export function filesOfTape(tape: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(tape)
      .sort()
      .map((name) => [name, readFileSync(join(tape, name), 'latin1')]),
  );
}
