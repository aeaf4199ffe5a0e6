/** The output of `git merge-tree --write-tree -z --messages`. */
export type MergeTreeOutput = {
  /** With conflict markers in files that conflict. */
  readonly tree: string;
  /** The files in conflict, sorted. */
  readonly files: readonly string[];
  /** Git's messages about conflicts; not those about success. */
  readonly messages: readonly string[];
};

/**
 * Parses the output of `git merge-tree`: the tree, then the stages of files in conflict, then, after an empty record, messages of
 * four kinds of fields each (a count, that many paths, a kind, a text).
 */
export function parseMergeTree(text: string): MergeTreeOutput {
  const [tree = '', ...records] = text.split('\0');
  const files = new Set<string>();
  let at = 0;
  for (; at < records.length; at++) {
    const [, path] = /^\d{6} [0-9a-f]+ [123]\t(.*)$/su.exec(records[at] ?? '') ?? [];
    if (path === undefined) break;
    files.add(path);
  }
  const messages: string[] = [];
  if (records[at] === '') at += 1;
  while (at < records.length && /^\d+$/u.test(records[at] ?? '')) {
    const count = Number(records[at]);
    const paths = records.slice(at + 1, at + 1 + count);
    const kind = records[at + 1 + count] ?? '';
    const message = records[at + 2 + count] ?? '';
    at += 3 + count;
    if (!kind.startsWith('CONFLICT')) continue;
    messages.push(message.trim());
    // Some conflicts, such as a directory renamed on one side, have no stages.
    for (const path of paths) files.add(path);
  }
  return { tree, files: [...files].sort(), messages };
}
