import { posix } from 'node:path';
import type { Language } from '../file_kind.ts';

/**
 * The project files that a program always imports, each with its possible paths: statements at the left margin, with relative
 * paths in JavaScript and TypeScript, and below the import root in Python. Imports computed at run time, or found by settings,
 * are unknown.
 *
 * @param path - of the program, from the top of the repository
 * @param root - the root of its imports in Python, from there
 */
export function importsOf(
  text: string,
  language: Language | undefined,
  path: string,
  root: string,
): string[][] {
  if (language === 'js')
    return [...text.matchAll(JS)].map(([, one, other]) => jsPlaces(posix.dirname(path), one ?? other ?? ''));
  if (language !== 'python') return [];
  return [...text.matchAll(PYTHON)].flatMap(([, modules = '', from, names = '']) => {
    const wanted =
      from === undefined
        ? modules.split(',')
        : [
            from,
            ...names
              .split(',')
              .map((name) => `${from.replace(/(?<=[^.])$/u, '.')}${name.trim().split(/\s/u)[0]}`),
          ];
    return wanted.map((module) =>
      pythonPlaces(module.trim().split(/\s/u)[0] ?? '', posix.dirname(path), root),
    );
  });
}

/** `import … from './x'`, `import './x'`, `export … from './x'`, `const x = require('./x')`. */
const JS =
  /^(?:(?:import|export)\b(?:[^;'"]{0,2000}\bfrom)?\s*['"](\.{1,2}\/[^'"\n]+)['"]|(?:(?:const|let|var)\s[^;='"\n]{0,500}=\s*)?require\(['"](\.{1,2}\/[^'"\n]+)['"]\))/gmu;

/** `import a, b.c`, `from a import b, c`. */
const PYTHON = /^(?:import[ \t]+([\w., \t]+)|from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([\w, \t]*))/gmu;

const JS_ENDINGS = ['', '.js', '.ts', '.mjs', '.cjs', '/index.js', '/index.ts'];

function jsPlaces(folder: string, written: string): string[] {
  const path = posix.join(folder, written);
  const typed = /\.([cm]?)js$/u.test(path) ? [path.replace(/\.([cm]?)js$/u, '.$1ts')] : [];
  return [...JS_ENDINGS.map((ending) => `${path}${ending}`), ...typed];
}

function pythonPlaces(module: string, folder: string, root: string): string[] {
  const dots = /^\.*/u.exec(module)?.[0].length ?? 0;
  const base = dots === 0 ? root : posix.join(folder, ...Array.from({ length: dots - 1 }, () => '..'));
  const path = posix.join(base, module.slice(dots).replaceAll('.', '/'));
  return [`${path}.py`, `${path}/__init__.py`];
}
