import { type ResolvedComponent, type Source, sourceKey } from '../../framework/index.ts';
import { displayPath, readText } from '../../platform/index.ts';
import type { Workspace } from '../workspace.ts';

/** A line of a generated file, where it came from, and what became of it since. */
export type ExplainedLine = {
  readonly text: string;
  /**
   * - `as-written`: it is what the program wrote, and would write now
   * - `changed-since`: it is what the program wrote, but not what it would write now
   * - `by-hand`: somebody wrote it into the file; the sources are those of what stood there
   */
  readonly state: 'as-written' | 'changed-since' | 'by-hand';
  readonly sources: readonly Source[];
};

/** Consecutive lines that came from the same places. */
export type ExplainedRange = {
  /** 1-based. */
  readonly from: number;
  /** Still part of it. */
  readonly to: number;
  readonly state: ExplainedLine['state'];
  readonly sources: readonly ExplainedSource[];
  readonly text: string;
};

export { sourceText } from '../../framework/index.ts';

/** A source, and where a person finds it. */
export type ExplainedSource = {
  readonly source: Source;
  /** The file to look at, as the user would name it; `null` where there is none. */
  readonly file: string | null;
  /** The lines of that file, or of the value of an input; `null` where they are not known. */
  readonly lines: { readonly from: number; readonly to: number } | null;
};

/** What is needed to say where a source is found. */
export type Whereabouts = {
  readonly cwd: string;
  readonly workspace: Workspace;
  readonly goal: string;
  readonly components: readonly ResolvedComponent[];
};

/** Puts lines with the same sources together and says where those are found. */
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

/** Says where a source is found, from the one of the first line and the one of the last. */
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

/** The lines of front matter that a component's file has before its text. */
function linesBefore(path: string, text: string): number {
  const read = readText(path, 1024 * 1024);
  const place = read.kind === 'text' ? read.text.lastIndexOf(text) : -1;
  return read.kind === 'text' && place > 0 ? read.text.slice(0, place).split('\n').length - 1 : 0;
}
