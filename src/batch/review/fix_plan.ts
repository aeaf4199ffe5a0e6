import type { PhaseDraft, PlanDraft } from '../../plan/index.ts';
import type { BatchManifest, ManifestGate } from '../types.ts';
import type { Finding, Review } from './types.ts';

/** Which findings are worth a phase: not those that are low, nor those that no change to a file would mend. */
export function isMendable({ file, severity }: Pick<Finding, 'file' | 'severity'>): boolean {
  return file !== null && severity !== 'low';
}

/**
 * A plan that mends what a review has found: a phase for each file, with the gates of the phases that changed it. `undefined` where there is
 * nothing to mend.
 *
 * @param round - which one it is: what a plan of this kind has led to can be reviewed again
 */
export function fixPlan(
  { findings, files, subject }: Pick<Review, 'findings' | 'files' | 'subject'>,
  { phases }: Pick<BatchManifest, 'phases'>,
  { round, prefix }: { readonly round: number; readonly prefix: string },
): PlanDraft | undefined {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings.filter(isMendable)) {
    const own = byFile.get(finding.file ?? '') ?? [];
    byFile.set(finding.file ?? '', [...own, finding]);
  }
  if (byFile.size === 0) return undefined;
  const drafts = [...byFile].map(([file, own], index): PhaseDraft => {
    const owners = files.find(({ path }) => path === file)?.phases ?? [];
    const path = file.startsWith(prefix) ? file.slice(prefix.length) : file;
    // What was to be mended and was not touched is in no change; who was to touch it has declared it.
    const isOwner = ({ id, files: declared }: BatchManifest['phases'][number]) =>
      owners.length > 0 ? owners.includes(id) : declared.includes(path);
    const gates = phases.filter(isOwner).flatMap((phase) => phase.gates);
    const count = own.length === 1 ? 'a finding' : `${own.length} findings`;
    return {
      id: String(index + 1),
      title: `Mend ${count} in ${path}`,
      goal: `What the review has found in ${path} is mended, and what worked before still works.`,
      hours: 0.5 * Math.min(8, own.length),
      complexity: 'low',
      files: [{ path }],
      dependencies: [],
      steps: own.map(stepOf),
      gates: uniqueGates(gates),
      others: [],
    };
  });
  return { title: `Mend what the review of ${subject.name} found (round ${round})`, phases: drafts };
}

/** The round that a batch belongs to, by its title; 0 where its plan is none of this kind. */
export function roundOf({ title }: Pick<BatchManifest, 'title'>): number {
  return Number(/^Mend what the review of .* found \(round (\d{1,3})\)$/u.exec(title)?.[1] ?? 0);
}

/** The batch whose review a batch mends, by its title; `undefined` where its plan is none of this kind. */
export function mendedBatch({ title }: Pick<BatchManifest, 'title'>): number | undefined {
  const found = /^Mend what the review of batch ([1-9]\d{0,8}) found \(round \d{1,3}\)$/u.exec(title)?.[1];
  return found === undefined ? undefined : Number(found);
}

function stepOf({ line, endLine, side, kind, message, quote, proof }: Finding): string {
  const place = line === null ? '' : endLine === undefined ? `line ${line}` : `lines ${line} to ${endLine}`;
  const where = place === '' ? '' : `${place}${side === 'before' ? ', as it was before' : ''}: `;
  const said =
    proof === 'claimed'
      ? ' A model says so: look first whether it holds, and change nothing if it does not.'
      : '';
  const quoted = quote === '' ? '' : ` It says: ${quote}`;
  return `${where}${kind}. ${message}${said}${quoted}`;
}

function uniqueGates(gates: readonly ManifestGate[]): PhaseDraft['gates'] {
  const texts = gates.map(({ text, command, exclusive = [] }) => {
    if (command === null) return text;
    const span = codeSpan(command);
    const whole = text.includes(span) ? text : `${text}: ${span}`;
    const isNeeded = exclusive.length > 0 && !whole.includes('(exclusive:');
    return isNeeded ? `${whole} (exclusive: ${exclusive.join(', ')})` : whole;
  });
  const own = texts.length === 0 ? ['Each finding is mended, or it is said why it is none'] : texts;
  return [...new Set(own)].map((text) => ({ text, checked: false }));
}

/** A code span whose marks are longer than any run of back ticks in it. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/gu) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return longest > 0 ? `${marks} ${text} ${marks}` : `${marks}${text}${marks}`;
}
