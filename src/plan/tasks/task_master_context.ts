import type { Node } from 'jsonc-parser';
import { printable } from '../../lib/index.ts';
import { oneLine } from './flat_text.ts';
import type { ContextPiece } from './importer.ts';
import { entriesOf, type JsonText, property } from './json_text.ts';

/** What a file of Task Master says about the whole work, beside its tasks. */
export type FileMetadata = {
  /** The name of the project; empty where none is given. */
  readonly title: string;
  readonly context: readonly ContextPiece[];
};

/**
 * Reads the metadata of a file of Task Master: under the tag, at the end of the file, or as keys beside the list. Dates and counts are
 * left out, and so is the description that the tool writes by itself.
 *
 * @param tasks - the list that was chosen
 */
export function metadataOf({ root, at }: JsonText, tasks: Node): FileMetadata {
  const around = tasks.parent?.parent;
  const owners = [...new Set([around, root])].filter((node): node is Node => node?.type === 'object');
  const found = owners.flatMap((owner) => [
    ...METADATA.flatMap((key) => property(owner, key) ?? []),
    ...(property(owner, 'tasks') === tasks ? [owner] : []),
  ]);
  const said = new Map<string, { readonly node: Node; readonly text: string }>();
  for (const node of found)
    for (const [key, value] of entriesOf(node)) {
      const text = textOf(value);
      if (text !== '' && !BOOKKEEPING.test(key) && !OWN_WORDS.test(text) && !said.has(key))
        said.set(key, { node: value, text });
    }
  const title = NAMES.map((key) => said.get(key)?.text).find((text) => text !== undefined) ?? '';
  const [first] = said.values();
  if (first === undefined) return { title, context: [] };
  const { line } = at(first.node);
  const lines = [...said].map(([key, { text }]) => `**${key}**: ${text}`);
  return {
    title,
    context: [{ name: 'the metadata of the file', text: lines.join('\n'), line, end: line + 1 }],
  };
}

const METADATA = ['metadata', 'meta'];

/** Keys for the name of the project. */
const NAMES = ['projectName', 'project_name', 'project', 'name'];

/** Keys for dates, counts and the tool's own settings. */
const BOOKKEEPING =
  /^(?:created|updated|modified|generated|last|exported|version|format|schema|\$schema|id|tag|tags|currentTag|status|progress|(?:total|completed|pending|done|task|subtask|in_?progress)(?:_?[a-z]*(?:count|tasks?|s|percentage))?$)/iu;

/** The description that the tool writes for a new tag. */
const OWN_WORDS = /^(?:Tasks for \S+ context|(?:Default|Main) tasks context|Tag created .*)$/iu;

function textOf(node: Node): string {
  if (typeof node.value === 'string') return oneLine(printable(node.value));
  if (node.type !== 'array') return '';
  const items = (node.children ?? []).flatMap(({ value }) =>
    typeof value === 'string' ? [oneLine(printable(value))] : [],
  );
  return items.join(', ');
}
