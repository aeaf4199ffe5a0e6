import { printableLine } from '../../../../lib/index.ts';
import type { FileDiff, UpdateReport } from '../../../../operations/index.ts';
import { type Palette, problemsText } from '../../../terminal/index.ts';
import { changeText } from '../../change_text.ts';

/** The report on a framework for a person: differences as data, all else as messages. */
export function reportText(report: UpdateReport, colours: Palette): { data: string; messages: string } {
  const { directory, name, outcome, files, diffs, problems } = report;
  const place = printableLine(directory ?? name);
  const data = diffs.map(({ file, changes }) => diffText(`${directory}${file}`, changes)).join('');
  const done = files.flatMap((file) => {
    if (diffs.length > 0 || outcome === 'stale' || file.outcome === 'same') return [];
    const label =
      file.outcome === 'conflicts'
        ? colours.bad('CONFLICTS:')
        : `${colours.good('SUCCESS:')} ${DONE[file.outcome]}`;
    return [`  ${label} ${file.file}\n`];
  });
  const heads = { ...HEADS, failed: colours.bad('FAILED:') };
  const head = `${place} ${heads[outcome]}\n`;
  return {
    data,
    messages:
      head +
      (outcome === 'conflicts' && diffs.length > 0 ? '' : done.join('')) +
      problemsText(problems, colours),
  };
}

const HEADS: Readonly<Record<UpdateReport['outcome'], string>> = {
  fresh: 'is fresh; nothing to do.',
  stale: 'is stale.',
  updated: 'is updated.',
  conflicts: 'has conflicts.',
  adoptable: 'has no lock file and could be adopted; its files would stay unchanged.',
  adopted: 'is adopted: it now has a lock file, and its files are unchanged.',
  failed: '',
};

const DONE = {
  same: '',
  replaced: 'Replaced',
  restored: 'Restored',
  merged: 'Merged your edits into',
  conflicts: '',
} as const;

/** A file's changes as a unified diff, each changed line with its source. */
export function diffText(file: string, changes: FileDiff['changes']): string {
  if (changes.length === 0) return '';
  const shown = printableLine(file);
  const hunks = changes.map((change) => changeText(change, { label: '', unknown: 'edited by hand' }));
  return `--- ${shown}\n+++ ${shown} as rendered now\n${hunks.join('')}`;
}
