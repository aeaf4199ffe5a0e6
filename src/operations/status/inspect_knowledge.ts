import {
  type ContextChanges,
  contextFiles,
  findContradictions,
  judgeFacts,
  readContext,
  readMemory,
} from '../../context/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { displayPath, writtenAt } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';
import { filesBehind } from '../memory/publish_memory.ts';

type StatusDocument = DocumentOf<'orchestrator.status/1'>;

/** The knowledge about a project beyond its files: discovered and learned. */
export type KnowledgeNow = {
  readonly context: NonNullable<StatusDocument['context']>;
  readonly memory: NonNullable<StatusDocument['memory']>;
  readonly problems: readonly Problem[];
};

/** Examines the context and the memory of a project; whether either still holds is determined by comparison, without a model. */
export async function inspectKnowledge({ cwd, env }: OperationContext, root: string): Promise<KnowledgeNow> {
  const file = contextFiles(root).json;
  const shown = displayPath(cwd, file);
  const known = await readContext(root, env);
  const kept = readMemory(root);
  const judged = await judgeFacts(root, kept.facts, env);
  const stale = judged.filter(({ standing }) => standing === 'stale' || standing === 'ambiguous');
  const held = judged.filter((each) => !stale.includes(each));
  const memory = {
    facts: kept.facts.length,
    // Two facts about the same lines need not contradict each other.
    contradictions: findContradictions(held).filter(({ kind }) => kind !== 'same-lines').length,
    behind: filesBehind(root, judged),
    stale: stale.map(({ fact, why }) => ({
      id: fact.id,
      text: printableLine(fact.text),
      why: printableLine(why),
    })),
  };
  if (known.kind === 'absent') return { context: ABSENT, memory, problems: kept.problems };
  const written = writtenAt(file);
  const context = {
    file: shown,
    writtenAt: written === 0 ? null : new Date(written).toISOString(),
    changed: known.kind === 'stale' ? changedOf(known.changes) : [],
    facts: 'context' in known ? known.context.facts.length : 0,
  };
  if (known.kind !== 'broken')
    return { context: { state: known.kind, ...context }, memory, problems: kept.problems };
  const problem: Problem<'context-unreadable'> = {
    severity: 'error',
    code: 'context-unreadable',
    message: `The discovered context cannot be read: ${known.why}.`,
    file: shown,
    hint: 'Write it again: orchestrator discover',
  };
  return { context: { state: 'unreadable', ...context }, memory, problems: [...kept.problems, problem] };
}

const ABSENT: KnowledgeNow['context'] = {
  state: 'absent',
  file: null,
  writtenAt: null,
  changed: [],
  facts: 0,
};

function changedOf({ changed, gone, added, folders, program }: ContextChanges): string[] {
  return [
    ...changed,
    ...gone,
    ...added,
    ...(folders ? ['the folders'] : []),
    ...(program ? ['this program'] : []),
  ];
}
