import type { Interaction } from '../composition/index.ts';
import type { Goal } from '../goal_map/index.ts';
import type { ComponentName } from '../library/index.ts';
import { outputHeadingsIn } from '../lint/index.ts';

/** The origin of a generated component. */
export type Provenance = {
  readonly model: string;
  /** `2026-11-21` */
  readonly date: string;
  readonly description: string;
  /** SHA-256 of the request that it answers. */
  readonly prompt: string;
};

/**
 * The file of a generated component: front matter that marks it as generated and as a draft, then the text.
 *
 * @param interaction - the interaction of a protocol
 */
export function printComponent(
  name: ComponentName,
  goal: Goal,
  text: string,
  provenance: Provenance,
  interaction?: Interaction,
): string {
  const { model, date, description, prompt } = provenance;
  // A JSON string is a YAML double-quoted scalar, so no text can end its line or begin another key.
  const quoted = (value: string) => JSON.stringify(value);
  return [
    '---',
    `id: ${quoted(name.file.replace(/\.(txt|md)$/u, ''))}`,
    `kind: ${name.kind}`,
    `summary: ${quoted(description)}`,
    `goals: [${quoted(goal.name)}]`,
    ...(name.kind === 'protocol'
      ? protocolKeys(text, interaction).map(([key, value]) => `${key}: ${value}`)
      : []),
    'version: 1.0.0',
    'origin: generated',
    'status: draft',
    `generated: { model: ${quoted(model)}, date: ${quoted(date)}, description: ${quoted(description)}, prompt: ${quoted(prompt)} }`,
    '---',
    '',
    text,
    '',
  ].join('\n');
}

/** The front matter keys that only a protocol has. */
function protocolKeys(text: string, interaction: Interaction | undefined): [string, string][] {
  const headings = [...new Set(outputHeadingsIn(text))];
  return [
    ...(interaction ? [['interaction', interaction] satisfies [string, string]] : []),
    ...(headings.length > 0
      ? [['output_headings', JSON.stringify(headings)] satisfies [string, string]]
      : []),
  ];
}
