/** Where the commit is kept that a batch has got to; what the program goes by. */
export function headRef(batch: number): string {
  return `refs/orchestrator/batches/${batch}/head`;
}

/** Where the commit is kept that a batch began at. */
export function baseRef(batch: number): string {
  return `refs/orchestrator/batches/${batch}/base`;
}

/** The name of the branch that shows a batch's head to the user. Flat: a ref can't stand under another ref. */
export function visibleBranch(batch: number): string {
  return `orchestrator-batch-${batch}`;
}

/** What the refs of a batch's attempts begin with. */
export function attemptsPrefix(batch: number): string {
  return `refs/orchestrator/batches/${batch}/attempts/`;
}

/** Where it is kept that a batch is just being brought to the user's branch. */
export function deliveryRef(batch: number): string {
  return `refs/orchestrator/batches/${batch}/delivery`;
}
