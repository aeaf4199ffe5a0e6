import type { PhaseDraft, PlanDraft } from '../../plan/index.ts';
import type { BatchManifest, ManifestGate } from '../generated/batch.ts';
import type { Finding, Review } from './finding.ts';

/** Whether a finding is worth a phase: it is not low, and a change to a file can fix it. */
export function isFixable({ file, severity }: Pick<Finding, 'file' | 'severity'>): boolean {
  return file !== null && severity !== 'low';
}

/**
 * A plan that fixes a review's findings: a phase for each file, with the gates of the phases that changed it. Where the program
 * of a gate was found to be weak, its phase may also change the files that gate checks, has that gate, and precedes all other
 * work on those files. `undefined` where there is nothing to fix.
 *
 * @param round - its number: the outcome of such a plan can be reviewed again
 */
export function fixPlan(
  { findings, files, phases: reviewed, subject }: Pick<Review, 'findings' | 'files' | 'phases' | 'subject'>,
  { phases }: Pick<BatchManifest, 'phases'>,
  { round, prefix }: { readonly round: number; readonly prefix: string },
): PlanDraft | undefined {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings.filter(isFixable)) {
    const own = byFile.get(finding.file ?? '') ?? [];
    byFile.set(finding.file ?? '', [...own, finding]);
  }
  if (byFile.size === 0) return undefined;
  const fixes = [...byFile].map(([file, found]): FileFix => {
    const path = file.startsWith(prefix) ? file.slice(prefix.length) : file;
    const gateOf = new Set(found.flatMap(({ gateOf: ids = [] }) => ids));
    const owners = files.find((each) => each.path === file)?.phases ?? [];
    const checked = reviewed.filter(({ id }) => gateOf.has(id));
    const touched = [path, ...checked.flatMap(({ declared, changed }) => [...declared, ...changed])];
    // A finding that was not fixed is in no change; the phase that was to fix it has declared its file.
    const isOwner = ({ id, files: declared }: BatchManifest['phases'][number]) =>
      gateOf.has(id) || (owners.length > 0 ? owners.includes(id) : declared.includes(path));
    const gates = phases.filter(isOwner).flatMap((phase) => phase.gates);
    return { path, found, isOfGate: gateOf.size > 0, touches: fewOf(touched), gates };
  });
  const drafts = [...fixes.filter(({ isOfGate }) => isOfGate), ...fixes.filter(({ isOfGate }) => !isOfGate)];
  return {
    title: `Fix what the review of ${subject.name} found (round ${round})`,
    phases: drafts.map((fix, index) => draftOf(fix, index, drafts.slice(0, index))),
  };
}

/** The findings to fix in a file, and the files that may be changed for that, relative to the project. */
type FileFix = {
  readonly path: string;
  readonly found: readonly Finding[];
  /** Whether it is about a gate's program. */
  readonly isOfGate: boolean;
  readonly touches: readonly string[];
  readonly gates: readonly ManifestGate[];
};

/** The most files that a phase names; with more, it may change any file. */
const MAX_FILES = 20;

function fewOf(paths: readonly string[]): readonly string[] {
  const own = [...new Set(paths)];
  return own.length > MAX_FILES ? ['**'] : own;
}

function draftOf(
  { path, found, isOfGate, touches, gates }: FileFix,
  index: number,
  before: readonly FileFix[],
): PhaseDraft {
  const count = found.length === 1 ? 'a finding' : `${found.length} findings`;
  const isShared = (other: FileFix) =>
    [...touches, ...other.touches].includes('**') || other.touches.some((each) => touches.includes(each));
  const also = isOfGate ? ' What the gate then shows to be wrong is fixed in what it checks.' : '';
  return {
    id: String(index + 1),
    title: `Fix ${count} in ${path}`,
    goal: `What the review has found in ${path} is fixed, and what worked before still works.${also}`,
    hours: 0.5 * Math.min(8, found.length),
    complexity: 'low',
    files: touches.map((each) => ({ path: each })),
    dependencies: before.flatMap((other, place) =>
      other.isOfGate && isShared(other) ? [{ id: String(place + 1) }] : [],
    ),
    steps: found.map(stepOf),
    gates: uniqueGates(gates),
    others: [],
  };
}

/**
 * The round that a batch belongs to, by its title; 0 where its plan is not of this kind. Plans of earlier versions begin with
 * "Mend".
 */
export function roundOf({ title }: Pick<BatchManifest, 'title'>): number {
  return Number(/^(?:Fix|Mend) what the review of .* found \(round (\d{1,3})\)$/u.exec(title)?.[1] ?? 0);
}

/** The batch whose review a batch fixes, by its title; `undefined` where its plan is not of this kind. */
export function fixedBatch({ title }: Pick<BatchManifest, 'title'>): number | undefined {
  const found = /^(?:Fix|Mend) what the review of batch ([1-9]\d{0,8}) found \(round \d{1,3}\)$/u.exec(
    title,
  )?.[1];
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
  const own = texts.length === 0 ? ['Each finding is fixed, or it is said why it is none'] : texts;
  return [...new Set(own)].map((text) => ({ text, checked: false }));
}

/** A code span whose marks are longer than any run of backticks in it. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/gu) ?? []).map((run) => run.length));
  const marks = '`'.repeat(longest + 1);
  return longest > 0 ? `${marks} ${text} ${marks}` : `${marks}${text}${marks}`;
}
