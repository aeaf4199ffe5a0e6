import { findProject, type Project, type ProjectProblemCode } from '../../batch/index.ts';
import {
  type Contradiction,
  findContradictions,
  forgetFact,
  type JudgedFact,
  judgeFacts,
  type MemoryProblemCode,
  readMemory,
  searchFacts,
} from '../../context/index.ts';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { countOf } from '../../lib/index.ts';
import { createSecrets } from '../../tape/index.ts';
import type { NotApprovedCode } from '../approve_commands.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { type ProveEvent, type ProvenCommand, proveFacts } from './prove_facts.ts';

/** A fact in the form of documents. */
export type FactReport = DocumentOf<'orchestrator.memory-list/1'>['facts'][number];

/** Events of the memory operations. */
export type MemoryEvent =
  | ProveEvent
  | {
      readonly kind: 'learned';
      readonly facts: readonly FactReport[];
      readonly isNew: boolean;
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'listed' | 'found' | 'shown';
      readonly facts: readonly FactReport[];
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'checked';
      readonly facts: readonly FactReport[];
      readonly contradictions: readonly Contradiction[];
      readonly proven: readonly ProvenCommand[];
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'to-forget'; readonly facts: readonly FactReport[] }
  | { readonly kind: 'forgotten'; readonly movedTo: string };

type Opened = {
  readonly project: Project;
  readonly judged: readonly JudgedFact[];
  readonly problems: readonly Problem[];
};

async function open(
  { cwd, env }: OperationContext,
  all = false,
): Promise<Result<Opened, ProjectProblemCode>> {
  const project = findProject(cwd);
  if (!project.ok) return project;
  const { root } = project.value;
  const { facts, problems } = readMemory(root, { all });
  return success({
    project: project.value,
    judged: await judgeFacts(root, facts, env),
    problems: sortProblems(problems),
  });
}

/**
 * Lists the facts.
 *
 * @param request.all - includes forgotten ones
 * @param request.isForModel - leaves out, and counts, those that do not hold any more
 */
export async function listMemory(
  context: OperationContext,
  { all = false, isForModel = false }: { readonly all?: boolean; readonly isForModel?: boolean },
  port: Port<MemoryEvent>,
): Promise<VerbResult<'orchestrator.memory-list/1', ProjectProblemCode>> {
  const opened = await open(context, all);
  if (!opened.ok) return opened;
  const { shown, problems } = shownOf(opened.value.judged, opened.value.problems, isForModel);
  const facts = shown.map(factReport);
  const ok = opened.value.problems.length === 0;
  await port.show({ kind: 'listed', facts, problems });
  return success(makeDocument('orchestrator.memory-list/1', { ok, facts, problems }));
}

/** The facts to show; a model gets only those that still hold, and the number of the others. */
function shownOf(
  judged: readonly JudgedFact[],
  problems: readonly Problem[],
  isForModel: boolean,
): { readonly shown: readonly JudgedFact[]; readonly problems: Problem[] } {
  const shown = isForModel ? judged.filter(({ standing }) => standing === 'fresh') : judged;
  if (!isForModel) return { shown, problems: [...problems] };
  const left = judged.length - shown.length;
  const opposites = findContradictions(shown).filter(({ kind }) => kind === 'opposite');
  const notes = [...(left === 0 ? [] : [leftOut(left)]), ...opposites.map(contradiction)];
  return { shown, problems: [...problems, ...notes] };
}

function contradiction({ facts: [one, other] }: Contradiction): Problem<'facts-contradict'> {
  return {
    severity: 'warning',
    code: 'facts-contradict',
    message: `${one} and ${other} seem to say the opposite of each other.`,
    hint: 'Ask the user which one holds; the other can be removed with `orchestrator memory forget`.',
  };
}

function leftOut(count: number): Problem<'facts-left-out'> {
  return {
    severity: 'note',
    code: 'facts-left-out',
    message: `${countOf(count, 'fact')} left out, since the cited lines have changed or cannot be determined.`,
    hint: 'A person can look at them with `orchestrator memory check`.',
  };
}

/** Shows one fact in full. */
export async function showFact(
  context: OperationContext,
  { id }: { readonly id: string },
  port: Port<MemoryEvent>,
): Promise<VerbResult<'orchestrator.memory-show/1', ProjectProblemCode | 'fact-ambiguous' | 'fact-unknown'>> {
  const opened = await open(context, true);
  const found = opened.ok ? theOne(opened.value, id) : opened;
  if (!found.ok) return found;
  const facts = [factReport(found.value)];
  await port.show({ kind: 'shown', facts, problems: [] });
  return success(makeDocument('orchestrator.memory-show/1', { ok: true, facts, problems: [] }));
}

/** Finds facts by words, the best first. @param request.isForModel - as for {@link listMemory} */
export async function searchMemory(
  context: OperationContext,
  { query, isForModel = false }: { readonly query: string; readonly isForModel?: boolean },
  port: Port<MemoryEvent>,
): Promise<VerbResult<'orchestrator.memory-search/1', ProjectProblemCode>> {
  const opened = await open(context);
  if (!opened.ok) return opened;
  const { judged } = opened.value;
  const hits = searchFacts(judged, query);
  const found = judged
    .filter(({ fact }) => hits.has(fact.file))
    .sort((a, b) => (hits.get(b.fact.file) ?? 0) - (hits.get(a.fact.file) ?? 0));
  const { shown, problems } = shownOf(found, opened.value.problems, isForModel);
  const facts = shown.map(factReport);
  const ok = opened.value.problems.length === 0;
  await port.show({ kind: 'found', facts, problems });
  return success(makeDocument('orchestrator.memory-search/1', { ok, facts, problems }));
}

