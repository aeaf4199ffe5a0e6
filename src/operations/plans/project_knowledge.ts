import { contextText, discover, readContext, recall } from '../../context/index.ts';
import { countOf, printableLine } from '../../lib/index.ts';
import type { DraftBrief } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { secretIn } from '../memory/secret_in.ts';

/**
 * The knowledge about a project beyond its files, for drafts. Discovered facts are used if they still hold; otherwise they are
 * discovered again, and not written: that is the task of `discover`.
 */
export async function projectKnowledge(
  { env }: OperationContext,
  root: string,
): Promise<Pick<DraftBrief, 'context' | 'memory'>> {
  const { facts, leftOut } = await recall(root, { env, tokens: MEMORY_TOKENS, isUnfit: secretIn() });
  const stale = leftOut.notFresh === 0 ? '' : `, ${leftOut.notFresh} stale left out`;
  const unfit = leftOut.unfit === 0 ? '' : `, ${leftOut.unfit} with a key in it left out`;
  const memory =
    facts.length === 0
      ? {}
      : {
          memory: {
            text: facts.map(({ fact }) => `${fact.kind}: ${printableLine(fact.text)}`).join('\n'),
            detail: `${countOf(facts.length, 'fact')}${stale}${unfit}`,
          },
        };
  const known = await readContext(root, env);
  const context = known.kind === 'fresh' ? known.context : await discover(root, env);
  if (context.facts.length === 0) return memory;
  const how = known.kind === 'fresh' ? '' : ', found out now';
  const detail = `${countOf(context.facts.length, 'fact')}${how}`;
  return { ...memory, context: { text: contextText(context, 'standard'), detail } };
}

/** The most tokens for learned facts. */
const MEMORY_TOKENS = 1500;
