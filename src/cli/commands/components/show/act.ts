import { countOf, printable, printableLine } from '../../../../lib/index.ts';
import {
  type Clash,
  type ComponentShowEvent,
  reportComponent,
  type ShownComponent,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import type { ComponentsFlags } from '../flags.ts';

/** Carries the command out. */
export function showAction(file: string, flags: ComponentsFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.components-show/1', ComponentShowEvent>(setting, {
    schema: 'orchestrator.components-show/1',
    json: flags.json,
    asks: false,
    call: (port) => reportComponent(setting.context, { ...flags, file }, port),
    show({ components, problems }, { printText, inform, terminal }) {
      inform(problemsText(problems, terminal.colours));
      for (const item of components) {
        inform(aboutText(item));
        printText(`${printable(item.component.text)}\n`);
      }
    },
  });
}

function aboutText({ component, goals, clashes, effects }: ShownComponent): string {
  const { kind, file, layer, origin, path, metadata } = component;
  const facts = ['summary', 'use_when', 'avoid_when', 'status', 'version'].flatMap((key) => {
    const value = metadata[key];
    return typeof value === 'string' ? [[key.replace('_', ' '), value]] : [];
  });
  const rows = [
    [kind, file],
    ['layer', `${layer}: ${path}`],
    ['origin', origin],
    ...facts,
    ['used by', goals.join(', ') || 'no goal'],
    ...clashes.map((clash) => ['clashes with', clashText(clash)]),
    ...effects.map((effect) => ['last effect', effectText(effect)]),
  ];
  return `${columns(rows.map((row) => row.map(printableLine)))}\n`;
}

function effectText(measured: ShownComponent['effects'][number]): string {
  const { current, goal, effect, cases, won, lost, points, core, tokens } = measured;
  const signed = (value: number) => (value > 0 ? `+${value}` : String(value));
  const figures = `${won} of ${countOf(cases, 'case')} better with it, ${lost} without, points ${signed(points)}, core ${signed(core)}, ${tokens} tokens`;
  return `${current ? '' : 'of another version: '}${goal}: ${effect}; ${figures} (eval ${measured.eval})`;
}

function clashText({ kind, file, how, owns }: Clash): string {
  const name = kind === null ? `${file} (no layer has it)` : `${kind} ${file}`;
  switch (how) {
    case 'names-it':
      return `${name}: conflicts_with names it`;
    case 'named-by-it':
      return `${name}: its conflicts_with names this one`;
    case 'owns-the-same':
      return `${name}: both own ${owns.join(', ')}`;
  }
}
