import type { Fact } from './fact.ts';
import { INSTRUCTION_FILES } from './marker_files.ts';
import { depthOf } from './plain_text.ts';
import type { Sources } from './sources.ts';

/**
 * Adds to each fact the files for people and agents that fully contain it: a fact whose values all occur in them, of lists each
 * item, is not news to their readers.
 */
export function withStatingFiles(facts: readonly Fact[], sources: Sources): Fact[] {
  const near = sources.where({ folder: (folder) => depthOf(folder) <= 2 });
  const paths = near.filter(
    (path) =>
      (depthOf(path) === 0 && /^(?:README|CONTRIBUTING)(?:\.(?:md|markdown|rst|txt|adoc))?$/iu.test(path)) ||
      (/(?:\.mdc?|rules|hints)$/u.test(path) && depthOf(path) <= 2 && INSTRUCTION_FILES.test(path)),
  );
  const texts = paths.slice(0, MAX_FILES).flatMap((path) => {
    const text = sources.read(path)?.text;
    return text === undefined ? [] : [{ path, text: text.toLowerCase() }];
  });
  if (texts.length === 0) return [...facts];
  return facts.map((fact) => {
    const holders = saidIn(fact, texts);
    return holders.length === 0 ? fact : { ...fact, saidIn: holders };
  });
}

const MAX_FILES = 20;

type Known = { readonly path: string; readonly text: string };

function saidIn({ kind, values }: Fact, texts: readonly Known[]): string[] {
  // The names of two contradictory files do not reveal that they contradict each other.
  if (kind === 'contradiction') return [];
  const found = new Set<string>();
  for (const key in values) {
    if (key === 'role') continue;
    const value = values[key] ?? '';
    // There, a list may be in another order, or spread over the text.
    const wanted = key === 'run' ? [value] : OF_LIBRARIES.has(key) ? namesIn(value) : value.split(', ');
    for (const each of wanted) {
      const lower = each.toLowerCase();
      const holder = texts.find(({ text }) => holds(text, lower));
      if (holder === undefined) return [];
      found.add(holder.path);
    }
  }
  return [...found].sort();
}

/** Values that say which library is used for something, which readers of its name expect anyway. */
const OF_LIBRARIES: ReadonlySet<string> = new Set(['api', 'orm', 'rpc', 'validation']);

/** The names in a value such as `the models of Django`, or the whole if none has a capital letter. */
function namesIn(value: string): readonly string[] {
  return value.match(/\b[A-Z][\w.+-]*/gu) ?? [value];
}

/** Whether a text contains a value as a word or words of its own. */
function holds(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + value.length] ?? ' ';
    if (
      !(isWordPart(before) && isWordPart(value[0] ?? ' ')) &&
      !(isWordPart(after) && isWordPart(value.at(-1) ?? ' '))
    )
      return true;
  }
  return false;
}

function isWordPart(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
