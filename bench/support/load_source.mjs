import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles a module of the source in the way the program is built, and imports it.
 *
 * @param path - from the root of the project: `src/plan/index.ts`
 */
export async function loadSource(path) {
  const outfile = join(tmpdir(), `orchestrator-bench-${process.pid}-${path.replaceAll(/\W/g, '-')}.cjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../../${path}`, import.meta.url))],
    bundle: true,
    platform: 'node',
    // As the program is built: some packages load modules of Node with `require`, which a bundle that is an ES module does not
    // have.
    format: 'cjs',
    mainFields: ['module', 'main'],
    outfile,
    logLevel: 'error',
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return loaded;
}
