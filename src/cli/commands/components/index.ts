import type { Command } from 'commander';
import type { Problem } from '../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../lib/index.ts';
import {
  type Clash,
  type ComponentReport,
  isComponentKind,
  listComponents,
  openWorkspace,
  type ShownComponent,
  searchComponents,
  showComponent,
  unknownKind,
} from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import {
  type CommandSetting,
  type Declare,
  type WorkspaceFlags,
  withLibraryOptions,
  workspaceOptions,
} from '../declare.ts';
import { declareLint } from './lint/declare.ts';
import { declareNew } from './new/declare.ts';
import { declarePromote } from './promote/declare.ts';

type Flags = WorkspaceFlags & { readonly kind?: string };

/** `components list`, `show`, `search`, `new` and `promote`: the library. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator components list\n  $ orchestrator components search root cause\n',
    );
  declareVerb(command.command('list').description('every component, with its layer and who uses it'), [
    'orchestrator components list',
    'orchestrator components list --kind persona --json',
  ]).action((flags: Flags) => listAction(flags, setting));
  declareVerb(command.command('show').description('one component: its text and what is known of it'), [
    'orchestrator components show meticulous_auditor.txt',
    'orchestrator components show meticulous_auditor --json',
  ])
    .argument('<file>', 'its file name, with or without the ending')
    .action((wanted: string, flags: Flags) => showAction(wanted, flags, setting));
  declareVerb(command.command('search').description('the components that match words, the best first'), [
    'orchestrator components search root cause',
  ])
    .argument('<words...>', 'what to look for in names, summaries and texts')
    .action((words: readonly string[], flags: Flags) => searchAction(words.join(' '), flags, setting));
  declareLint(command, setting);
  declareNew(command, setting);
  declarePromote(command, setting);
};

function declareVerb(verb: Command, examples: readonly string[]): Command {
  return withLibraryOptions(verb, examples).option(
    '--kind <kind>',
    'only this kind: persona, protocol or constraint',
  );
}

async function listAction(flags: Flags, setting: CommandSetting): Promise<void> {
  await report('orchestrator.components-list/1', flags, setting, (workspace, kind) =>
    listComponents(workspace, setting.context.cwd, kind),
  );
}

async function searchAction(words: string, flags: Flags, setting: CommandSetting): Promise<void> {
  await report('orchestrator.components-search/1', flags, setting, async (workspace, kind) => {
    const { components, problems } = await searchComponents(workspace, setting.context.cwd, words);
    return {
      components: components.filter(({ component }) => kind === undefined || component.kind === kind),
      problems,
    };
  });
}

async function report(
  schema: 'orchestrator.components-list/1' | 'orchestrator.components-search/1',
  flags: Flags,
  { context, terminal, finish }: CommandSetting,
  find: (
    workspace: Extract<Awaited<ReturnType<typeof openWorkspace>>, { ok: true }>['value'],
    kind: 'persona' | 'protocol' | 'constraint' | undefined,
  ) => Promise<{ readonly components: readonly ComponentReport[]; readonly problems: readonly Problem[] }>,
): Promise<void> {
  const json = flags.json ?? false;
  const { kind } = flags;
  if (kind !== undefined && !isComponentKind(kind)) {
    return finish(reportFailure(unknownKind(kind), { terminal, json, schema }));
  }
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  if (!workspace.ok) return finish(reportFailure(workspace, { terminal, json, schema }));
  const { components, problems } = await find(workspace.value, kind);
  const ok = !problems.some(({ severity }) => severity === 'error');
  if (json)
    terminal.out(jsonDocument(schema, { ok, components: components.map(componentDocument), problems }));
  else {
    terminal.out(listText(components, await terminal.dataColumns()));
    if (components.length === 0) terminal.say('No component matches.\n');
    terminal.say(problemsText(problems, terminal.colours));
  }
  finish(ok ? 0 : 1);
}

async function showAction(
  wanted: string,
  flags: Flags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const schema = 'orchestrator.components-show/1' as const;
  const json = flags.json ?? false;
  const { kind } = flags;
  if (kind !== undefined && !isComponentKind(kind)) {
    return finish(reportFailure(unknownKind(kind), { terminal, json, schema }));
  }
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const found = workspace.ok ? await showComponent(workspace.value, context.cwd, wanted, kind) : workspace;
  if (!found.ok) return finish(reportFailure(found, { terminal, json, schema }));
  if (json) {
    const components = found.value.map((item) => ({
      ...componentDocument(item),
      clashes: item.clashes,
      effects: item.effects,
      text: item.component.text,
    }));
    terminal.out(jsonDocument(schema, { ok: true, components, problems: [] }));
  } else {
    for (const item of found.value) {
      terminal.say(aboutText(item));
      terminal.outText(`${printable(item.component.text)}\n`);
    }
  }
  finish(0);
}

function componentDocument({ component, goals }: ComponentReport) {
  const { kind, file, layer, origin, path, sha256, metadata } = component;
  return { kind, file, layer, origin, path, sha256, goals, metadata };
}

function listText(reports: readonly ComponentReport[], width: number): string {
  return columns(
    reports.map(({ component, goals }) => [
      component.kind,
      component.file,
      component.layer,
      component.origin,
      goals.length === 0 ? 'no goal uses it' : goals.join(', '),
      summaryOf(component) ?? '',
    ]),
    { width },
  );
}

function summaryOf({ metadata }: ComponentReport['component']): string | undefined {
  return typeof metadata.summary === 'string' ? printableLine(metadata.summary) : undefined;
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
  const figures = `${won} of ${cases} cases better with it, ${lost} without, points ${signed(points)}, core ${signed(core)}, ${tokens} tokens`;
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
