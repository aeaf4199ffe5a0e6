import { gitConflicts } from '../../lib/index.ts';
import type { TaskProblem, TaskSource } from './importer.ts';

/**
 * Finds conflicts of a git merge: nobody has chosen yet, and both sides would be work. In a block of code such lines are an
 * example.
 */
export function conflictsIn({ text, file }: TaskSource): TaskProblem[] {
  if (gitConflicts(text).length === 0) return [];
  return gitConflicts(withoutFenced(text)).map((line) => ({
    severity: 'error',
    code: 'git-conflict',
    message: 'A git merge conflict begins here.',
    file,
    line,
    column: 1,
    hint: 'Choose the text to keep, and remove the markers.',
  }));
}

/** The text with the lines between fences empty, so that all others keep their numbers. */
function withoutFenced(source: string): string {
  let fence = '';
  const kept = source.split('\n').map((line) => {
    const [, mark = ''] = /^\s*(`{3,}|~{3,})/u.exec(line) ?? [];
    if (fence === '') fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) fence = '';
    return fence === '' ? line : '';
  });
  return kept.join('\n');
}
