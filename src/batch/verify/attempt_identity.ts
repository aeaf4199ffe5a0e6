/**
 * The address that git writes beside everything that an attempt does with it: by that, what an attempt did to branches outside of
 * its worktree is told apart from what the user did meanwhile. Git's logs of refs have it.
 */
export function attemptAddress(token: string): string {
  return `attempt-${token}@orchestrator.invalid`;
}

/** Whether an address is that of some attempt. */
export function isAttemptAddress(address: string): boolean {
  return /^attempt-.*@orchestrator\.invalid$/u.test(address);
}