/**
 * Reports facts that no longer hold, and facts that contradict each other.
 *
 * @param request.prove - runs the commands that prove facts, after a person has approved them; a fact whose proof fails is stale
 * @param request.yes - approves them without asking
 */
export async function checkMemory(
  context: OperationContext,
  { prove = false, yes = false }: { readonly prove?: boolean; readonly yes?: boolean },
  port: Port<MemoryEvent>,
): Promise<
  VerbResult<'orchestrator.memory-check/1', NotApprovedCode | ProjectProblemCode | 'flag-without-effect'>
> {
  if (yes && !prove) return failure('usage', YES_TO_NOTHING);
  const opened = await open(context);
  if (!opened.ok) return opened;
  const { project } = opened.value;
  const proving = prove ? await proveFacts(context, project, opened.value.judged, { yes, port }) : NOT_PROVEN;
  if ('refused' in proving) return proving.refused;
  const { proven } = proving;
  const problems = sortProblems([...opened.value.problems, ...proving.problems]);
  const judged = prove
    ? await judgeFacts(
        project.root,
        opened.value.judged.map(({ fact }) => fact),
        context.env,
      )
    : opened.value.judged;
  const facts = judged.map(factReport);
  const contradictions = findContradictions(judged).map(({ facts: pair, kind }) => ({
    facts: [...pair] as [string, string],
    kind,
  }));
  await port.show({ kind: 'checked', facts, contradictions, proven, problems });
  const ok =
    problems.length === 0 &&
    facts.every(({ standing }) => standing === 'fresh') &&
    contradictions.every(({ kind }) => kind !== 'opposite');
  return success(
    makeDocument('orchestrator.memory-check/1', { ok, facts, contradictions, proven, problems }),
  );
}

const YES_TO_NOTHING: Problem<'flag-without-effect'> = {
  severity: 'error',
  code: 'flag-without-effect',
  message: '--yes approves the commands of --prove; without --prove nothing is run.',
  hint: 'Add --prove, or remove --yes.',
};

const NOT_PROVEN = { proven: [], problems: [] } as const;

type ForgetCode =
  | MemoryProblemCode
  | NotConfirmedCode
  | ProjectProblemCode
  | 'fact-ambiguous'
  | 'fact-unknown';

/** Moves a fact to the forgotten ones, after a person has agreed. */
export async function forget(
  context: OperationContext,
  { id, yes = false }: { readonly id: string; readonly yes?: boolean },
  port: Port<MemoryEvent>,
): Promise<VerbResult<'orchestrator.memory-forget/1', ForgetCode>> {
  const opened = await open(context);
  if (!opened.ok) return opened;
  const found = theOne(opened.value, id);
  if (!found.ok) return found;
  const facts = [factReport(found.value)];
  const refused = yes
    ? undefined
    : await confirmChange(port, 'Forget it?', {
        before: () => port.show({ kind: 'to-forget', facts }),
        hint: 'Look at it with `orchestrator memory show`, then add --yes.',
      });
  if (refused) return refused;
  const moved = forgetFact(opened.value.project.root, found.value.fact);
  if (!moved.ok) return moved;
  await port.show({ kind: 'forgotten', movedTo: moved.value });
  return success(
    makeDocument('orchestrator.memory-forget/1', { ok: true, facts, movedTo: moved.value, problems: [] }),
  );
}

function theOne({ judged }: Opened, id: string): Result<JudgedFact, 'fact-ambiguous' | 'fact-unknown'> {
  const exact = judged.filter(({ fact }) => fact.id === id);
  const found =
    exact.length > 0
      ? exact
      : judged.filter(({ fact }) => fact.id.startsWith(id) || fact.id.endsWith(`-${id}`));
  const [only] = found;
  if (only && found.length === 1) return success(only);
  const message = only
    ? `${found.length} facts begin with ${JSON.stringify(id)}.`
    : `There is no fact ${JSON.stringify(id)}.`;
  return failure('usage', {
    severity: 'error',
    code: only ? 'fact-ambiguous' : 'fact-unknown',
    message,
    hint: 'orchestrator memory list --all shows their names.',
  });
}

/** Converts a fact to the form of documents. */
export function factReport({ fact, standing, why, cites: now }: JudgedFact): FactReport {
  const { id, file, kind, text, source, created, prove, cites, isForgotten } = fact;
  const places = cites.map(({ path, from, to }, at) => now[at]?.now ?? { path, from, to });
  // A fact written by hand may contain a key, and the output may be passed to a model.
  const { clean } = createSecrets();
  return {
    id,
    file,
    kind,
    text: clean(text),
    source: source === undefined ? null : clean(source),
    created: created ?? null,
    prove: prove ?? null,
    standing,
    why,
    forgotten: isForgotten,
    cites: places,
  };
}
