import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles a module of the source as the program is built, and imports it.
 *
 * @param path - from the root of the project: `src/plan/index.ts`
 */
export async function loadSource(path) {
  const outfile = join(tmpdir(), `orchestrator-bench-${process.pid}-${path.replaceAll(/\W/g, '-')}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../../${path}`, import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The other form of some packages cannot be bundled as a module.
    mainFields: ['module', 'main'],
    outfile,
    logLevel: 'error',
  });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return loaded;
}
