import type { ReportDocument, ReportPhase, ReportStatement } from '../../document/index.ts';
import { proofWord } from '../words.ts';

/** The look of a state, beside its word. */
export type Look = 'good' | 'bad' | 'warn' | 'info' | '';

const STATES: Readonly<Record<ReportPhase['state'], { readonly look: Look; readonly sign: string }>> = {
  done: { look: 'good', sign: '✓' },
  failed: { look: 'bad', sign: '✗' },
  blocked: { look: 'warn', sign: '⊘' },
  running: { look: 'info', sign: '▸' },
  gating: { look: 'info', sign: '▸' },
  merging: { look: 'info', sign: '▸' },
  waiting: { look: '', sign: '○' },
};

/** The look of a phase's state, and a sign that shows it without colour. */
export function lookOf(state: ReportPhase['state']): { readonly look: Look; readonly sign: string } {
  return STATES[state];
}

/** A word in a coloured frame. @param word - one of the program's own */
export function tag(word: string, look: Look): string {
  return `<span class="tag${look === '' ? '' : ` ${look}`}">${word}</span>`;
}

/** The state of a phase, as a tag. */
export function stateTag(state: ReportPhase['state']): string {
  const { look, sign } = lookOf(state);
  return tag(`${sign} ${state}`, look);
}

const PROOFS: Readonly<Record<string, Look>> = {
  verified: 'good',
  refuted: 'bad',
  claimed: 'info',
  unverifiable: 'warn',
};

/** The proof of a statement, as a tag. */
export function proofTag(statement: Pick<ReportStatement, 'proof' | 'holds'>): string {
  const word = proofWord(statement);
  return tag(word, PROOFS[word] ?? '');
}

/** The looks of the standings of a requirement's lines. */
export const REQUIREMENT_LOOKS: Readonly<Record<ReportDocument['requirement'][number]['standing'], Look>> = {
  verified: 'good',
  unproven: 'warn',
  open: 'info',
  uncovered: 'bad',
  context: '',
};

/** The looks of severities. */
export const SEVERITY_LOOKS: Readonly<Record<ReportDocument['findings'][number]['severity'], Look>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'info',
};

/** A table in a box of its own, which scrolls where the page is narrow. */
export function table(
  name: string,
  heads: readonly (string | { readonly number: string })[],
  rows: readonly (readonly (string | { readonly number: string })[])[],
): string {
  const cell = (of: 'th' | 'td', each: string | { readonly number: string }, scope = '') =>
    typeof each === 'string'
      ? `<${of}${scope}>${each}</${of}>`
      : `<${of}${scope} class="n">${each.number}</${of}>`;
  const head = heads.map((each) => cell('th', each, ' scope="col"')).join('');
  const body = rows.map((row) => `<tr>${row.map((each) => cell('td', each)).join('')}</tr>`).join('\n');
  return `<div class="wide" role="region" aria-label="${name}" tabindex="0"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table></div>`;
}
