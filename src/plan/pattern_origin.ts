import { applyEdits } from './document/index.ts';

/** The pattern that a plan came from. */
export type PatternOrigin = {
  /** With its layer: `built-in/etl-pipeline`. */
  readonly id: string;
  /** The start of the hash of the pattern's contents. */
  readonly version: string;
  /** The values of its inputs. */
  readonly inputs: ReadonlyMap<string, string>;
};

const HEADING = '## Pattern';

/** The pattern that a plan's document says it came from; `undefined` where it names none. */
export function patternIn(source: string): PatternOrigin | undefined {
  const lines = source.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);
  const start = lines.findIndex((line) => line.trimEnd() === HEADING);
  if (start === -1) return undefined;
  const end = lines.findIndex((line, place) => place > start && /^#{1,6}\s/u.test(line));
  const said = new Map<string, string>();
  const inputs = new Map<string, string>();
  for (const line of lines.slice(start + 1, end === -1 ? undefined : end)) {
    const [, name = '', value = ''] = /^[-*+]\s+([a-z][a-z0-9 -]*):\s*(.*)$/u.exec(line.trimEnd()) ?? [];
    if (name.startsWith('input ')) inputs.set(name.slice('input '.length), value);
    else if (name !== '') said.set(name, value);
  }
  const [id = '', version = ''] = [said.get('id'), said.get('version')];
  const isOne =
    /^(?:project|user|built-in)\/[a-z0-9-]{1,60}$/u.test(id) && /^[0-9a-f]{12,64}$/u.test(version);
  return isOne ? { id, version, inputs } : undefined;
}

/** A plan's document that says which pattern it came from. */
export function withPattern(source: string, { id, version, inputs }: PatternOrigin): string {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => /^#{2,6}\s/u.test(line));
  const said = [`- id: ${id}`, `- version: ${version}`];
  for (const [name, value] of inputs) said.push(`- input ${name}: ${value}`);
  const line = first < 0 ? lines.length + 1 : first + 1;
  return applyEdits(source, [{ line, remove: 0, lines: [HEADING, '', ...said, ''] }]);
}
