import { userInfo } from 'node:os';

/** Whether this process may do everything on this machine. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The numeric user and group that this process has, 0 where there are none, and the home folder of its account, whatever HOME says. */
export function ownUser(): { readonly uid: number; readonly gid: number; readonly home: string } {
  const ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  try {
    return { ...ids, home: userInfo().homedir };
  } catch {
    // A number that the machine has no account for.
    return { ...ids, home: '/nonexistent' };
  }
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
