import { printableLine } from '../../../lib/index.ts';
import {
  checkName,
  diffOverwrite,
  type OperationContext,
  type PreparedFramework,
  suggestName,
} from '../../../operations/index.ts';
import { type Palette, problemsText } from '../../terminal/index.ts';
import type { Conversation } from '../../wizard/index.ts';
import { diffText } from './update_report.ts';

/** What is to become of a framework that is there and would change. */
export type ExistingChoice =
  | { readonly kind: 'keep' | 'overwrite' | 'merge' | 'back' | 'closed' }
  | { readonly kind: 'rename'; readonly name: string };

type Setting = {
  readonly context: OperationContext;
  readonly ask: Conversation['ask'];
  readonly say: (text: string) => void;
  readonly colours: Palette;
};

/** Asks until something is decided; the difference is shown as often as it is wanted. */
export async function askAboutExisting(
  framework: PreparedFramework,
  setting: Setting,
): Promise<ExistingChoice> {
  for (;;) {
    const answer = await setting.ask.choice({
      fresh: true,
      harmlessFirst: true,
      message: `${printableLine(framework.target.shown)} is there already, and would change.`,
      choices: CHOICES,
    });
    if (answer.kind !== 'answer') return { kind: answer.kind };
    if (answer.value === 'difference') {
      setting.say(await differenceText(framework, setting));
      continue;
    }
    if (answer.value !== 'rename') return { kind: answer.value as 'keep' | 'overwrite' | 'merge' };
    const name = await setting.ask.text({
      message: 'Enter another name:',
      default: suggestName(`${framework.name}_2`),
      check: (text) => {
        const checked = checkName(text);
        return checked.ok ? undefined : checked.problems[0]?.message;
      },
    });
    if (name.kind === 'closed') return { kind: 'closed' };
    if (name.kind === 'answer') return { kind: 'rename', name: name.value };
  }
}

const CHOICES = [
  { value: 'keep', label: 'keep', description: 'Leave it as it is.' },
  {
    value: 'overwrite',
    label: 'overwrite',
    description: 'Replace its files; edits made by hand in them are lost.',
  },
  { value: 'rename', label: 'rename', description: 'Write the new one under another name.' },
  {
    value: 'difference',
    label: 'difference',
    description: 'Show what overwriting would change, then ask again.',
  },
  {
    value: 'merge',
    label: 'merge',
    description: 'Bring in what is new; edits made by hand stay.',
  },
];

async function differenceText(framework: PreparedFramework, { context, colours }: Setting): Promise<string> {
  const diffs = await diffOverwrite(context, framework);
  if (!diffs.ok) return problemsText(diffs.problems, colours);
  const text = diffs.value
    .map(({ file, changes }) => diffText(`${framework.target.shown}${file}`, changes))
    .join('');
  return text === ''
    ? 'Both files would stay as they are; only the record of how they were made would change.\n'
    : text;
}
