import { join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { EXPORT_FORMS, type ExportForm, exportName, exportText, sealOf } from '../../exchange/index.ts';
import { unifiedDiff } from '../../lib/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  entryKind,
  isFolder,
  isWithin,
  readText,
  remedyFor,
  replaceFile,
} from '../../platform/index.ts';
import { confirmChange } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceOptions } from '../workspace.ts';
import { findExportable } from './find_exportable.ts';

/** A framework or a goal that is to become a file of other tools. */
export type ExportRequest = WorkspaceOptions & {
  /** A framework's name or folder, or a goal's name or number. */
  readonly wanted: string;
  readonly as: string;
  /** The folder of skills, agents or commands; relative to the working directory. */
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
};

/** What is told of an export. */
export type ExportEvent =
  | { readonly kind: 'planned'; readonly file: string; readonly text: string; readonly diff: string }
  | { readonly kind: 'done'; readonly file: string; readonly outcome: ExportOutcome };

export type ExportOutcome = 'created' | 'replaced' | 'unchanged' | 'previewed';

/** Writes a framework as a file that other tools read; never over one that somebody else has written or edited. */
export async function exportFramework(
  context: OperationContext,
  request: ExportRequest,
  port: Port<ExportEvent>,
): Promise<VerbResult<'orchestrator.export/1'>> {
  const { wanted, as, to, dryRun = false, yes = false } = request;
  if (!isForm(as)) return { ...unknownForm(as), known: { dryRun } };
  const known = { dryRun, form: as };
  const workspace = await openWorkspace(context, request);
  if (!workspace.ok) return { ...workspace, known };
  const found = await findExportable(context, workspace.value, wanted);
  if (!found.ok) return { ...found, known };
  const { path, shown } = placeOf(context.cwd, as, { name: exportName(found.value.name), to });
  const text = exportText(as, found.value, found.value.shown);
  if (!text.ok) return { ...text, known };
  const before = readBefore(path, shown, { root: to === undefined ? context.cwd : resolve(context.cwd, to) });
  if (!before.ok) return { ...before, known };
  const told = { ...known, file: shown, text: text.value };
  const isSame = before.value === text.value;
  if (!isSame || dryRun) {
    const diff = unifiedDiff(before.value, text.value, shown);
    await port.show({ kind: 'planned', file: shown, text: text.value, diff });
  }
  let outcome: ExportOutcome = isSame ? 'unchanged' : 'previewed';
  if (!isSame && !dryRun) {
    const refused = yes ? undefined : await confirmChange(port, `Write this to ${shown}?`);
    if (refused) return { ...refused, known: told };
    const written = await write({ path, shown, text: text.value, before: before.value });
    if (!written.ok) return { ...written, known: told };
    outcome = written.value;
  }
  await port.show({ kind: 'done', file: shown, outcome });
  return success(makeDocument('orchestrator.export/1', { ok: true, ...told, outcome, problems: [] }));
}

type Place = { readonly path: string; readonly shown: string };

/** Where it goes: skills to .agents/skills, unless .claude/skills is what there is. */
function placeOf(
  cwd: string,
  form: ExportForm,
  { name, to }: { readonly name: string; readonly to: string | undefined },
): Place {
  const skills =
    isFolder(join(cwd, '.claude/skills')) && !isFolder(join(cwd, '.agents/skills')) ? '.claude' : '.agents';
  const folder =
    to ?? { skill: `${skills}/skills`, agent: '.claude/agents', command: '.claude/commands' }[form];
  const path = resolve(cwd, folder, form === 'skill' ? join(name, 'SKILL.md') : `${name}.md`);
  return { path, shown: displayPath(cwd, path) };
}

/** What stands there; only what was exported and not touched since may be replaced. */
function readBefore(
  path: string,
  file: string,
  { root }: { readonly root: string },
): Result<string | undefined> {
  if (!isWithin(root, path)) return failure('problems', problem('export-outside', file));
  const kind = entryKind(path);
  if (kind === 'absent') return success(undefined);
  const read = kind === 'file' ? readText(path, LARGEST) : undefined;
  if (read?.kind !== 'text') return failure('problems', problem('export-foreign', file));
  const seal = sealOf(read.text);
  if (seal === 'whole') return success(read.text);
  return failure('problems', problem(seal === 'edited' ? 'export-edited' : 'export-foreign', file));
}

const LARGEST = 4 * 1024 * 1024;

async function write({
  path,
  shown,
  text,
  before,
}: Place & { readonly text: string; readonly before: string | undefined }): Promise<
  Result<'created' | 'replaced'>
> {
  try {
    if (before === undefined) {
      const created = await createFile(path, text);
      return created === 'created'
        ? success('created')
        : failure('problems', problem('export-changed', shown));
    }
    const now = readText(path, LARGEST);
    if (now.kind !== 'text' || now.text !== before)
      return failure('problems', problem('export-changed', shown));
    await replaceFile(path, text);
    return success('replaced');
  } catch (error) {
    const why = describeSystemError(error);
    return failure('environment', {
      ...{ severity: 'error', code: 'cannot-write', file: shown, ...remedyFor(why) },
      message: `It cannot be written: ${why}. What was there is as it was.`,
    });
  }
}

const SAID = {
  'export-outside': [
    'A link on the way leads out of the folder; nothing was written.',
    'Remove the link, or name the folder that is meant with --to.',
  ],
  'export-foreign': [
    'Something stands there that was not exported; it was left as it is.',
    'Move it away, or name another folder with --to.',
  ],
  'export-edited': [
    'It was exported and edited by hand since; it was left as it is.',
    'Take the edits over into the framework or its components, move the file away, and export again; or name another folder with --to.',
  ],
  'export-changed': ['It has changed since it was looked at; nothing was written.', 'Run it again.'],
} as const;

function problem(code: keyof typeof SAID, file: string): Problem {
  const [message, hint] = SAID[code];
  return { severity: 'error', code, message, file, hint };
}

function isForm(text: string): text is ExportForm {
  return EXPORT_FORMS.some((form) => form === text);
}

function unknownForm(text: string) {
  return failure('usage', {
    severity: 'error',
    code: 'export-form',
    message: `There is no form ${JSON.stringify(text.slice(0, 60))} to export as.`,
    hint: `The forms are: ${EXPORT_FORMS.join(', ')}.`,
  });
}
