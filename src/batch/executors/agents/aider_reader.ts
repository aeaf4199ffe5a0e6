import { faultOfText } from './json_line.ts';
import type { AgentReader, Reading, Usage } from './reading.ts';

/**
 * Reads what aider prints without colours, by its source of 2025; not tried. It has no form for programs: its own lines stand
 * among the words of the model, so only whole lines in their exact form are taken for its own, and all else is shown as it is.
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
/** Where there is much to say of a cache, on a line of its own. */
const COST = new RegExp(`^${DOLLARS}$`, 'u');

/** Of one message, rounded to tens or thousands where there are many. What was written to a cache is among what was sent. */
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

/** Errors are those of the library by which it asks. */
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
