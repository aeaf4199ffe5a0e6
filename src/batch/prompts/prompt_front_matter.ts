import { revealHidden, withoutHtmlComments } from '../../lib/index.ts';
import type { PhaseNames, Workflow } from './batch_source.ts';

/** The contents of a prompt's front matter besides its names. */
export type FrontMatterFacts = {
  readonly names: PhaseNames;
  readonly title: string;
  readonly hours: number;
  readonly complexity: string | undefined;
  readonly files: readonly string[];
  /** As prompts: `PRP-44.1.1`. */
  readonly dependencies: readonly string[];
  readonly workflow: Workflow;
};

/** The front matter of a prompt with its delimiters: flat YAML, every text from the plan or the library quoted. */
export function promptFrontMatter(facts: FrontMatterFacts): string {
  const { names, title, hours, complexity, files, dependencies, workflow } = facts;
  return [
    '---',
    `prp_id: ${names.prp}`,
    `title: ${quoted(withoutHtmlComments(title).trim())}`,
    `type: ${files.length === 0 ? 'verification' : 'implementation'}`,
    `estimated_hours: ${hours}`,
    `complexity: ${complexity === undefined ? 'null' : quoted(withoutHtmlComments(complexity).trim())}`,
    ...list('files_modified', files.map(quoted)),
    ...list('dependencies', dependencies),
    `workflow: ${quoted(workflow.goal.name)}`,
    `variant: ${workflow.variant === undefined ? 'null' : quoted(workflow.variant)}`,
    `workflow_reason: ${quoted(workflow.reason)}`,
    ...list(
      'components',
      workflow.components.map(
        ({ kind, file, component }) =>
          `{ kind: ${kind}, file: ${quoted(file)}, sha256: ${component === undefined ? 'null' : quoted(component.sha256)} }`,
      ),
    ),
    '---',
  ].join('\n');
}

function list(name: string, items: readonly string[]): string[] {
  return items.length === 0 ? [`${name}: []`] : [`${name}:`, ...items.map((item) => `  - ${item}`)];
}

/**
 * A JSON string is a YAML double-quoted scalar, once line ends and forbidden characters in YAML, and invisible or text-reordering
 * characters, are escaped.
 */
function quoted(text: string): string {
  return revealHidden(JSON.stringify(text), escaped).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]/gu,
    escaped,
  );
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
