import { inSentence, printable, printableLine } from '../lib/index.ts';
import type { GenerationEvent, UnmetComponent } from '../operations/index.ts';
import type { Screen } from './screen.ts';
import { problemsText } from './terminal/index.ts';
import { missingText } from './terminal/missing_text.ts';

/** Shows the events while missing components are generated. */
export function showGeneration(
  event: GenerationEvent,
  { say, wait, terminal }: Screen,
): void | Promise<void> {
  switch (event.kind) {
    case 'waiting':
    case 'waited':
      return wait(event);
    case 'problems':
    case 'edit-failed':
      return say(
        event.kind === 'problems'
          ? problemsText(event.problems, terminal.colours)
          : `${event.problems.map(({ message, hint }) => `${message} ${hint ?? ''}`).join(' ')}\n`,
      );
    case 'generating':
      return say(missingText(event.framework, 'We will now generate it.'));
    case 'not-generated':
      return say(notGeneratedText(event));
    case 'description-derived':
      return say(
        `INFO: No description of ${event.file} was given; using: ${printableLine(event.description)}\n`,
      );
    case 'generation-failed':
      return say(`INFO: ${inSentence(event.files)} could not be generated: ${inOneLine(event.why)}\n`);
    case 'draft':
      return say(`\n--- ${event.file} ---\n${printable(event.text)}\n---\n`);
    case 'edit-refused':
      return say(
        `Your edit is not a ${event.component} yet: ${event.faults.join('; ')}. The text before it is shown again.\n`,
      );
    case 'component-saved':
      return say(savedText(event));
  }
}

function notGeneratedText({
  framework,
  isAll,
  why,
}: Extract<GenerationEvent, { kind: 'not-generated' }>): string {
  const files = framework.todos.map(({ file }) => file);
  const what = isAll ? 'Nothing is generated' : `${inSentence(files)}: not generated`;
  return `${missingText(framework)}INFO: ${what}: ${inOneLine(why)}\n`;
}

function savedText({ outcome, file, draft }: Extract<GenerationEvent, { kind: 'component-saved' }>): string {
  return outcome === 'saved'
    ? `  SUCCESS: Saved ${printableLine(file)}, a draft by ${printableLine(draft.model)}\n`
    : `INFO: ${printableLine(file)} was created in the meantime; using that one.\n`;
}

/** The reason why something is missing, and the remedy. */
function inOneLine({ reason, remedy }: Pick<UnmetComponent, 'reason' | 'remedy'>): string {
  return printableLine(`${reason.replace(/\.$/u, '')}. ${remedy}`);
}
