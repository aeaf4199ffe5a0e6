import { userInfo } from 'node:os';

/** Whether this process has all permissions on this machine. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Returns this process's numeric user and group, 0 if there are none, and the home folder of its account, whatever HOME says. */
export function ownUser(): { readonly uid: number; readonly gid: number; readonly home: string } {
  const ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  try {
    return { ...ids, home: userInfo().homedir };
  } catch {
    // A number for which the machine has no account.
    return { ...ids, home: '/nonexistent' };
  }
}

/** The program that runs this one. */
export function nodeProgram(): string {
  return process.execPath;
}

/** The system and the processor in the format of program registries: `linux-x86_64`. */
export function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const processor = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? process.arch;
  return `${system}-${processor}`;
}
