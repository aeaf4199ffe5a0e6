import { contextText, discover, readContext } from '../../context/index.ts';
import { countOf } from '../../lib/index.ts';
import type { DraftBrief } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';

/**
 * What is known of a project beyond its files, as drafts are told it. What was discovered is taken where it still holds; else it
 * is found out again, and not written: that is for `discover` to do.
 */
export async function knownOf(
  { env }: OperationContext,
  root: string,
): Promise<Pick<DraftBrief, 'context' | 'memory'>> {
  const known = await readContext(root, env);
  const context = known.kind === 'fresh' ? known.context : await discover(root, env);
  if (context.facts.length === 0) return {};
  const how = known.kind === 'fresh' ? '' : ', found out now';
  const detail = `${countOf(context.facts.length, 'fact')}${how}`;
  return { context: { text: contextText(context, 'standard'), detail } };
}
