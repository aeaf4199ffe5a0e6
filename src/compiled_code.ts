import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/**
 * A `require` for the built files of this program that uses the code V8 made of them when they were built. Most of a short
 * run is otherwise spent on compiling. A file whose code was made by another Node, or not at all, is loaded as ever.
 *
 * @param folder - where the built files are
 * @param plain - the module's own `require`, for everything else
 */
export function compiledRequire(folder: string, plain: (id: string) => unknown): (id: string) => unknown {
  const loaded = new Map<string, { exports: unknown }>();
  const load = (id: string): unknown => {
    const known = loaded.get(id);
    if (known) return known.exports;
    const path = join(folder, id);
    const cachedData = id.startsWith('./') ? readIfThere(codeFile(path)) : undefined;
    if (!cachedData) return plain(id);
    const script = new Script(wrapped(readFileSync(path, 'utf8')), { filename: path, cachedData });
    const built = { exports: {} };
    loaded.set(id, built);
    script.runInThisContext().call(built.exports, built.exports, load, built, path, folder);
    return built.exports;
  };
  return load;
}

/** A file's source as the function that Node makes of a CommonJS module. The build makes the code of the same text. */
export function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
}

/** Where the code of a built file is kept: V8 takes only what the very same version has made. */
export function codeFile(path: string): string {
  return `${path}.${process.version}-${process.arch}.code`;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
