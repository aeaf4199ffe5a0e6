import { sha256 } from '../../platform/index.ts';

/**
 * Equal for errors that are the same error, though numbers in it, times and temporary names differ: what is compared is the
 * reason and the words of the evidence.
 *
 * @param own - texts that are of this attempt only, such as the path of its worktree
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
