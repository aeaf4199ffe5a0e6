import { sha256 } from '../../platform/index.ts';
import type { Exportable } from './types.ts';

/** The line that carries the hash of all the rest: by it an edit by hand is known. */
const SEAL = /^ {2}sha256: [0-9a-f]{64}$/mu;

/**
 * A file with front matter, which says where it came from and what it was as it was written; of a component also what an import
 * needs to make the same of it again.
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

/** Whose a file is: as it was exported, edited by hand since, or somebody else's. */
export function sealOf(text: string): 'whole' | 'edited' | 'foreign' {
  const plain = text.replace(/\r\n/gu, '\n');
  const front = /^---\n[\s\S]*?\n---\n/u.exec(plain)?.[0] ?? '';
  const line = SEAL.exec(front);
  if (!front.includes('\n  generator: orchestrator\n') || line === null) return 'foreign';
  const rest = plain.slice(0, line.index) + plain.slice(line.index + line[0].length + 1);
  return line[0].endsWith(sha256(rest)) ? 'whole' : 'edited';
}
