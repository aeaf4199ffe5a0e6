import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/**
 * A `require` for the built files of this program that uses the code V8 made of them when they were built. Most of a short
 * run is otherwise spent on compiling. A file whose code was made by another Node, of another text, or not at all, is
 * loaded as ever.
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
    const kept = id.startsWith('./') ? readIfThere(codeFile(path)) : undefined;
    const source = kept && readIfThere(path);
    const cachedData = kept && source && openCode(kept, source);
    if (!cachedData) return plain(id);
    const script = new Script(wrapped(source.toString('latin1')), { filename: path, cachedData });
    const built = { exports: {} };
    loaded.set(id, built);
    script.runInThisContext().call(built.exports, built.exports, load, built, path, folder);
    return built.exports;
  };
  return load;
}

/** A file's source, which is ASCII, as the function that Node makes of a CommonJS module. The build makes the code of the same text. */
export function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
}

/** Where the code of a built file is kept: V8 takes only what the very same version has made. */
export function codeFile(path: string): string {
  return `${path}.${process.version}-${process.platform}-${process.arch}.code`;
}

/**
 * Code as it is kept: twice, and with its source. V8 looks at neither, only at the length of the source: it would run the old
 * code of a file that was edited, and dies of code that is damaged. A checksum would take less room, and a tenth of Node's own
 * start: it needs `node:zlib`.
 */
export function sealCode(code: Buffer, source: Buffer): Buffer {
  const length = Buffer.alloc(HEAD);
  length.writeDoubleLE(code.length);
  return Buffer.concat([length, code, code, source]);
}

/** The code that {@link sealCode} has sealed; `undefined` when it or its source is not what it was. */
export function openCode(kept: Buffer, source: Buffer): Buffer | undefined {
  if (kept.length <= HEAD) return undefined;
  const length = kept.readDoubleLE();
  if (!Number.isInteger(length)) return undefined;
  const [middle, end] = [HEAD + length, HEAD + 2 * length];
  if (kept.length !== end + source.length || source.compare(kept, end) !== 0) return undefined;
  return kept.compare(kept, middle, end, HEAD, middle) === 0 ? kept.subarray(HEAD, middle) : undefined;
}

/** In front is the length of the code, as a number of eight bytes: V8 copies code that is aligned to fewer. */
const HEAD = 8;

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
