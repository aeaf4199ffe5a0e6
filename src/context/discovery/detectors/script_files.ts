import type { Detector } from '../detector.ts';
import { commandFact, type Fact, roleOf } from '../fact.ts';
import { SCRIPTS } from '../marker_files.ts';
import { nameOf, plain } from '../plain_text.ts';
import type { Sources } from '../sources.ts';
import { GENERATORS } from './autotools.ts';

/** Shell scripts in the usual folders whose names reveal their purpose, and those that start a project. */
export const scriptFiles: Detector = {
  name: 'script-files',
  detect: (sources) => [...startFacts(sources), ...shellFacts(sources)],
};

/** Scripts by which people start or check a project, such as those that Rails has in `bin`. */
function startFacts(sources: Sources): Fact[] {
  return sources.where({ folder: /^(?:bin|script)\/$/u, name: STARTS }).flatMap((path): Fact[] => {
    const text = sources.read(path);
    if (!/^#!.*\b(?:ba|z|da)?sh\b/u.test(text?.lines[0] ?? '')) return [];
    const calls = (text?.lines ?? []).flatMap((line, place) =>
      /^\s*(?:#|$|set\s|cd\s|export\s|echo\s)/u.test(line) ? [] : [{ call: line.trim(), line: place + 1 }],
    );
    const [only] = calls;
    const isOne = calls.length === 1 && only !== undefined && !/[\\{(]$/u.test(only.call);
    return [
      commandFact({
        role: roleOf(nameOf(path)),
        run: path,
        folder: '.',
        evidence: [{ path, line: isOne ? only.line : 1 }],
        ...(isOne ? { does: plain(only.call.replace(/^exec\s+/u, ''), 80) } : {}),
        certainty: 'inferred',
      }),
    ];
  });
}

const STARTS = /^(?:start|dev|server|serve|ci|check|format|build|release|deploy)$/u;

function shellFacts(sources: Sources): Fact[] {
  return sources
    .where({ endings: SHELL })
    .filter((path) => SCRIPTS.test(path))
    .flatMap((path): Fact[] => {
      const role = roleOf(nameOf(path).replace(/\.\w+$/u, ''));
      // A script for users installs the product.
      if (role === 'task' || path === 'install.sh') return [];
      // With Autotools it generates `configure`, and their detector reports it.
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
    .slice(0, 12);
}

const SHELL: ReadonlySet<string> = new Set(['sh', 'bash']);

/** A build for one system that the project is not only for. */
const FOR_ONE_SYSTEM = /[-_](?:ios|android|wasm|macos|osx|windows|win(?:32|64)?|linux|arm\w*)\.\w+$/iu;
