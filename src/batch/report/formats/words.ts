import { durationInWords, inDollars, withThousands } from '../../../lib/index.ts';
import { LOCAL } from '../../scheduling/index.ts';
import { isJournalFault } from '../../store/journal/index.ts';
import type { ReportDocument, ReportPhase, ReportStatement } from '../document/index.ts';

/** The word for a statement's proof; a checked statement that is false has a word of its own. */
export function proofWord({ proof, holds }: Pick<ReportStatement, 'proof' | 'holds'>): string {
  return proof === 'verified' && holds === false ? 'refuted' : proof;
}

/** The text of a statement, without the command that its evidence names anyway. */
export function statementWords({ text, evidence }: Pick<ReportStatement, 'text' | 'evidence'>): string {
  const command = evidence?.command ?? '';
  if (command === '' || !text.includes(command)) return text;
  const [before = '', ...behind] = text.split(command);
  const words = `${before.replace(/[\s:]*`+\s*$/u, '')}${behind.join(command).replace(/^\s*`+/u, '')}`;
  return /[\p{L}\p{N}]/u.test(words) ? words.trim() : text;
}

/** The state of a batch, as part of a sentence. */
export function statusWords({
  state,
  counts,
  problems,
}: Pick<ReportDocument, 'state' | 'counts' | 'problems'>): string {
  const { done, total } = counts;
  const so = `${done} of ${total} phases done`;
  // The unreadable part may be all that was done.
  if (problems.some(isJournalFault)) return `its journal is damaged; as far as it can be read, ${so}`;
  switch (state) {
    case 'done':
      return `done: ${so}`;
    case 'partial':
      return `partly done: ${so}`;
    case 'failed':
      return `failed: ${so}`;
    case 'stopped':
      return `stopped: ${so}`;
    case 'running':
      return `still running: ${so}`;
    default:
      return 'not run yet';
  }
}

/** The rungs that helped where the first attempt failed, in the order of the ladder. */
export const LATER_RUNGS = ['retry', 'known-fix', 'fallback', 'alternative', 'answer'] as const;

/** The words for the rung of the ladder that helped. */
export const RUNG_WORDS: Readonly<Record<NonNullable<ReportPhase['rung']>, string>> = {
  first: 'first try',
  retry: 'retry',
  'known-fix': 'retry with a known fix',
  fallback: 'fallback executor',
  alternative: 'an alternative from the pattern',
  answer: 'a person retried it',
};

/** The words for the standing of a requirement's line. */
export const REQUIREMENT_WORDS: Readonly<Record<ReportDocument['requirement'][number]['standing'], string>> =
  {
    verified: 'verified',
    unproven: 'done, not proven',
    open: 'open',
    uncovered: 'no phase serves it',
    context: 'introduces others',
  };

/** The state of the batch in git, in a sentence. */
export function gitWords({ git }: Pick<ReportDocument, 'git'>): string {
  if (git === null) return '';
  switch (git.standing) {
    case 'not-run':
      return 'Nothing was merged yet.';
    case 'kept':
      return `The work is on the branch ${git.branch}.`;
    case 'delivered':
      return 'The work is in the current checkout.';
    case 'gone':
      return "The batch's head is no longer in the repository.";
    case 'unknown':
      return 'Git failed.';
  }
}

/** Seconds in words; a dash for none. */
export function secondsWords(seconds: number | null): string {
  return seconds === null ? '–' : durationInWords(seconds * 1000);
}

/** A number of tokens; a dash where it is unknown. */
export function tokensWords(tokens: number | null): string {
  return tokens === null ? '–' : withThousands(Math.round(tokens));
}

/** An amount; a dash where it is unknown. */
export function costWords(cost: number | null): string {
  return cost === null ? '–' : inDollars(cost);
}

/** A ratio of actual to estimate; a dash for none. */
export function ratioWords(ratio: number | null): string {
  if (ratio === null) return '–';
  return `× ${ratio >= 0.095 ? ratio.toFixed(2) : ratio.toPrecision(1)}`;
}

/** Moments without fractions of a second: `2026-01-01 12:00:05 UTC`. */
export function momentWords(at: string | null): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/u.exec(at ?? '') ?? [];
  return day === undefined ? '–' : `${day} ${time} UTC`;
}

/** Where an attempt worked and its gates ran, and its network access; empty where all of that is as usual. */
export function whereWords({
  place,
  gatesAt,
  network,
  hosts,
  refused = [],
  sandbox,
}: Pick<
  ReportPhase['attempts'][number],
  'place' | 'gatesAt' | 'network' | 'hosts' | 'refused' | 'sandbox'
>): string[] {
  const isUsual = gatesAt.length === 0 || (place === null && gatesAt.every((each) => each === LOCAL));
  const gates = gatesAt.map((each) => (each === LOCAL ? 'here' : `at ${each}`)).join(' and ');
  return [
    ...(place === null ? [] : [`at ${place}`]),
    ...(isUsual ? [] : [`gates ran ${gates}`]),
    ...(sandbox === null || sandbox === 'none' ? [] : [`in ${sandbox}`]),
    ...(sandbox === null || sandbox === 'none' ? [] : [networkWords({ network, hosts })]),
    ...refusedHostsWords(refused),
  ];
}

/** The network access of an attempt in a sandbox. */
export function networkWords({
  network,
  hosts = [],
}: {
  readonly network?: 'host' | 'needed' | 'none' | null | undefined;
  readonly hosts?: readonly string[] | undefined;
}): string {
  if (network === 'none' || (network === 'needed' && hosts.length === 0)) return 'no network';
  return network === 'needed' ? `of the network ${hosts.join(' and ')}` : 'network open';
}

/** The network access that the commands of an attempt were refused; `undefined` where there was none. */
export function refusedHostsWords(
  refused: readonly Pick<ReportPhase['attempts'][number]['refused'][number], 'by' | 'host'>[],
): string[] {
  if (refused.length === 0) return [];
  const named = refused.slice(0, MAX_REFUSED).map(({ by, host }) => `${host} (${by})`);
  const more = refused.length - named.length;
  return [`kept from ${[...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')}`];
}

/** The ways to allow the refused access: one for each kind of command, from its latest refusal. */
export function remedyWords(
  refused: readonly Pick<ReportPhase['attempts'][number]['refused'][number], 'by' | 'remedy'>[],
): string[] {
  return (['setup', 'agent', 'gate'] as const).flatMap(
    (by) => refused.findLast((refusal) => refusal.by === by)?.remedy ?? [],
  );
}

/** The longest list of hosts, or command to be copied: neither is cut, unless somebody means harm. */
export const LONGEST_UNCUT = 4000;

/** The most hosts in one line. */
const MAX_REFUSED = 5;

/** The first characters of a commit. */
export function shortCommit(commit: string | null): string {
  return commit === null ? '–' : commit.slice(0, 12);
}
