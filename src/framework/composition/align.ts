import { diffLines, type LineRun, runsOf } from '../../lib/index.ts';
import type { AttributedLine } from './attribution.ts';
import { type Source, sourceKey } from './source.ts';

/** A line of an older text, with its sources as far as a current rendering reveals them. */
export type AlignedLine = {
  readonly text: string;
  readonly sources: readonly Source[];
  /** Whether the same line is rendered now. If not, the sources are those of the text in its place. */
  readonly isThere: boolean;
};

/** Finds the sources of an older text's lines in a current rendering. */
export function alignSources(
  before: readonly string[],
  now: readonly AttributedLine[],
): readonly AlignedLine[] {
  const sourcesAt = (place: number) => now[place]?.sources ?? [];
  const edits = diffLines(
    before,
    now.map(({ text }) => text),
  );
  const runs = runsOf(edits);
  return runs.flatMap((run, place): AlignedLine[] => {
    if (run.kind === 'same')
      return [{ text: before[run.before] ?? '', sources: sourcesAt(run.after), isThere: true }];
    const instead = run.added.flatMap(sourcesAt);
    const around = [runs[place - 1], runs[place + 1]].map((other) => sourcesOfSame(other, sourcesAt));
    const sources = withoutPlaces(instead.length > 0 ? instead : closest(around));
    return run.removed.map((line) => ({ text: before[line] ?? '', sources, isThere: false }));
  });
}

/** Each source once, without its line: the position of removed text is unknown. */
export function withoutPlaces(sources: readonly Source[]): readonly Source[] {
  const known = new Map<string, Source>();
  for (const source of sources) {
    const key = sourceKey(source);
    if (!known.has(key)) known.set(key, 'line' in source ? { ...source, line: null } : source);
  }
  return [...known.values()];
}

function sourcesOfSame(
  run: LineRun | undefined,
  sourcesAt: (place: number) => readonly Source[],
): readonly Source[] {
  return run?.kind === 'same' ? sourcesAt(run.after) : [];
}

/** Text removed between two lines more likely belonged to a neighbouring component than to the frame. */
function closest(around: readonly (readonly Source[])[]): readonly Source[] {
  return (
    around.find((sources) => sources.some(({ kind }) => kind !== 'frame')) ??
    around.find((sources) => sources.length > 0) ??
    []
  );
}
