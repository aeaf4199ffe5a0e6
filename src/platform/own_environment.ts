import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

/**
 * Removes variables from the environment that this process was started with, including the copy the system shows to every other
 * process of the same user (`/proc/<pid>/environ`, on Linux). A caller that needs them must copy them first; if the system does
 * not allow the change, they stay visible.
 */
export function hideOwnEnvironment(isToHide: (name: string, value: string) => boolean): void {
  for (const [name, value = ''] of Object.entries(process.env))
    if (isToHide(name, value)) delete process.env[name];
  if (process.platform !== 'linux') return;
  let memory: number | undefined;
  try {
    const block = environmentBlock(readFileSync('/proc/self/stat', 'latin1'));
    if (block === undefined) return;
    memory = openSync('/proc/self/mem', 'r+');
    const bytes = Buffer.alloc(block.end - block.start);
    if (readSync(memory, bytes, 0, bytes.length, block.start) !== bytes.length) return;
    for (const { from, to } of hiddenParts(bytes, isToHide))
      writeSync(memory, Buffer.alloc(to - from), 0, to - from, block.start + from);
  } catch {
    // A kernel may deny a process access to its own memory.
  } finally {
    if (memory !== undefined) closeSync(memory);
  }
}

/** Returns the parts to hide in a block of `NAME=value`, each ended by a zero: whole entries, without that zero. */
export function hiddenParts(
  block: Buffer,
  isToHide: (name: string, value: string) => boolean,
): { readonly from: number; readonly to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (let from = 0; from < block.length; ) {
    const zero = block.indexOf(0, from);
    const to = zero === -1 ? block.length : zero;
    const [name = '', ...value] = block.toString('utf8', from, to).split('=');
    if (to > from && isToHide(name, value.join('='))) parts.push({ from, to });
    from = to + 1;
  }
  return parts;
}

/**
 * Returns the place, in the memory of a process, of its initial environment, from its line of `/proc/<pid>/stat`: fields 50 and
 * 51 of proc(5), which are 0 without permission.
 */
export function environmentBlock(stat: string): { readonly start: number; readonly end: number } | undefined {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/u);
  const [start = 0, end = 0] = fields.slice(50 - FIRST, 52 - FIRST).map(Number);
  const isOne = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start > 0 && end > start;
  return isOne && end - start <= MAX_BYTES ? { start, end } : undefined;
}

/** The field after the name, with which the rest begins. */
const FIRST = 3;
/** Far above Linux's limit for arguments and environment together. */
const MAX_BYTES = 64 * 1024 * 1024;
