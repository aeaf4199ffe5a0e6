/** Reasons why an executor may not work on this machine. */
export type ExecutorDoubtCode = 'executor-not-ready' | 'variable-unread' | 'key-kept';
