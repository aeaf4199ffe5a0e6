import {
  findComponent,
  type GoalParts,
  type Interaction,
  interactionOf,
  type Library,
  needOfPerson,
} from '../framework/index.ts';
import { inWords } from '../lib/index.ts';

/** The declared interaction of the protocol of one form of a goal, and the reason why it needs a person, if it does. */
export type ProtocolInteraction = {
  readonly interaction: Interaction | undefined;
  readonly waitsBy: string | undefined;
};

/**
 * Determines whether a goal's protocol can be completed without a person's answer: from its declaration, or else from its text. A
 * missing or unreadable protocol yields nothing; its fault is reported when it is used.
 */
export async function protocolInteraction(
  parts: GoalParts,
  library: Library,
  cwd: string,
): Promise<ProtocolInteraction> {
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
