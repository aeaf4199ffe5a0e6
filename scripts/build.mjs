// Builds dist/: bundles the program and everything it uses, indexes the shipped library, collects licences.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import './generate.mjs';
import { lateExpressions } from './late_expressions.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = `${root}dist/.work/`;
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/**
 * Keeps `node:child_process`, and the network modules that it loads, out of every start: commander needs it only for subcommands
 * that are separate programs, of which there are none.
 */
const withoutChildProcess = {
  name: 'without-child-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/node_modules/commander/')
        ? { path: 'child_process', namespace: 'unused' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * Keeps ajv out of the MCP server, which passes its own validator to the package: this saves a third of what the package would
 * load. The stub has only the names that are imported here.
 */
const withoutSchemaCompiler = {
  name: 'without-schema-compiler',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: 'shims',
      namespace: 'own-shims',
    }));
    onLoad({ filter: /.*/, namespace: 'own-shims' }, () => ({
      contents:
        'import process from "node:process"; export { process }; export class DefaultJsonSchemaValidator {} ' +
        'export const validateClientMetadataUrl = () => {};',
    }));
  },
};

/**
 * Packages in files of their own, which are loaded when one of their functions is first called. `yaml` has 70 modules, and many
 * plans and components contain no YAML; `string-width` builds an expression of all emoji, which takes as long as Node's own
 * start, and few texts have a character that needs it; `entities` builds tables of all HTML character names, and `jsonc-parser`
 * one of indents. The program's own modules here are those that a sound plan in its own format does not need.
 */
const LATE_PACKAGES = /^(?:yaml|string-width|entities|jsonc-parser)$/;
const LATE_MODULES = new Set([
  'src/config/generated/validators.js',
  'src/operations/plans/possible_lists.ts',
  'src/plan/document/markdown_blocks.ts',
  'src/plan/tasks/import_tasks.ts',
]);

/** Puts rarely used modules into files of their own; `fileOf` names the file. Exports are looked up on each use. */
const onFirstUse = (fileOf) => ({
  name: 'on-first-use',
  setup(context) {
    const put = async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || kind === 'dynamic-import' || pluginData === 'resolving') return undefined;
      const found = await context.resolve(path, { kind, importer, resolveDir, pluginData: 'resolving' });
      const module = found.path.slice(root.length);
      if (found.errors.length > 0 || !(LATE_PACKAGES.test(path) || LATE_MODULES.has(module)))
        return undefined;
      return {
        path: module,
        namespace: 'first-use',
        pluginData: LATE_PACKAGES.test(path) ? path : undefined,
      };
    };
    context.onResolve({ filter: LATE_PACKAGES }, put);
    context.onResolve(
      { filter: /\/(?:validators\.js|possible_lists\.ts|markdown_blocks\.ts|import_tasks\.ts)$/ },
      put,
    );
    context.onResolve({ filter: /.*/, namespace: 'first-use' }, ({ path }) => ({ path, external: true }));
    context.onLoad({ filter: /.*/, namespace: 'first-use' }, async ({ path, pluginData }) => {
      const names = pluginData === undefined ? functionsOf(path) : Object.keys(await import(pluginData));
      const file = `./${fileOf(path)}.js`;
      const getters = names
        .filter((name) => name !== 'default' && name !== 'module.exports')
        .map((name) => `get ${name}() { return require('${file}').${name}; }`);
      // A module with only a default export is a function.
      const contents =
        getters.length > 0
          ? `module.exports = { ${getters.join(', ')} };`
          : `module.exports = (...given) => require('${file}').default(...given);`;
      return { contents };
    });
  },
});

/** The functions that one of the program's own modules exports. */
function functionsOf(path) {
  const text = readFileSync(`${root}${path}`, 'utf8');
  return [...text.matchAll(/^(?:"use strict";)?export (?:async )?(?:function|class|const) (\w+)/gmu)].map(
    ([, name]) => name,
  );
}

/** Replaces `string-width` for packages with the program's own version, which handles most texts without the package. */
const ownTextWidth = {
  name: 'own-text-width',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ importer, namespace }) =>
      namespace === 'file' && importer.includes('/node_modules/')
        ? { path: 'text-width', namespace: 'own-text-width' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'own-text-width' }, () => ({
      contents:
        "import { textWidth } from './src/lib/wrap.ts'; import stringWidth from 'string-width'; " +
        'export default (text, options) => (options === undefined ? textWidth(text) : stringWidth(text, options));',
      resolveDir: root,
    }));
  },
};

/** Leaves out dynamic imports; `fileOf` names the file of each. */
const dynamicImportsApart = (fileOf) => ({
  name: 'dynamic-imports-apart',
  setup(context) {
    context.onResolve({ filter: /.*/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'resolving' || path.startsWith('node:'))
        return undefined;
      const found = await context.resolve(path, { kind, importer, resolveDir, pluginData: 'resolving' });
      if (found.errors.length > 0) return found;
      return { path: `./${fileOf(found.path.slice(root.length))}.js`, external: true };
    });
  },
});

