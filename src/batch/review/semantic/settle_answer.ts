import { isRecord, ownValue } from '../../../lib/index.ts';

/**
 * Normalizes a model's answer of another form than requested: a bare list, additional fields, a number as text or a range,
 * another word for a severity. Leaves anything unclear as it is, for the schema to reject. Invents nothing that a finding is
 * based on.
 *
 * @param tellCut - called with the number of findings cut off, each time
 */
export function settleAnswer(data: unknown, tellCut: (count: number) => void = () => {}): unknown {
  const findings = Array.isArray(data) ? data : isRecord(data) ? data.findings : undefined;
  if (!Array.isArray(findings)) return data;
  tellCut(Math.max(0, findings.length - MAX_CLAIMS));
  return { findings: findings.slice(0, MAX_CLAIMS).map(settleFinding) };
}

/** The most findings of one answer, as in its schema: an answer with more is cut rather than rejected. */
export const MAX_CLAIMS = 20;

/** Represents a missing line: the quote alone has to find it. */
export const NO_LINE = 999_999_999;

function settleFinding(finding: unknown): unknown {
  if (!isRecord(finding)) return finding;
  const { file, line, quote, severity, message, rule } = finding;
  return {
    ...(typeof rule === 'string' ? { rule } : {}),
    ...{ file, line: settleLine(line), severity: settleSeverity(severity), message },
    quote: Array.isArray(quote) && quote.every((part) => typeof part === 'string') ? quote.join('\n') : quote,
  };
}

function settleLine(line: unknown): unknown {
  if (line === undefined || line === null) return NO_LINE;
  const text =
    typeof line === 'string' ? /^\s*L?(\d{1,9})(?:\s*[-–:]\s*L?\d{1,9})?\s*$/iu.exec(line)?.[1] : undefined;
  const number = text === undefined ? line : Number(text);
  return typeof number === 'number' && number < 1 ? NO_LINE : number;
}

/** Other tools' words for the three. */
const SEVERITIES: Readonly<Record<string, string>> = {
  ...{ critical: 'high', blocker: 'high', severe: 'high', error: 'high', major: 'high' },
  ...{ moderate: 'medium', warning: 'medium', minor: 'low', info: 'low', note: 'low' },
};

function settleSeverity(severity: unknown): unknown {
  if (typeof severity !== 'string') return severity;
  const word = severity.trim().toLowerCase();
  return ownValue(SEVERITIES, word) ?? word;
}

/** Normalizes a verdict in other words; the schema rejects anything unclear. */
export function settleVerdict(data: unknown): unknown {
  if (!isRecord(data) || typeof data.verdict !== 'string') return data;
  const { verdict, why } = data;
  const word = verdict
    .trim()
    .toLowerCase()
    .replaceAll(/n[\u2019']t/gu, ' not')
    .replaceAll(/[\s_-]+/gu, '-')
    .replace(/\.$/u, '');
  return { why: why ?? '', verdict: ownValue(VERDICTS, word) ?? word };
}

const VERDICTS: Readonly<Record<string, string>> = {
  ...{ 'do-not-hold': 'does-not-hold', 'not-hold': 'does-not-hold', refuted: 'does-not-hold' },
  ...{ uncertain: 'unsure', 'not-sure': 'unsure', unclear: 'unsure', hold: 'holds' },
};
