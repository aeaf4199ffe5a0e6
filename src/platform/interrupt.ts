import { type ProcessIdentity, processState } from './process_identity.ts';
import { systemErrorCode } from './system_error.ts';

/** The result of asking a process to end; `unknown` if this machine cannot tell whether it runs. */
export type Interruption = 'asked' | 'gone' | 'unknown' | 'not-allowed';

/** Asks exactly this process to end, as Ctrl-C does. */
export function interruptProcess(identity: ProcessIdentity): Interruption {
  const standing = processState(identity);
  if (standing !== 'running') return standing;
  try {
    process.kill(identity.pid, 'SIGINT');
    return 'asked';
  } catch (error) {
    return systemErrorCode(error) === 'ESRCH' ? 'gone' : 'not-allowed';
  }
}
