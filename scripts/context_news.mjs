// How much of the context text in the smallest budget is news: `npm run news -- FOLDER…` prints, for each project, the share of its
// claims, by lines and by tokens, that neither README, CONTRIBUTING nor instruction files state already. A claim counts as stated
// if its subject occurs there: a command, wherever it is mentioned; half of the names, paths and values that it has in code; without
// any, every name and figure in it. The measure is stricter than what the text leaves out, which takes all values of a fact.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadSource } from '../bench/support/load_source.mjs';

const MIN = 0.8;
/** `- Test: ` and a command. */
const COMMAND = /^- [A-Z][a-z ]+: `/u;
const { discover, contextText } = await loadSource('src/context/index.ts');
const { estimateTokens } = await loadSource('src/lib/index.ts');

for (const folder of process.argv.slice(2)) {
  const context = await discover(folder, process.env);
  const text = contextText(context, 'minimal');
  const known = pagesOf(folder, context).map((path) => readFileSync(path, 'utf8').toLowerCase());
  const claims = text.split('\n').filter((line) => line.startsWith('- '));
  const stated = claims.filter((claim) => known.some((page) => isStated(claim, page)));
  const tokens = (lines) => lines.reduce((sum, line) => sum + estimateTokens(`${line}\n`), 0);
  const byLines = claims.length === 0 ? 1 : 1 - stated.length / claims.length;
  const byTokens = claims.length === 0 ? 1 : 1 - tokens(stated) / tokens(claims);
  const verdict = Math.min(byLines, byTokens) < MIN ? `under ${MIN * 100} %` : '';
  console.log(
    `${basename(folder).padEnd(28)} ${String(estimateTokens(text)).padStart(4)} tokens, ${String(claims.length).padStart(3)} claims, news by lines ${percent(byLines)}, by tokens ${percent(byTokens)}  ${verdict}`,
  );
  for (const claim of stated) console.log(`    stated: ${claim}`);
  if (verdict !== '') process.exitCode = 1;
}

/** The pages at the root, and the instruction files that discovery found. */
function pagesOf(folder, { facts }) {
  const pages = readdirSync(folder).filter((name) => /^(?:README|CONTRIBUTING)(?:\.\w+)?$/iu.test(name));
  const instructions = facts.filter(
    ({ id, kind }) => kind === 'instruction-file' && !id.endsWith('SKILL.md'),
  );
  return [...pages, ...instructions.map(({ values }) => values.path)]
    .map((path) => join(folder, path))
    .filter((path) => existsSync(path));
}

function isStated(claim, page) {
  const statement = claim.replace(/ \[[^\]]*\]$/u, '');
  const code = [...statement.matchAll(/`([^`]+)`/gu)].map(([, text]) => text.toLowerCase());
  const subjects = COMMAND.test(statement) ? code.slice(0, 1) : code;
  if (subjects.length > 0)
    return subjects.filter((subject) => holds(page, subject)).length * 2 >= subjects.length;
  const words = (statement.slice(2).match(/\S*(?:\d|[A-Z])\S*/gu) ?? []).slice(1);
  return words.length > 0 && words.every((word) => holds(page, word.toLowerCase()));
}

function holds(page, text) {
  const plain = text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${plain}(?![\\p{L}\\p{N}_])`, 'u').test(page);
}

function percent(share) {
  return `${(share * 100).toFixed(0).padStart(3)} %`;
}
