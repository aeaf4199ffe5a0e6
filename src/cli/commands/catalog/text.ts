import { countOf, cutToWidth, printable, printableLine, revealHidden } from '../../../lib/index.ts';
import type { CatalogEvent, EntryReport, SourceReport } from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';
import { problemsText } from '../../terminal/index.ts';

/** Maximum problems shown of a source; all of them are in the document. */
const MAX_PROBLEMS = 8;

/** Shows the events of catalogue commands. */
export function showCatalog(event: CatalogEvent, { printText, inform, terminal }: Screen): void {
  switch (event.kind) {
    case 'problems': {
      const { problems } = event;
      inform(problemsText(problems.slice(0, MAX_PROBLEMS), terminal.colours));
      if (problems.length > MAX_PROBLEMS)
        inform(`${problems.length - MAX_PROBLEMS} more; --json has them all.\n`);
      return;
    }
    case 'sources':
      if (event.sources.length === 0 && event.done === 'listed')
        inform('The catalogue is empty; add a folder with `orchestrator catalog add`.\n');
      printText(event.sources.map((source) => `${DONE[event.done]}${sourceLine(source)}`).join(''));
      return;
    case 'found': {
      const { entries, nearest } = event;
      printText(entries.map((entry) => entryLines(entry, terminal.columns)).join(''));
      if (entries.length === 0)
        inform(
          `Nothing fits.${nearest ? ` The nearest is ${printableLine(nearest.id)}, which has ${quoted(nearest)}.` : ''}\n`,
        );
      return;
    }
    case 'entry':
      printText(whole(event.entry, event.text, event.parts));
  }
}

const DONE = { listed: '', added: 'Added ', updated: 'Read again: ', removed: 'Removed ' } as const;

function sourceLine({
  name,
  folder,
  isThere,
  isUsable,
  read,
  commit,
  plugins,
  agents,
  skills,
  commands,
}: SourceReport): string {
  const counts = [
    countOf(plugins, 'plugin'),
    countOf(agents, 'agent'),
    countOf(skills, 'skill'),
    countOf(commands, 'command'),
  ].join(', ');
  const has = isUsable ? counts : 'unusable until it is read again';
  const at = commit === null ? '' : ` at ${commit.slice(0, 12)}`;
  return `${printableLine(name)}: ${has}\n  ${printableLine(folder)}${isThere ? '' : ' (gone)'}${read === '' ? '' : `, read ${printableLine(read)}`}${printableLine(at)}\n`;
}

function entryLines({ id, kind, description, matched, copies = [] }: EntryReport, width: number): string {
  const about = printableLine(revealHidden(description));
  return `${kind} ${printableLine(id)}  (${matched.map(printableLine).join(', ')})\n${about === '' ? '' : `  ${cutToWidth(about, Math.max(20, Math.min(width, 160) - 2))}\n`}${copies.length === 0 ? '' : `  the same: ${copies.map(printableLine).join(', ')}\n`}`;
}

function quoted({ matched }: EntryReport): string {
  return `only ${matched.map((word) => JSON.stringify(printableLine(word))).join(', ')}`;
}

function whole(entry: EntryReport, text: string | null, parts: readonly string[]): string {
  const { id, kind, description, category, keywords, file, origin, programs, goesWith } = entry;
  const about: [string, string][] = [
    ['category', category],
    ['keywords', keywords.join(', ')],
    ['file', file ?? ''],
    ['kept at', origin?.place ?? ''],
    ...parts.map((part): [string, string] => ['has', part]),
    ...goesWith.map((other): [string, string] => ['goes with', other]),
    ...programs.map((program): [string, string] => ['would start', program]),
  ];
  const lines = about
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name}: ${printableLine(value)}\n`);
  const get =
    origin && origin.commands.length > 0
      ? `  to get it, check these commands and run them yourself:\n${origin.commands.map((command) => `    ${printableLine(command)}\n`).join('')}`
      : '';
  const shown = text === null ? '' : `\n${printable(revealHidden(text)).trimEnd()}\n`;
  return `${kind} ${printableLine(id)}\n${description === '' ? '' : `  ${printableLine(revealHidden(description))}\n`}${lines.join('')}${get}${shown}`;
}
