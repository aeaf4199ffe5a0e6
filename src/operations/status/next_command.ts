import { shellWord } from '../../lib/index.ts';
import type { DocumentOf } from '../document.ts';

type StatusDocument = DocumentOf<'orchestrator.status/1'>;

/** The state from which the next command is chosen. */
export type ProjectState = Pick<
  StatusDocument,
  'project' | 'context' | 'memory' | 'plans' | 'batches' | 'frameworks'
> & {
  /** Whether there are files besides the program's own. */
  readonly hasFiles: boolean;
};

/** A command to run next, and the reason. */
export type NextCommand = NonNullable<StatusDocument['next']>;

/**
 * Chooses the one command that makes sense next: work in progress comes before new work, and work closer to completion before
 * work further from it.
 */
export function nextCommand(standing: ProjectState): NextCommand {
  return (
    batchInHand(standing) ??
    planInHand(standing) ??
    frameworkInHand(standing) ??
    knowledgeInHand(standing) ?? {
      command: 'orchestrator orchestrate "what is to be built"',
      why: isEmpty(standing) ? 'there is nothing here yet' : 'nothing is open',
    }
  );
}

/** The command for the batches that are running, waiting or not yet merged; `undefined` if all are finished. */
export function batchInHand({ batches }: Pick<ProjectState, 'batches'>): NextCommand | undefined {
  const newestFirst = [...batches].reverse();
  const running = newestFirst.find(({ state }) => state === 'running');
  if (running !== undefined) {
    const command = `orchestrator batch status ${running.batch} --watch`;
    const asks = running.decisions > 0 ? ', and it has a question for you in its terminal' : '';
    return { command, why: `batch ${running.batch} is running: ${running.summary}${asks}` };
  }
  // A batch that came after the failed one may replace it.
  const [newest] = newestFirst;
  if (newest !== undefined) {
    const { batch, state, decisions, summary } = newest;
    if (decisions > 0)
      return {
        command: `orchestrator batch decisions ${batch}`,
        why: `batch ${batch} is waiting for a person: ${summary}`,
      };
    if (state === 'stopped')
      return { command: `orchestrator batch run ${batch}`, why: `batch ${batch} was stopped: ${summary}` };
    if (state === 'generated')
      return { command: `orchestrator batch run ${batch}`, why: `batch ${batch} has not been run` };
  }
  const ready = newestFirst.find(({ state, delivered }) => state === 'done' && delivered === false);
  return (
    ready && {
      command: `orchestrator batch merge ${ready.batch}`,
      why: `batch ${ready.batch} is done, and your branch does not have its work`,
    }
  );
}

function planInHand({ plans }: ProjectState): NextCommand | undefined {
  const newest = plans.findLast(({ phases, done }) => phases > done);
  if (newest === undefined || newest.batches.length > 0) return undefined;
  const file = shellWord(newest.file);
  if (newest.skeleton)
    return {
      command: `orchestrator plan check ${file}`,
      why: 'it is a skeleton: fill it in, or have a model draft it',
    };
  return newest.errors > 0
    ? {
        command: `orchestrator plan check ${file}`,
        why: `${newest.errors === 1 ? 'there is 1 error' : `there are ${newest.errors} errors`} in the plan`,
      }
    : {
        command: `orchestrator batch generate ${file}`,
        why: 'no batch has been made from its current version',
      };
}

function frameworkInHand({ frameworks }: ProjectState): NextCommand | undefined {
  const open = frameworks?.open ?? [];
  const [first] = open;
  if (first === undefined) return undefined;
  const withConflicts = open.find(({ status }) => status.includes('conflicts'));
  if (withConflicts !== undefined)
    return {
      command: `orchestrator update ${withConflicts.name}`,
      why: 'it has unresolved conflicts from an update',
    };
  const isOld = open.some(({ status }) => status.includes('stale') || status.includes('placeholders'));
  return isOld
    ? {
        command: 'orchestrator update --all --dry-run',
        why: 'frameworks are out of date, or have placeholders',
      }
    : { command: 'orchestrator list', why: `${first.name} is ${first.status[0] ?? 'open'}` };
}

function knowledgeInHand(standing: ProjectState): NextCommand | undefined {
  const { context, memory } = standing;
  if (isEmpty(standing)) return undefined;
  if (context?.state === 'unreadable' || context?.state === 'stale')
    return { command: 'orchestrator discover', why: 'the discovered context of the project is out of date' };
  if (memory !== null && memory.stale.length > 0)
    return {
      command: 'orchestrator memory check',
      why: 'some facts cite lines that have changed, so models do not get them',
    };
  const [behind] = memory?.behind ?? [];
  if (behind !== undefined)
    return {
      command: 'orchestrator memory publish',
      why: `${behind} still states facts that no longer hold`,
    };
  return context?.state === 'absent'
    ? { command: 'orchestrator discover', why: 'plans are better when the project is known' }
    : undefined;
}

/** A folder without version control and without any files. */
function isEmpty({ project, plans, batches, frameworks, context, memory, hasFiles }: ProjectState): boolean {
  return (
    !project?.git &&
    !hasFiles &&
    plans.length + batches.length + (frameworks?.total ?? 0) + (memory?.facts ?? 0) === 0 &&
    context?.state !== 'fresh'
  );
}
