/** Problems with an executor. */
export type ExecutorProblemCode = 'unknown-executor' | 'bad-executor';
