/** The mark by which something that is still to be written is found again, by people and by programs. */
export const PLACEHOLDER_MARK = 'TODO(orchestrator)';
