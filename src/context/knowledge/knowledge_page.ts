import { printableLine } from '../../lib/index.ts';
import type { ProvenStatement } from './prove_statements.ts';

/**
 * A page of knowledge: the question, the proven statements with their places, and the files that they rest on with their hashes.
 */
export type KnowledgePage = {
  readonly kind: 'research' | 'document';
  readonly question: string;
  readonly model: string;
  readonly statements: readonly ProvenStatement[];
  readonly open: readonly string[];
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
};

/** The page as Markdown. Every value of the front matter is a JSON text, which is YAML as well. */
export function pageText({ kind, question, model, statements, open, files }: KnowledgePage): string {
  const head = [
    '---',
    'schema: orchestrator.knowledge/1',
    `kind: ${kind}`,
    `question: ${JSON.stringify(question)}`,
    `model: ${JSON.stringify(model)}`,
    'files:',
    ...files.map(({ path, sha256 }) => `  - { path: ${JSON.stringify(path)}, sha256: ${sha256} }`),
    '---',
  ];
  const places = ({ evidence }: ProvenStatement) =>
    evidence.map(({ path, from, to }) => `\`${path}:${from}${to === from ? '' : `-${to}`}\``).join(', ');
  const rest =
    open.length === 0 ? [] : ['', '## Open', '', ...open.map((text) => `- ${printableLine(text)}`)];
  return `${[...head, '', `# ${printableLine(question)}`, '', ...statements.map((each) => `- ${each.text} (${places(each)})`), ...rest].join('\n')}\n`;
}
