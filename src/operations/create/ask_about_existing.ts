import { checkName, suggestName } from '../../framework/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { diffOverwrite } from '../frameworks/overwrite_diff.ts';
import type { Port } from '../port.ts';
import type { NewEvent } from './new_event.ts';
import type { PreparedFramework } from './prepare_framework.ts';

/** The decision about an existing framework that would change. */
export type ExistingChoice =
  | { readonly kind: 'keep' | 'overwrite' | 'merge' | 'back' | 'closed' }
  | { readonly kind: 'rename'; readonly name: string };

/** Asks until a decision is made; shows the differences as often as requested. */
export async function askAboutExisting(
  context: OperationContext,
  framework: PreparedFramework,
  port: Port<NewEvent>,
): Promise<ExistingChoice> {
  for (;;) {
    const answer = await port.choice({
      fresh: true,
      harmlessFirst: true,
      message: `${printableLine(framework.target.shown)} already exists and would change.`,
      choices: CHOICES,
    });
    if (answer.kind !== 'answer') return { kind: answer.kind };
    if (answer.value === 'difference') {
      await showDifference(context, framework, port);
      continue;
    }
    if (answer.value !== 'rename') return { kind: answer.value as 'keep' | 'overwrite' | 'merge' };
    const name = await port.text({
      message: 'Enter another name:',
      default: suggestName(`${framework.lock.name}_2`),
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
    description: 'Replace its files; manual edits are lost.',
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
    description: 'Bring in what is new; manual edits are kept.',
  },
];

async function showDifference(
  context: OperationContext,
  framework: PreparedFramework,
  { show }: Port<NewEvent>,
): Promise<void> {
  const diffs = await diffOverwrite(context, framework);
  if (!diffs.ok) return show({ kind: 'problems', problems: diffs.problems });
  return show({ kind: 'difference', directory: framework.target.shown, diffs: diffs.value });
}
