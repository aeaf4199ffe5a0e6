import type { Detector } from '../detector.ts';
import { commandFact, type Fact, roleOf } from '../fact.ts';
import { SCRIPTS } from '../marker_files.ts';
import { nameOf } from '../plain_text.ts';
import { GENERATORS } from './autotools.ts';

/** Shell scripts in the usual folders whose names reveal their purpose. */
export const scriptFiles: Detector = {
  name: 'script-files',
  detect: (sources) =>
    sources
      .where({ endings: SHELL })
      .filter((path) => SCRIPTS.test(path))
      .flatMap((path): Fact[] => {
        const role = roleOf(nameOf(path).replace(/\.\w+$/u, ''));
        // A script for users installs the product.
        if (role === 'task' || path === 'install.sh') return [];
        // Where Autotools are used, it makes `configure`, and is told with them.
        if (GENERATORS.includes(path) && sources.has('configure.ac')) return [];
        const forOne = role === 'build' && FOR_ONE_SYSTEM.test(path);
        // Only a file that a shell can run is a command.
        return sources.read(path)?.lines[0]?.startsWith('#!') === true
          ? [
              commandFact({
                role: forOne ? 'task' : role,
                run: path.includes('/') ? path : `./${path}`,
                folder: '.',
                evidence: [{ path, line: 1 }],
                certainty: 'inferred',
              }),
            ]
          : [];
      })
      .slice(0, 12),
};

const SHELL: ReadonlySet<string> = new Set(['sh', 'bash']);

/** A build for one system that the project is not only for. */
const FOR_ONE_SYSTEM = /[-_](?:ios|android|wasm|macos|osx|windows|win(?:32|64)?|linux|arm\w*)\.\w+$/iu;