rmSync(`${root}dist`, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const packages = await bundle();
await indexLibrary();
writeNotices(packages);
await bundleForBuild('src/compiled_code.ts');
// In a separate process: it runs the program, so that the code of a typical run is there to be kept.
execFileSync(process.execPath, [`${root}scripts/keep_code.cjs`], { stdio: ['ignore', 'ignore', 'inherit'] });
rmSync(work, { recursive: true });

/**
 * One file for `main.ts` and one for every dynamically imported module: a command loads only its own file. Code that several of
 * them use is in each, because loading another file costs more than its content. All are CommonJS, which Node starts in half the
 * time.
 */
async function bundle() {
  // main.ts loads both front ends by the names of their built files.
  const names = new Map([
    ['src/main.ts', 'main'],
    ['src/cli/index.ts', 'cli-index'],
    ['src/mcp/index.ts', 'mcp-index'],
  ]);
  const packages = new Set();
  const late = lateExpressions();
  // All modules known so far are built at once, so that shared ones are read once; their dynamic imports are built next.
  let next = [...names];
  while (next.length > 0) {
    const known = new Set(names.keys());
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(next.map(([entry, name]) => [name, entry])),
      outdir: 'dist',
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      mainFields: ['module', 'main'],
      supported: {
        // Raw characters in them could not be escaped below.
        ...{ 'dynamic-import': false, 'template-literal': false },
        // esbuild assumes that Node lacks support, and turns literals into calls, which would be evaluated at every start and
        // call.
        'regexp-unicode-property-escapes': true,
      },
      define: { VERSION: JSON.stringify(version) },
      plugins: [
        withoutChildProcess,
        withoutSchemaCompiler,
        ownTextWidth,
        onFirstUse((path) => enlist(path, names)),
        late,
        dynamicImportsApart((path) => enlist(path, names)),
      ],
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
    });
    for (const input of Object.keys(metafile.inputs)) packages.add(packageOf(input));
    next = [...names].filter(([entry]) => !known.has(entry));
  }
  for (const name of names.values()) escapeCharacters(`${root}dist/${name}.js`);
  writeFileSync(`${root}dist/package.json`, '{ "type": "commonjs" }\n');
  const main = readFileSync(`${root}dist/main.js`, 'utf8');
  writeFileSync(`${root}dist/main.js`, `#!/usr/bin/env node\n${main}`);
  // From a clone, npx runs this very file.
  chmodSync(`${root}dist/main.js`, 0o755);
  return [...packages].filter((name) => name !== undefined).sort();
}

/**
 * Escapes non-ASCII characters that esbuild leaves in regular expressions: one such character makes V8 store the whole file in
 * twice the space, which takes three times as long.
 */
function escapeCharacters(file) {
  const source = readFileSync(file, 'utf8');
  if (/\\[^\p{ASCII}]/u.test(source)) throw new Error(`${file}: no escape can stand behind a backslash`);
  // By UTF-16 units: a regular expression reads a pair of them as one character, with or without its flag `u`.
  const escaped = source.replace(
    /[\x80-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (escaped !== source) writeFileSync(file, escaped);
}

/** Gives a dynamically imported module a file of its own; returns the file's name. */
function enlist(path, names) {
  if (!names.has(path)) {
    const stem = path
      .replace(/^.*node_modules\//u, '')
      .replace(/^src\//u, '')
      .replace(/\.[cm]?[jt]s$/u, '');
    names.set(path, stem.replace(/[^A-Za-z0-9]+/gu, '-'));
  }
  return names.get(path);
}

/** The package that a bundled file comes from; `undefined` for the program's own. */
function packageOf(input) {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/u.exec(input)?.[1];
}

/** Parses the shipped goal map and components once, here, with the code that reads a user's own. */
async function indexLibrary() {
  const built = await bundleForBuild('scripts/index_library.ts');
  const { indexLibrary: index } = await import(pathToFileURL(built).href);
  mkdirSync(`${root}dist/built_in`);
  for (const [file, text] of await index(root)) writeFileSync(`${root}dist/built_in/${file}`, text);
}

/** Bundles a module that the build itself runs; returns the resulting file. */
async function bundleForBuild(entry) {
  const name = basename(entry, '.ts');
  await build({
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: work,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    outExtension: { '.js': '.cjs' },
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return `${work}${name}.cjs`;
}

/** Writes the licence of every package in the bundle, as their terms require. */
function writeNotices(packages) {
  const sections = packages.map((name) => {
    const folder = `${root}node_modules/${name}/`;
    const { version, license } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
    const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/iu.test(entry));
    const text = file ? readFileSync(`${folder}${file}`, 'utf8').trim() : `Licence: ${license}`;
    return `## ${name} ${version} (${license})\n\n${text}\n`;
  });
  const head = '# Third-party notices\n\nThis program contains these packages, in whole or in part.\n';
  writeFileSync(`${root}dist/THIRD_PARTY_NOTICES.md`, `${[head, ...sections].join('\n')}`);
}
