import { printable } from '../../../../lib/index.ts';
import {
  type ComponentScaffold,
  editFile,
  isComponentKind,
  openWorkspace,
  planComponent,
  writeComponent,
} from '../../../../operations/index.ts';
import { EXIT_CODES, jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import {
  type CommandSetting,
  type Declare,
  type WorkspaceFlags,
  withLibraryOptions,
  workspaceOptions,
} from '../../declare.ts';
import { unknownKind } from '../component_kind.ts';

const SCHEMA = 'orchestrator.components-new/1' as const;

type Flags = WorkspaceFlags & { readonly edit?: true; readonly dryRun?: true };

/** `components new`: the scaffold of a component. */
export const declareNew: Declare = (command, setting) => {
  const verb = command
    .command('new')
    .description('a new component to fill in, in this project or else for this user');
  withLibraryOptions(verb, [
    'orchestrator components new persona release_manager',
    'orchestrator components new constraint no_passive_voice.md --edit',
  ])
    .argument('<kind>', 'persona, protocol or constraint')
    .argument('<name>', 'its file name, with or without the ending')
    .option('--edit', 'open it in your editor')
    .option('--dry-run', 'print what would be written; write nothing')
    .action((kind: string, name: string, flags: Flags) => newAction(kind, name, flags, setting));
};

async function newAction(
  kind: string,
  name: string,
  flags: Flags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { json = false, dryRun = false, edit = false } = flags;
  const report = { terminal, json, schema: SCHEMA, empty: { dryRun } };
  if (!isComponentKind(kind)) return finish(reportFailure(unknownKind(kind), report));
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  const planned = workspace.ok ? planComponent(context, workspace.value, { kind, wanted: name }) : workspace;
  if (!planned.ok) return finish(reportFailure(planned, report));
  const scaffold = planned.value;
  const written = dryRun ? undefined : await writeComponent(scaffold);
  if (written?.ok === false) return finish(reportFailure(written, report));
  if (json) terminal.out(scaffoldDocument(scaffold, dryRun));
  else {
    terminal.out(dryRun ? printable(scaffold.text) : `${printable(scaffold.shown)}\n`);
    terminal.say(aboutText(scaffold, dryRun));
  }
  if (!edit || dryRun) return finish(0);
  if (!terminal.interactive) {
    if (!json) terminal.say('Not opened: nobody can be asked to edit it here.\n');
    return finish(0);
  }
  const edited = await editFile(context, scaffold.path);
  if (edited.ok) return finish(0);
  terminal.say(problemsText(edited.problems, terminal.colours));
  finish(EXIT_CODES[edited.cause]);
}

function scaffoldDocument(scaffold: ComponentScaffold, dryRun: boolean): string {
  const { kind, file, layer, path, text, hides } = scaffold;
  const component = { kind, file, layer, path, hides, text };
  return jsonDocument(SCHEMA, { ok: true, dryRun, component, problems: [] });
}

function aboutText({ shown, layer, file, hides }: ComponentScaffold, dryRun: boolean): string {
  const done = `${dryRun ? 'Would create' : 'Created'} ${printable(shown)} in the ${layer}'s components.\n`;
  const note = hides ? `It stands before the ${file} that another layer has.\n` : '';
  return `${done}${note}Next: replace every TODO(orchestrator) in it.\n`;
}
