import { countOf, durationInWords, firstFew, printableLine } from '../../../../lib/index.ts';
import type { StatusEvent } from '../../../../operations/index.ts';
import { columns } from '../../../terminal/table.ts';

type Status = StatusEvent['status'];

/** A project on one screen. */
export function statusText(
  status: Status,
  { width, now }: { readonly width: number; readonly now: number },
): string {
  const rows = [
    ...projectRows(status),
    ['Context', contextText(status, now)],
    ...planRows(status),
    ...batchRows(status),
    ['Memory', memoryText(status)],
    ['Frameworks', frameworksText(status)],
    ...(status.next === null
      ? []
      : [['Next', `${status.next.command}  (${printableLine(status.next.why)})`]]),
  ];
  return columns(
    rows.map(([name = '', text = '']) => [name, printableLine(text)]),
    { width },
  );
}

function projectRows({ project }: Status): string[][] {
  if (project === null) return [];
  const { root, git, branch, commit, changed } = project;
  if (!git) return [['Project', `${root}, not under git`]];
  const where = branch ?? (commit === null ? 'no branch' : `at ${commit.slice(0, 12)}, on no branch`);
  const born = commit === null ? ', no commit yet' : '';
  const dirty =
    changed === 0 || changed === null ? 'nothing uncommitted' : `${countOf(changed, 'uncommitted file')}`;
  return [['Project', `${root}, ${where}${born}, ${dirty}`]];
}

function contextText({ context }: Status, now: number): string {
  if (context === null || context.state === 'absent') return 'not discovered yet';
  const { state, file, writtenAt, changed, facts } = context;
  if (state === 'unreadable') return `${file ?? 'the file'} cannot be read`;
  const age = writtenAt === null ? '' : `, ${durationInWords(Math.max(0, now - Date.parse(writtenAt)))} old`;
  const why = changed.length === 0 ? '' : `: ${firstFew(changed, MAX_NAMED)} changed`;
  return `${countOf(facts, 'fact')}${age}, ${state === 'fresh' ? 'up to date' : `out of date${why}`}`;
}

const MAX_NAMED = 2;

function planRows({ plans, leftOut }: Status): string[][] {
  if (plans.length === 0) return [['Plans', 'none']];
  const rows = plans.slice(-MAX_ROWS).map(({ file, phases, done, errors, warnings, batches }, index) => {
    const wrong = [
      ...(errors > 0 ? [countOf(errors, 'error')] : []),
      ...(warnings > 0 ? [countOf(warnings, 'warning')] : []),
    ].join(', ');
    const made = batches.length === 0 ? '' : `, batch ${batches.join(', ')}`;
    const text = `${file}: ${done} of ${countOf(phases, 'phase')} done${made}, ${wrong || 'checked'}`;
    return [index === 0 ? 'Plans' : '', text];
  });
  return withRest(rows, plans.length - rows.length + leftOut.plans);
}

const MAX_ROWS = 4;

function batchRows({ batches, leftOut, problems }: Status): string[][] {
  const isUnread = leftOut.batches > 0 || problems.some(({ code }) => code.startsWith('batch-'));
  if (batches.length === 0) return [['Batches', isUnread ? 'none readable' : 'none']];
  const shown = batches.slice(-MAX_ROWS);
  const rows = shown.flatMap((batch, index) => {
    const { state, summary, title, delivered, decisions, working } = batch;
    const merged =
      delivered === true ? ', on your branch' : delivered === false ? ', not on your branch' : '';
    const waits = decisions > 0 ? `, ${countOf(decisions, 'decision')} open` : '';
    const named = title === '' ? '' : ` (${title})`;
    const text = `${batch.batch}${named}: ${state}, ${summary}${waits}${merged}`;
    const under = working.map(({ prp, state: now, attempt, doing }) => [
      '',
      `  ${prp} ${now}, attempt ${attempt}${doing === null ? '' : `: ${doing}`}`,
    ]);
    return [[index === 0 ? 'Batches' : '', text], ...under];
  });
  return withRest(rows, batches.length - shown.length + leftOut.batches);
}

/** The number of further items, if not all are shown. */
function withRest(rows: readonly string[][], more: number): string[][] {
  return more === 0 ? [...rows] : [...rows, ['', `and ${more} older`]];
}

function memoryText({ memory }: Status): string {
  if (memory === null || memory.facts + memory.behind.length === 0) return 'nothing learned yet';
  const { facts, stale, contradictions, behind } = memory;
  const words = [
    ...(behind.length === 0 ? [] : [`${behind.join(', ')} out of date (orchestrator memory publish)`]),
    ...(stale.length === 0 ? [] : [`${stale.length} stale`]),
    ...(contradictions === 0
      ? []
      : [`${countOf(contradictions, 'pair')} that may contradict (orchestrator memory check)`]),
  ];
  return `${countOf(facts, 'fact')}, ${words.length === 0 ? 'all hold' : words.join(', ')}`;
}

function frameworksText({ frameworks, leftOut }: Status): string {
  if (frameworks === null || frameworks.total === 0) return 'none';
  const { total, open } = frameworks;
  const rest = leftOut.frameworks === 0 ? '' : `, ${leftOut.frameworks} not checked`;
  if (open.length === 0) return `${total}, in order${rest}`;
  const named = open.slice(0, MAX_ROWS).map(({ name, status }) => `${name} ${status.join(' and ')}`);
  const more = open.length > named.length ? `, and ${open.length - named.length} more` : '';
  return `${total}: ${named.join(', ')}${more}${rest}`;
}
