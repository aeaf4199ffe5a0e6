/** Whether this process may do everything on this machine. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The numeric user and group that this process has; 0 where there are none. */
export function ownUser(): { readonly uid: number; readonly gid: number } {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/** The program that runs this one. */
export function nodeProgram(): string {
  return process.execPath;
}

/** The system and the processor, as registries of programs name them: `linux-x86_64`. */
export function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const processor = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? process.arch;
  return `${system}-${processor}`;
}
