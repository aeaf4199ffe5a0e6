import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps this process small from here on, for one that starts many others: each start is slower the larger the process is.
 * Called once, when everything is loaded. By itself V8 lets garbage pile up, to 30 MiB and more beside the 10 that are used.
 */
export function keepSmall(): void {
  // The heap grows in small steps, which is asked at every collection.
  setFlagsFromString('--optimize-for-size');
  // Compiling what is hot takes more room than it saves time in a program that mostly waits.
  setFlagsFromString('--no-opt');
  // What is new does not get more room than it has at the start, 1 MiB instead of up to 16, three times over.
  setFlagsFromString('--semi-space-growth-factor=1');
  // Only from the first full collection on is it known how little is used.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
