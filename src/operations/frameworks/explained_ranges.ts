import { type ResolvedComponent, type Source, sourceKey } from '../../framework/index.ts';
import { displayPath, readText } from '../../platform/index.ts';
import type { Workspace } from '../workspace.ts';

/** A line of a generated file, its sources, and its state. */
export type ExplainedLine = {
  readonly text: string;
  /**
   * - `as-written`: the program wrote it, and would write it now
   * - `changed-since`: the program wrote it, but would write something else now
   * - `by-hand`: somebody wrote it into the file; the sources are those of the text that it replaced
   */
  readonly state: 'as-written' | 'changed-since' | 'by-hand';
  readonly sources: readonly Source[];
};

/** Consecutive lines with the same sources. */
export type ExplainedRange = {
  /** 1-based. */
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly state: ExplainedLine['state'];
  readonly sources: readonly ExplainedSource[];
  readonly text: string;
};

export { sourceText } from '../../framework/index.ts';

/** A source, and where to find it. */
export type ExplainedSource = {
  readonly source: Source;
  /** The file to look at, as the user would write it; `null` if there is none. */
  readonly file: string | null;
  /** The lines of that file, or of an input's value; `null` if unknown. */
  readonly lines: { readonly from: number; readonly to: number } | null;
};

/** The context for locating sources. */
export type Whereabouts = {
  readonly cwd: string;
  readonly workspace: Workspace;
  readonly goal: string;
  readonly components: readonly ResolvedComponent[];
};

/** Groups lines with the same sources, and locates those. */
export function rangesOf(
  lines: readonly ExplainedLine[],
  [first, last]: readonly [number, number],
  where: Whereabouts,
): ExplainedRange[] {
  const locate = locator(where);
  const groups: { key: string; from: number; lines: ExplainedLine[] }[] = [];
  for (let number = first; number <= last; number++) {
    const line = lines[number - 1];
    if (line === undefined) break;
    const key = [line.state, ...line.sources.map(sourceKey)].join('\0');
    const group = groups.at(-1);
    if (group?.key === key) group.lines.push(line);
    else groups.push({ key, from: number, lines: [line] });
  }
  return groups.map((group) => ({
    from: group.from,
    to: group.from + group.lines.length - 1,
    state: group.lines[0]?.state ?? 'as-written',
    sources: (group.lines[0]?.sources ?? []).map((source, place) =>
      locate(source, group.lines.at(-1)?.sources[place] ?? source),
    ),
    text: group.lines.map(({ text }) => text).join(''),
  }));
}

/** Returns a function that locates a source, given the source of the first line and that of the last. */
function locator(where: Whereabouts): (first: Source, last: Source) => ExplainedSource {
  const offsets = new Map<string, number>();
  return (first, last) => {
    const lines =
      'line' in first && 'line' in last && first.line !== null && last.line !== null
        ? { from: first.line, to: last.line }
        : null;
    if (first.kind === 'goal') return goalPlace(first, where);
    if (first.kind !== 'component') return { source: first, file: null, lines };
    const { kind, file } = first.component;
    const found = where.components.find((candidate) => candidate.kind === kind && candidate.file === file);
    if (!found?.component) return { source: first, file: null, lines };
    const { path, text } = found.component;
    const offset = offsets.get(path) ?? linesBefore(path, text);
    offsets.set(path, offset);
    const inFile = lines && { from: lines.from + offset, to: lines.to + offset };
    return { source: first, file: displayPath(where.cwd, path), lines: inFile };
  };
}

function goalPlace(source: Source, { cwd, workspace, goal }: Whereabouts): ExplainedSource {
  const { path, goals } = workspace.goalMap;
  const line = goals.find(({ name }) => name === goal)?.position.line;
  if (path === null || line === undefined) return { source, file: null, lines: null };
  return { source, file: displayPath(cwd, path), lines: { from: line, to: line } };
}

/** Number of lines of front matter before the text in a component's file. */
function linesBefore(path: string, text: string): number {
  const read = readText(path, 1024 * 1024);
  const place = read.kind === 'text' ? read.text.lastIndexOf(text) : -1;
  return read.kind === 'text' && place > 0 ? read.text.slice(0, place).split('\n').length - 1 : 0;
}
