// Measures how well the catalogue finds components in checked-out marketplaces; prints the figures of docs/evals/catalogue.md.
//
//   node scripts/catalogue_eval.mjs FOLDER...
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}dist/.work/catalogue_eval.cjs`;
await build({
  absWorkingDir: root,
  entryPoints: ['scripts/catalogue_eval.ts'],
  outfile: file,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
const { measure } = await import(pathToFileURL(file).href);
const offTopic = parse(readFileSync(`${root}tests/cases/off_topic.yaml`, 'utf8'));
console.log(
  '| source | entries | half | queries | hit@1 | hit@5 | on topic, nothing fits | off topic, nothing fits |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const folder of process.argv.slice(2))
  for (const kinds of ['parts', 'all'])
    for (const { half, components, queries, hit1, hit5, refused, offTopic: many, nothingFits } of measure(
      resolve(folder),
      offTopic,
      kinds,
    ))
      console.log(
        `| ${folder.split('/').at(-1)} | ${kinds} (${components}) | ${half} | ${queries} | ${hit1.toFixed(3)} | ${hit5.toFixed(3)} | ${refused} | ${nothingFits} of ${many} |`,
      );
