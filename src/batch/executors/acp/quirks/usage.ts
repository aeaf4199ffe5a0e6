import type { Usage } from '../../agents/index.ts';
import { countOf, type Json, objectOf } from '../../agents/json_line.ts';

/** The usage that most agents report in the answer to a prompt. */
export function commonUsage(answer: Json): Usage | undefined {
  const usage = objectOf(answer.usage);
  if (usage === undefined) return undefined;
  const cached = countOf(usage.cachedReadTokens);
  return {
    input: countOf(usage.inputTokens) + cached + countOf(usage.cachedWriteTokens),
    cached,
    output: countOf(usage.outputTokens),
  };
}
