import {
  findComponent,
  type GoalParts,
  type Interaction,
  interactionOf,
  type Library,
  needOfPerson,
} from '../framework/index.ts';
import { inWords } from '../lib/index.ts';

/** How the protocol of one form of a goal goes on, and why it needs a person, where it does. */
export type Waiting = { readonly interaction: Interaction | undefined; readonly waitsBy: string | undefined };

/**
 * Whether a goal's protocol can be worked through without a person's answer: by what it declares, else by what its text says. One
 * that is missing or can't be read says nothing; what is wrong with it is told when it is used.
 */
export async function waitingOf(parts: GoalParts, library: Library, cwd: string): Promise<Waiting> {
  const found = await findComponent(library, { kind: 'protocol', file: parts.protocol }, cwd);
  const protocol = found.ok ? found.value : undefined;
  const interaction = protocol && interactionOf(protocol.metadata);
  return { interaction, waitsBy: protocol && waitsBy(interaction, protocol.text) };
}

function waitsBy(interaction: Interaction | undefined, text: string): string | undefined {
  if (interaction !== undefined && interaction !== 'single_pass') return inWords(interaction);
  const said = needOfPerson(text);
  return said === undefined ? undefined : `it says "${said}"`;
}
