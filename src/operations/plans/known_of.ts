import { contextText, discover, readContext, recall } from '../../context/index.ts';
import { countOf, printableLine } from '../../lib/index.ts';
import type { DraftBrief } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { secretIn } from '../memory/secret_in.ts';

/**
 * What is known of a project beyond its files, as drafts are told it. What was discovered is taken where it still holds; else it
 * is found out again, and not written: that is for `discover` to do.
 */
export async function knownOf(
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

/** The most that is told of what was learned. */
const MEMORY_TOKENS = 1500;
