import { faultOfText } from './json_line.ts';
import type { AgentReader, Reading, Usage } from './reading.ts';

/**
 * Reads aider's output without colours, from its source of 2025; not tried. It has no machine-readable format: its own lines are
 * mixed with the model's words, so only whole lines in their exact form count as its own, and the rest is shown unchanged.
 */
export const readAider: AgentReader = (line) => {
  const text = line.trimEnd();
  const tokens = TOKENS.exec(text)?.groups;
  if (tokens !== undefined) return usageOf(text, tokens);
  const cost = COST.exec(text)?.groups;
  if (cost !== undefined)
    return { shows: [text], used: { ...NOTHING, of: 'step', costUsd: Number(cost.cost) } };
  const [, file] = /^Applied edit to (.{1,1000})$/u.exec(text) ?? [];
  if (file !== undefined) return { shows: [`> edits ${file}`], goesOn: true };
  const [, seconds] = /^Retrying in (\d{1,5}(?:\.\d)?) seconds\.\.\.$/u.exec(text) ?? [];
  if (seconds !== undefined) {
    const waits = `its endpoint cannot be used; it asks again in ${seconds} s`;
    return { shows: [`waits: ${waits}`], waits };
  }
  return errorOf(text);
};

const NOTHING: Usage = { input: 0, cached: 0, output: 0 };

const COUNT = String.raw`\d{1,9}(?:\.\d)?k?`;
const DOLLARS = String.raw`Cost: \$(?<cost>\d{1,6}\.\d{1,12}) message, \$\d{1,6}\.\d{1,12} session\.`;
const TOKENS = new RegExp(
  `^Tokens: (?<sent>${COUNT}) sent(?:, (?<written>${COUNT}) cache write)?(?:, (?<cached>${COUNT}) cache hit)?, (?<received>${COUNT}) received\\.(?: ${DOLLARS})?$`,
  'u',
);
/** Long cache figures put the cost on a line of its own. */
const COST = new RegExp(`^${DOLLARS}$`, 'u');

/** Usage of one message, rounded to tens or thousands where it is large. Tokens written to a cache are included in those sent. */
function usageOf(text: string, { sent, cached, received, cost }: Readonly<Record<string, string>>): Reading {
  const used = {
    of: 'step',
    input: countIn(sent),
    cached: countIn(cached),
    output: countIn(received),
    ...(cost === undefined ? {} : { costUsd: Number(cost) }),
  } as const;
  return { shows: [text], used, isDone: true };
}

function countIn(text: string | undefined): number {
  if (text === undefined) return 0;
  return Math.round(text.endsWith('k') ? Number(text.slice(0, -1)) * 1_000 : Number(text));
}

/** Recognizes errors of the library that it sends requests with. */
function errorOf(text: string): Reading | undefined {
  const [, kind] = /^litellm\.([A-Z]\w{2,60}(?:Error|Timeout|Exception)?): /u.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const fault =
    kind === 'AuthenticationError' || kind === 'PermissionDeniedError'
      ? 'unauthenticated'
      : kind === 'RateLimitError'
        ? 'limited'
        : faultOfText(text);
  return { shows: [text], error: text.slice(0, 500), ...(fault && { fault }) };
}
