/** Whether this process may do everything on this machine. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
