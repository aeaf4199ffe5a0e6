import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps this process small from here on, for one that starts many others: each start is slower the larger the process. Called
 * once, when everything is loaded, and only where the process ends with the run: from then on, long calculations take several
 * times as long. By default V8 lets garbage pile up, to 30 MiB and more on top of the 10 in use.
 */
export function limitMemory(): void {
  // The heap grows in small steps; V8 reads this flag at every collection.
  setFlagsFromString('--optimize-for-size');
  // Optimized code takes more space than it saves time in a program that mostly waits.
  setFlagsFromString('--no-opt');
  // New objects get no more space than at the start, 1 MiB instead of up to 16, three times over.
  setFlagsFromString('--semi-space-growth-factor=1');
  // Only a full collection shows how little is used.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
