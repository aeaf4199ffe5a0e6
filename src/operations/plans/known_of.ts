import type { DraftBrief } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';

/** What is known of a project beyond its files, as drafts are told it: what was discovered, and what was learned and still holds. */
export async function knownOf(
  _context: OperationContext,
  _root: string,
): Promise<Pick<DraftBrief, 'context' | 'memory'>> {
  return {};
}
