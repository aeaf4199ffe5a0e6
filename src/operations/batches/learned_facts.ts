import type { LearnedFact } from '../../batch/index.ts';
import { openRecall } from '../../context/index.ts';
import type { CheckedPhase } from '../../plan/index.ts';
import type { OperationContext } from '../context.ts';
import { secretIn } from '../memory/secret_in.ts';

/** Limits on the facts in one prompt, and on their tokens. */
const MAX = 5;
const TOKENS = 1500;

/** For each phase, in order, the facts about its declared files that are still true. */
export async function learnedFacts(
  { env }: OperationContext,
  root: string,
  phases: readonly CheckedPhase[],
): Promise<readonly (readonly LearnedFact[])[]> {
  const isUnfit = secretIn();
  const recall = await openRecall(root, env);
  const learned: (readonly LearnedFact[])[] = [];
  for (const { files = [] } of phases) {
    if (files.length === 0) {
      learned.push([]);
      continue;
    }
    const { facts } = recall({
      paths: files,
      kinds: ['failure', 'lesson', 'convention'],
      most: MAX,
      tokens: TOKENS,
      isUnfit,
    });
    learned.push(
      facts.map(({ fact: { id, kind, text, sha256 }, cites }) => ({
        ...{ id, kind, text, sha256 },
        places: cites.flatMap(({ now }) => (now ? [`${now.path}:${now.from}-${now.to}`] : [])),
      })),
    );
  }
  return learned;
}
