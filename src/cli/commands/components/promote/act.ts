import { printable, printableLine } from '../../../../lib/index.ts';
import {
  type PromoteEvent,
  type PromoteRequest,
  type Promotion,
  promoteComponent,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `components promote`. */
export type PromoteFlags = CommonOptions & Omit<PromoteRequest, 'file'> & { readonly fromFramework?: string };

/** Carries the command out for a component. */
export function promoteAction(file: string, flags: PromoteFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.components-promote/1', PromoteEvent>(setting, {
    schema: 'orchestrator.components-promote/1',
    json: flags.json,
    asks: !flags.json,
    isConsent: true,
    call: (port) => promoteComponent(setting.context, { ...flags, file }, port),
    show: showPromotion,
  });
}

/** Shows the events of a promotion. */
export function showPromotion(event: PromoteEvent, { print, inform, terminal }: Screen): void {
  const plan = 'isDryRun' in event && event.isDryRun ? print : inform;
  if (event.kind === 'move-planned') plan(diffText(event.promotion));
  else if (event.kind === 'moved') {
    print(`${printable(event.promotion.target.shown)}\n`);
    inform(movedText(event));
  } else if (event.kind === 'status-raised') {
    const { promoted, by, isDryRun } = event;
    print(`${printable(promoted.shown)}\n`);
    inform(`${isDryRun ? 'Would be' : 'Is now'} ${promoted.status}, by ${printableLine(by)}.\n`);
  } else {
    const { promotions, left } = event.edits;
    const leftText = problemsText(left, terminal.colours);
    if (event.kind === 'edits-planned') {
      plan(promotions.map(({ diff }) => printable(diff)).join(''));
      if (event.isDryRun) inform(leftText);
    } else {
      print(promotions.map(({ target }) => `${printable(target.shown)}\n`).join(''));
      inform(`${leftText}Next: \`orchestrator components lint\` checks it.\n`);
    }
  }
}

function diffText({ diff, target, replaced }: Promotion): string {
  if (diff !== '') return printable(diff);
  return replaced === undefined ? '' : `${printable(target.shown)} already has the same text.\n`;
}

function movedText({ carried, promotion: { from } }: Extract<PromoteEvent, { kind: 'moved' }>): string {
  if (carried === 'unchanged') return 'Nothing had to be written.\n';
  return `${carried === 'moved' ? 'Moved' : 'Copied'} from ${printable(from.shown)}\n`;
}
