import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { OperationContext } from './operations/index.ts';

/** The surroundings that the process gives to the program. */
export type Surroundings = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the installed package. */
  readonly installation: string;
  /** Whether the process ends with the call. */
  readonly isOwnProcess?: boolean;
  /** Where the log of `--debug` goes, if there is one. */
  readonly log?: Pick<OperationContext, 'log' | 'hideInLog'>;
};

/** Builds what operations work with. */
export function createContext({
  cwd,
  env,
  installation,
  isOwnProcess = false,
  log = NO_LOG,
}: Surroundings): OperationContext {
  const today = () => new Date().toISOString().slice(0, 10);
  return { cwd, env, installation, isOwnProcess, today, userFolder: userFolder(env), ...log };
}

const NO_LOG: Pick<OperationContext, 'log' | 'hideInLog'> = { log: () => {}, hideInLog: () => {} };

/** The user's folder for this program, after the XDG Base Directory specification, which ignores relative paths. */
function userFolder(env: Surroundings['env']): string | null {
  const configured = env.XDG_CONFIG_HOME;
  if (configured && isAbsolute(configured)) return join(configured, 'orchestrator');
  const home = env.HOME || homedir();
  return home && isAbsolute(home) ? join(home, '.config', 'orchestrator') : null;
}
