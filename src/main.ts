import { dirname } from 'node:path';
import { writeOut } from './cli/terminal/write.ts';
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
  import('./cli/index.ts')
    .then(({ runCommandLine }) => {
      const surroundings = { cwd: process.cwd(), env: process.env, installation: dirname(__dirname) };
      return runCommandLine({
        argv,
        env: process.env,
        version: VERSION,
        context: createContext(surroundings),
      });
    })
    .then((exitCode) => process.exit(exitCode));
}

/** Node 22 and later keep compiled code between runs when asked to. Older ones are not even asked: that costs a module. */
function enableCompileCache(): void {
  if (Number.parseInt(process.versions.node, 10) < 22) return;
  const builtIn: object = process.getBuiltinModule('node:module');
  if ('enableCompileCache' in builtIn && typeof builtIn.enableCompileCache === 'function')
    builtIn.enableCompileCache();
}

main();
