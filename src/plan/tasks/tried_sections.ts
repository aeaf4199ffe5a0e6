import type { TaskProblem } from './importer.ts';

/**
 * Filters the hints of problems so that they name only sections that `--section` can read: each one named is tried. A section
 * without a task would send the reader in a circle.
 *
 * @param canBeRead - whether a section has tasks that are left
 */
export function withTriedSections<Told extends TaskProblem>(
  problems: readonly Told[],
  canBeRead: (section: string) => boolean,
): Told[] {
  const known = new Map<string, boolean>();
  const isReadable = (name: string) => {
    if (!known.has(name) && known.size >= MAX_TRIED) return false;
    const found = known.get(name) ?? canBeRead(name);
    known.set(name, found);
    return found;
  };
  return problems.map((problem) => withTried(problem, isReadable));
}

/** Each section that is tried takes another reading of the document. */
const MAX_TRIED = 12;

function withTried<Told extends TaskProblem>(problem: Told, isReadable: (name: string) => boolean): Told {
  const { hint, ...rest } = problem;
  const { sections } = problem;
  if (hint === undefined || sections === undefined) return problem;
  const readable = sections.filter(isReadable);
  if (readable.length === sections.length) return problem;
  const [first] = readable;
  const now = first === undefined ? withoutSection(hint) : hint.replace(OPEN, `--section "${first}"`);
  return (now === undefined ? rest : { ...rest, hint: now }) as Told;
}

/** An option that leaves open which of the sections is meant. */
const OPEN = /--section (?:"…"|and its heading)/u;

/** A hint without the way that does not work; nothing if it is the only one. */
function withoutSection(hint: string): string | undefined {
  const ways = hint.split(/, or /u).filter((way) => !way.includes('--section'));
  if (ways.length === 0) return undefined;
  const left = ways.join(', or ').replace(/\.?$/u, '.');
  return left.charAt(0).toUpperCase() + left.slice(1);
}
