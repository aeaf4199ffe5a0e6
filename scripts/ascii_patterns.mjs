// Precomputes, at build time, the form of a `LatePattern` for ASCII texts, and the words that such a text must contain: computing
// it at run time takes a plan check longer than reading the plan.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { wordsFor } from './needed_words.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const CALL = /\bnew LatePattern\(/u;

/**
 * A module with the source for ASCII as a third argument of each `LatePattern` at its top level, and its required words as a
 * fourth; unchanged where there is none.
 */
export async function withAsciiPatterns(text, path) {
  const calls = CALL.test(text) ? patternsIn(text, path) : [];
  if (calls.length === 0) return text;
  const sources = await sourcesIn(text, path, calls);
  return calls.reduceRight(
    (done, { end }, index) =>
      `${done.slice(0, end)}, () => ${JSON.stringify(sources[index].ascii)}${needed(sources[index])}${done.slice(end)}`,
    text,
  );
}

function needed({ whole, ascii }) {
  const words = wordsFor(whole, ascii);
  return words === undefined ? '' : `, () => (${JSON.stringify(words)})`;
}

/** The positions of the arguments of each `new LatePattern(…)` in a constant at the top level. */
function patternsIn(text, path) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isNewExpression(node) && node.expression.getText() === 'LatePattern') {
      const [source, flags] = node.arguments ?? [];
      if (flags !== undefined)
        found.push({ start: source.getStart(file), end: flags.getEnd(), from: source.getEnd() });
    } else ts.forEachChild(node, visit);
  };
  file.statements.filter(ts.isVariableStatement).forEach(visit);
  return found;
}

/** Runs the module, collects each pattern's function, and returns their results, and those for ASCII, in order. */
async function sourcesIn(text, path, calls) {
  const kept = calls.reduceRight(
    (done, { start, from }, index) =>
      `${done.slice(0, start)}(kept$patterns[${index}] = ${done.slice(start, from)})${done.slice(from)}`,
    text,
  );
  const contents =
    `import { asciiSource as ascii$source } from ${JSON.stringify(`${root}src/lib/ascii_source.ts`)};\n` +
    `const kept$patterns: (() => string)[] = [];\n${kept}\n` +
    'export const sources$ascii = () =>\n  kept$patterns.map((source) => ({ whole: source(), ascii: ascii$source(source()) }));\n';
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: path.slice(0, path.lastIndexOf('/')), loader: 'ts', sourcefile: path },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  const built = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(built, built.exports, require);
  return built.exports.sources$ascii();
}
