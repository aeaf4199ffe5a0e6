/** Whether this process may do everything on this machine. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The program that runs this one. */
export function nodeProgram(): string {
  return process.execPath;
}
