/**
 * Returns the email address git records for everything an attempt does with it: it distinguishes the attempt's changes to
 * branches outside its worktree from the user's. Git's reflogs contain it.
 */
export function attemptAddress(token: string): string {
  return `attempt-${token}@orchestrator.invalid`;
}

/** Whether an address belongs to an attempt. */
export function isAttemptAddress(address: string): boolean {
  return /^attempt-.*@orchestrator\.invalid$/u.test(address);
}
