import { inSentence } from '../../lib/index.ts';
import type { Input } from '../goal_map/index.ts';

/** The interactions of protocols: who speaks next, and when. */
export const INTERACTIONS = ['single_pass', 'gated_phases', 'turn_by_turn', 'iterative_rounds'] as const;

/** One of the {@link INTERACTIONS}. */
export type Interaction = (typeof INTERACTIONS)[number];

/** The interaction that a protocol's front matter declares; `undefined` if it is none of the four. */
export function interactionOf(metadata: Readonly<Record<string, unknown>>): Interaction | undefined {
  return INTERACTIONS.find((known) => known === metadata.interaction);
}

/** The properties of an input that the start line depends on. */
export type StartInput = Pick<Input, 'name' | 'kind' | 'required'> & { readonly filled: boolean };

/**
 * The file's last line, and so the last that a model reads: it starts the whole work, in the protocol's interaction.
 *
 * @param inputs - those with a place in the file, in order
 */
export function startLine(interaction: Interaction | undefined, inputs: readonly StartInput[]): string {
  const on = objects(inputs);
  const way = on === '' ? '' : ',';
  switch (interaction) {
    case 'single_pass':
      return `Now do all of it${on}${way} in this reply.`;
    case 'gated_phases':
      return `Now begin${on}, and go on until the protocol needs an answer.`;
    case 'iterative_rounds':
      return `Now do the first round${on}${way} whole.`;
    case 'turn_by_turn':
      return `Now make your first move${on}.${inputs.some(({ kind }) => kind === 'request') ? AT_ONCE : ''}`;
    case undefined:
      return `Now carry out the protocol above${on}.`;
  }
}

const AT_ONCE = ' If the request asks for everything at once, give everything at once.';

/** Names the objects of the work and the yardsticks for it: the inputs that are required or given. */
function objects(inputs: readonly StartInput[]): string {
  const material = namesOf(inputs, 'material');
  const criteria = namesOf(inputs, 'criteria');
  const settings = material.length === 0 ? namesOf(inputs, 'setting') : [];
  const on = material.length > 0 ? ` on ${inSentence(material)}` : '';
  const with_ = settings.length > 0 ? ` for ${inSentence(settings)}` : '';
  const by = criteria.length > 0 ? `, judging by ${inSentence(criteria)}` : '';
  return `${on}${with_}${by}`;
}

function namesOf(inputs: readonly StartInput[], wanted: Input['kind']): string[] {
  return (
    inputs
      .filter(({ kind, required, filled }) => kind === wanted && (required || (filled && kind !== 'setting')))
      // Spelled as in their slots and boundaries, so that a model finds them.
      .map(({ name }) => `\`${name}\``)
  );
}
