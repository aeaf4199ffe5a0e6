import type { BatchEvent, BatchManifest } from '../../batch/index.ts';
import { countOf, firstFew, printableLine } from '../../lib/index.ts';
import type { DocumentOf } from '../document.ts';

/** One line of the report. */
export type HistoryLine = DocumentOf<'orchestrator.interpret-state/1'>['lines'][number];

/** Everything that happened in a project, from all of its records. */
export type ProjectHistory = {
  readonly batches: readonly {
    readonly manifest: BatchManifest;
    /** The events since then, in order. */
    readonly events: readonly BatchEvent[];
    /** The time it was generated, if that was since then. */
    readonly generatedAt: string | undefined;
    /** The current state, in a word. */
    readonly state: string;
  }[];
  /** The newest first. */
  readonly commits: readonly { readonly subject: string; readonly at: string }[];
  /** The plans that were written or changed. */
  readonly plans: readonly { readonly file: string; readonly at: string }[];
  /** The facts that were learned. */
  readonly facts: readonly { readonly text: string; readonly at: string }[];
  /** The facts that no longer hold, whenever that came about. */
  readonly stale: readonly { readonly text: string; readonly why: string }[];
};

/**
 * Summarises what happened in a few lines, in chronological order. Pure. @param most - the most lines; the last may stand for the
 * rest
 */
export function summariseHistory(happened: ProjectHistory, most: number): HistoryLine[] {
  const { batches, commits, plans, facts, stale } = happened;
  const lines: HistoryLine[] = [
    ...plans.map(({ file, at }) => line('plan', `Plan ${file} was written.`, at, 1)),
    ...batches.flatMap(batchLine),
    ...commitLine(commits),
    ...factLine(facts),
  ].sort((a, b) => time(a) - time(b));
  if (stale.length > 0) {
    const [first] = stale;
    const named = first === undefined ? '' : `: "${cut(first.text)}" (${first.why})`;
    const more = stale.length > 1 ? `, and ${stale.length - 1} more` : '';
    lines.push(
      line(
        'memory',
        `${countOf(stale.length, 'fact')} of the memory ${stale.length === 1 ? 'holds' : 'hold'} no longer${named}${more}.`,
        null,
        stale.length,
      ),
    );
  }
  if (lines.length <= most) return lines;
  // The newest lines are the most relevant.
  const cutOff = lines.slice(0, lines.length - most + 1);
  const events = cutOff.reduce((sum, each) => sum + each.events, 0);
  const rest = line('more', `Before that: ${restInWords(cutOff)}.`, cutOff.at(-1)?.at ?? null, events);
  return [rest, ...lines.slice(lines.length - most + 1)];
}

function line(about: HistoryLine['about'], text: string, at: string | null, events: number): HistoryLine {
  return { about, text: printableLine(text), at, events };
}

function time({ at }: HistoryLine): number {
  return at === null ? Number.POSITIVE_INFINITY : Date.parse(at) || 0;
}

function restInWords(lines: readonly HistoryLine[]): string {
  const kinds: readonly (readonly [HistoryLine['about'], string])[] = [
    ['batch', 'batch'],
    ['plan', 'plan'],
    ['git', 'line of commits'],
    ['memory', 'line of memory'],
  ];
  return kinds
    .flatMap(([about, name]) => {
      const count = lines.filter((each) => each.about === about).length;
      if (count === 0) return [];
      return [about === 'batch' ? `${count} ${count === 1 ? 'batch' : 'batches'}` : countOf(count, name)];
    })
    .join(', ');
}

/** The line for a batch: its merged, failed and undone phases, and how its last run ended. */
function batchLine({
  manifest,
  events,
  generatedAt,
  state,
}: ProjectHistory['batches'][number]): HistoryLine[] {
  if (events.length === 0 && generatedAt === undefined) return [];
  const prps = new Map(manifest.phases.map(({ id, prp }) => [id, prp]));
  const prpOf = (id: string) => prps.get(id) ?? `phase ${id}`;
  // Later events of a phase supersede earlier ones.
  const outcome = new Map<string, string>();
  const reasons = new Map<string, string>();
  let runs = 0;
  let attempts = 0;
  for (const event of events) {
    if (event.event === 'run-started') runs += 1;
    else if (event.event === 'attempt-started') attempts += 1;
    else if (event.event === 'merged') outcome.set(event.phase, 'merged');
    else if (event.event === 'phase-failed') {
      outcome.set(event.phase, 'failed');
      reasons.set(event.phase, event.reason);
    } else if (event.event === 'phase-reopened')
      outcome.set(event.phase, event.why === 'undo' ? 'taken back' : 'to be retried');
  }
  const parts = ['merged', 'failed', 'taken back', 'to be retried'].flatMap((what) => {
    const phases = [...outcome].filter(([, how]) => how === what).map(([phase]) => phase);
    if (phases.length === 0) return [];
    const named = firstFew(phases, MAX_NAMED, (id) => {
      const reason = what === 'failed' ? reasons.get(id) : undefined;
      return reason ? `${prpOf(id)}: ${cut(reason)}` : prpOf(id);
    });
    return [`${phases.length} ${what} (${named})`];
  });
  const clauses = [
    ...(generatedAt === undefined ? [] : [`made of ${countOf(manifest.phases.length, 'phase')}`]),
    ...(runs === 0 ? [] : [`${countOf(runs, 'run')}, ${countOf(attempts, 'attempt')}`]),
    ...parts,
    `now ${state}`,
  ];
  const title = manifest.title === '' ? '' : ` (${cut(manifest.title)})`;
  const at = events.at(-1)?.at ?? generatedAt ?? null;
  return [
    line(
      'batch',
      `Batch ${manifest.batch}${title}: ${clauses.join('; ')}.`,
      at,
      events.length + (generatedAt === undefined ? 0 : 1),
    ),
  ];
}

const MAX_NAMED = 3;

function commitLine(commits: ProjectHistory['commits']): HistoryLine[] {
  const [newest] = commits;
  if (newest === undefined) return [];
  const counts = new Map<string, number>();
  for (const { subject } of commits) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const first = [...counts].slice(0, MAX_NAMED);
  const named = first.map(([subject, count]) => `"${cut(subject)}"${count > 1 ? ` (${count} times)` : ''}`);
  const rest = commits.length - first.reduce((sum, [, count]) => sum + count, 0);
  const more = rest > 0 ? ` and ${rest} more` : '';
  return [
    line(
      'git',
      `${countOf(commits.length, 'commit')}: ${named.join(', ')}${more}.`,
      newest.at,
      commits.length,
    ),
  ];
}

function factLine(facts: ProjectHistory['facts']): HistoryLine[] {
  const last = facts.at(-1);
  if (last === undefined) return [];
  const named = facts.slice(-MAX_NAMED).map(({ text }) => `"${cut(text)}"`);
  const more = facts.length > MAX_NAMED ? ` and ${facts.length - MAX_NAMED} more` : '';
  return [
    line(
      'memory',
      `${countOf(facts.length, 'fact')} learned: ${named.join(', ')}${more}.`,
      last.at,
      facts.length,
    ),
  ];
}

/** Shortens a text to fit in a line. */
function cut(text: string): string {
  const flat = printableLine(text);
  return flat.length <= LONGEST
    ? flat
    : `${flat
        .slice(0, LONGEST)
        .replace(/[\ud800-\udbff]$/u, '')
        .trimEnd()}…`;
}

const LONGEST = 60;
