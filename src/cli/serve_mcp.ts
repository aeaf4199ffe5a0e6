import type { OperationContext } from '../operations/index.ts';

/** Serves a client of the Model Context Protocol on the process's streams until it disconnects. Returns the exit code. */
export type ServeMcp = (context: OperationContext, log: (text: string) => void) => Promise<number>;
