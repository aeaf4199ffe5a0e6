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
    if (!known.has(name) && known.size >= MOST_TRIED) return false;
    const found = known.get(name) ?? canBeRead(name);
    known.set(name, found);
    return found;
  };
  return problems.map((problem) => withTried(problem, isReadable));
}

/** Each section is read anew. */
const MOST_TRIED = 12;

function withTried<Told extends TaskProblem>(problem: Told, isReadable: (name: string) => boolean): Told {
  const { hint = '', message } = problem;
  const named = NAMED.exec(hint)?.groups?.name;
  const isOpen = OPEN.test(hint) && LEFT_OUT.test(message) && !/\b(?:an)?other\b/u.test(hint);
  if (named === undefined && !isOpen) return problem;
  const names =
    named === undefined
      ? [...message.matchAll(/“([^”]+)” \(line \d/gu)].map(([, name = '']) => name.replace(/…$/u, ''))
      : [named];
  if (names.length === 0) return problem;
  const readable = names.filter(isReadable);
  if (readable.length === names.length) return problem;
  const { hint: _, ...rest } = problem;
  const [first] = readable;
  const now = first === undefined ? withoutSection(hint) : hint.replace(OPEN, `--section "${first}"`);
  return (now === undefined ? rest : { ...rest, hint: now }) as Told;
}

const NAMED = /--section "(?<name>[^"…]+)"/u;
const OPEN = /--section (?:"…"|and its heading)/u;
const LEFT_OUT = /\bleft out\b/u;

/** A hint without the way that does not work; nothing if it is the only one. */
function withoutSection(hint: string): string | undefined {
  const ways = hint.split(/, or /u).filter((way) => !way.includes('--section'));
  if (ways.length === 0) return undefined;
  const left = ways.join(', or ').replace(/\.?$/u, '.');
  return left.charAt(0).toUpperCase() + left.slice(1);
}
