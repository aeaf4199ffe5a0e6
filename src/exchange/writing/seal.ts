import { sha256 } from '../../platform/index.ts';
import type { Exportable } from './exportable.ts';

/** The line with the hash of everything else: it reveals edits by hand. */
const SEAL = /^ {2}sha256: [0-9a-f]{64}$/mu;

/**
 * Adds front matter with the origin and the hash of the text as written; for a component also the fields an import needs to
 * recreate it.
 */
export function sealed(
  fields: readonly string[],
  body: string,
  { source, component, description, useWhen }: Exportable,
): string {
  const own =
    component === undefined
      ? []
      : [
          `  kind: ${component.kind}`,
          `  summary: ${JSON.stringify(description)}`,
          ...(useWhen === undefined ? [] : [`  use_when: ${JSON.stringify(useWhen)}`]),
          ...(component.license === undefined ? [] : [`  license: ${JSON.stringify(component.license)}`]),
        ];
  const open = [
    ...['---', ...fields, 'metadata:', '  generator: orchestrator'],
    `  source: ${JSON.stringify(source)}`,
    ...own,
  ].join('\n');
  const rest = `${open}\n---\n\n${body}`;
  return `${open}\n  sha256: ${sha256(rest)}\n---\n\n${body}`;
}

/** Whether a file is as it was exported, was edited by hand since, or is someone else's. */
export function sealOf(text: string): 'whole' | 'edited' | 'foreign' {
  const plain = text.replace(/\r\n/gu, '\n');
  const front = /^---\n[\s\S]*?\n---\n/u.exec(plain)?.[0] ?? '';
  const line = SEAL.exec(front);
  if (!front.includes('\n  generator: orchestrator\n') || line === null) return 'foreign';
  const rest = plain.slice(0, line.index) + plain.slice(line.index + line[0].length + 1);
  return line[0].endsWith(sha256(rest)) ? 'whole' : 'edited';
}
