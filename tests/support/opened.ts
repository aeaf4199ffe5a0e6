import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Uses something that has to be removed afterwards. Where both fail, reports both errors: the first usually causes the second.
 */
export async function opened<Thing extends { readonly remove: () => void | Promise<void> }>(
  open: () => Promise<Thing>,
  use: (thing: Thing) => Promise<void>,
): Promise<void> {
  const thing = await open();
  const faults: unknown[] = [];
  for (const step of [() => use(thing), () => thing.remove()])
    try {
      await step();
    } catch (error) {
      faults.push(error);
    }
  if (faults.length > 1)
    throw new AggregateError(
      faults,
      faults.map((each) => (each instanceof Error ? each.stack : String(each))).join('\nand then: '),
    );
  if (faults.length === 1) throw faults[0];
}

/** Removes a folder in which ending processes may still write. */
export async function removeAtLast(folder: string, seconds = 30): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (tries > seconds * 5) throw error;
      await pause(200);
    }
  }
}
