import type { Answer } from './place_client.ts';

/** The reason why a placement gave no usable answer. */
export function failureReason(answer: Answer): string {
  switch (answer.kind) {
    case 'away':
      return answer.why;
    case 'fault':
      return `${answer.text} (${answer.code})`;
    case 'aborted':
      return 'it was cancelled';
    case 'answer':
      return 'its answer cannot be read';
  }
}

/** The reason why an attempt was not started there, and what to do about it. */
export function startFailureReason(answer: Exclude<Answer, { kind: 'answer' }>, place: string): string {
  if (answer.kind !== 'fault') return `${place}: ${failureReason(answer)}`;
  switch (answer.code) {
    case 'program':
      return `There is no program ${answer.text} at ${place}, in the PATH of commands over ssh. Install it, or give its full path`;
    case 'held':
      return `${place}: another controller is running an attempt at this phase there (${answer.text}). End it there first`;
    case 'queue':
      return `${place}: the queue rejects the job: ${answer.text}`;
    case 'worktree':
    case 'space':
      return `${place}: there is no room for it, or it cannot be written: ${answer.text}`;
    default:
      return `${place}: ${failureReason(answer)}`;
  }
}

/** The reason why a command gets none of these variables. */
export function reservedNamesReason(names: readonly string[]): string {
  return `the script there uses the variables ${names.join(', ')} itself, so the command cannot have them. Rename the command's variables`;
}

/** Whether git could not reach the other side, or lost it; judged by its words, since it has one exit code for everything. */
export function isConnectionFault(fault: string): boolean {
  return /Could not read from remote|Connection|disconnect|early EOF|hung up|timed out|Broken pipe|SIGPIPE/iu.test(
    fault,
  );
}
