import { type AttributedLine, type Source, sourceKey } from '../../framework/index.ts';
import { diffLines, linesOf, runsOf } from '../../lib/index.ts';

/** A manual edit within the text of one component: the lines that it replaces, and the new ones. */
export type ComponentEdit = {
  readonly component: Extract<Source, { kind: 'component' }>['component'];
  /** The first line of the component's text that it replaces, from 1; for an insertion, the line after it. */
  readonly from: number;
  readonly count: number;
  /** Without line ends. */
  readonly lines: readonly string[];
  /** Its line in the current file, from 1. */
  readonly line: number;
};

/** An edit that belongs to no component, or to several: its first line in the current file. */
export type LooseEdit = { readonly line: number };

/**
 * Assigns the edits of a file to the components whose text they change. An edit belongs to a component if every line that it
 * replaces is from that component alone; an insertion, if it is inside a component or at the edge of just one.
 *
 * @param written - the file as it was written, line by line with sources
 * @param text - the current text of the file
 */
export function editsOfComponents(
  written: readonly AttributedLine[],
  text: string,
): { readonly inside: readonly ComponentEdit[]; readonly loose: readonly LooseEdit[] } {
  const now = linesOf(text);
  const edits = diffLines(
    written.map((line) => line.text),
    now,
  );
  const inside: ComponentEdit[] = [];
  const loose: LooseEdit[] = [];
  let [before, after] = [0, 0];
  for (const run of runsOf(edits)) {
    if (run.kind === 'same') {
      [before, after] = [run.before + 1, run.after + 1];
      continue;
    }
    const line = after + 1;
    const lines = run.added.map((place) => (now[place] ?? '').replace(/\n$/u, ''));
    const place = placeOf(written, before, run.removed.length);
    if (place === undefined) loose.push({ line });
    else inside.push({ ...place, count: run.removed.length, lines, line });
    [before, after] = [before + run.removed.length, after + run.added.length];
  }
  return { inside, loose };
}

function placeOf(
  written: readonly AttributedLine[],
  from: number,
  count: number,
): Pick<ComponentEdit, 'component' | 'from'> | undefined {
  if (count > 0) {
    const owners = written.slice(from, from + count).map(ownerOf);
    const first = owners[0];
    const isOne = owners.every(
      (owner, place) => owner && first && owner.key === first.key && owner.line === first.line + place,
    );
    return first && isOne ? { component: first.component, from: first.line } : undefined;
  }
  const [above, below] = [ownerOf(written[from - 1]), ownerOf(written[from])];
  if (above && below && (above.key !== below.key || below.line !== above.line + 1)) return undefined;
  if (above) return { component: above.component, from: above.line + 1 };
  return below && { component: below.component, from: below.line };
}

function ownerOf(line: AttributedLine | undefined) {
  const [source, ...others] = line?.sources ?? [];
  if (source?.kind !== 'component' || source.line === null || others.length > 0) return undefined;
  return { key: sourceKey(source), component: source.component, line: source.line };
}
