import { sha256 } from '../../../platform/index.ts';

/**
 * Returns a fingerprint that is equal for the same error, even if numbers, times and temporary names differ: it compares the
 * reason and the words of the evidence.
 *
 * @param own - texts specific to this attempt, such as the path of its worktree
 */
export function errorFingerprint(reason: string, evidence: string, own: readonly string[]): string {
  let text = evidence;
  for (const each of own) text = text.replaceAll(each, '');
  const words = text
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/giu, '')
    .replace(/\d+(?:[.:,]\d+)*(?:\s?(?:ms|s|m|h|seconds?|minutes?)\b)?/gu, '')
    .replace(/\s+/gu, ' ');
  return sha256(`${reason}\n${words.trim()}`).slice(0, 16);
}
