/** The mark by which people and programs find text that still has to be written. */
export const PLACEHOLDER_MARK = 'TODO(orchestrator)';
