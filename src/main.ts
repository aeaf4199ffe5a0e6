import { dirname } from 'node:path';
import type { ServeMcp } from './cli/index.ts';
import { writeMessage, writeOut } from './cli/terminal/write.ts';
import { compiledRequire } from './compiled_code.ts';
import { createContext } from './runtime.ts';

/** Replaced by the build. */
declare const VERSION: string;

/** The bin: answers `--version` itself, else loads the command line. The only place that sets the exit code. */
function main(): void {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V' || argv[0] === 'version')) {
    process.exitCode = writeOut(`${VERSION}\n`);
    return;
  }
  enableCompileCache();
  const load = compiledRequire(__dirname, require);
  // As clients start it. They wait for its first answer, and the command line would add a third to that.
  if (argv.length === 1 && argv[0] === 'mcp') {
    serveAtOnce(load).then((exitCode) => process.exit(exitCode));
    return;
  }
  const { runCommandLine } = load('./cli-index.js') as typeof import('./cli/index.ts');
  Promise.resolve()
    .then(async () => {
      const cwd = workingFolder();
      if (cwd === undefined) return 3;
      // A copy: what nobody is to see is taken out of the original by whoever starts others' programs.
      const env = { ...process.env };
      const surroundings = { cwd, env, installation: dirname(__dirname), isOwnProcess: true };
      const line = { argv, env, version: VERSION, serveMcp: mcpServer(load) };
      if (!wantsLog(argv)) return runCommandLine({ ...line, context: createContext(surroundings) });
      const { openLog, logStart } = await import('./cli/debug_log.ts');
      const context = createContext({ ...surroundings, log: openLog() });
      logStart(context, line);
      const exitCode = await runCommandLine({ ...line, context });
      context.log(`exit code ${exitCode}`);
      return exitCode;
    })
    .then((exitCode) => process.exit(exitCode));
}

/** Serves the working folder: the exit code. */
async function serveAtOnce(load: (id: string) => unknown): Promise<number> {
  const cwd = workingFolder();
  if (cwd === undefined) return 3;
  const context = createContext({ cwd, env: { ...process.env }, installation: dirname(__dirname) });
  return mcpServer(load)(context, context.log);
}

/** The other front end, loaded when the command line is asked for it. */
function mcpServer(load: (id: string) => unknown): ServeMcp {
  return (context, log) => {
    const { keepStandardOutput, serveMcp } = load('./mcp-index.js') as typeof import('./mcp/index.ts');
    const output = keepStandardOutput();
    return serveMcp({ context, version: VERSION, input: process.stdin, output, log });
  };
}

/** Where the program was started; a folder that has been deleted since is said, and nothing else can be done there. */
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    writeMessage('error: The folder that you are in no longer exists.\n  Go to another one: cd\n');
    return undefined;
  }
}

/** Whether `--debug` is among the options; what follows `--` is somebody's words. */
function wantsLog(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--debug');
}

/** Node 22 and later keep compiled code between runs when asked to. Older ones are not even asked: that costs a module. */
function enableCompileCache(): void {
  if (Number.parseInt(process.versions.node, 10) < 22) return;
  const builtIn: object = process.getBuiltinModule('node:module');
  if ('enableCompileCache' in builtIn && typeof builtIn.enableCompileCache === 'function')
    builtIn.enableCompileCache();
}

main();
