import { join } from 'node:path';
import { SETTING_NAMES, SETTINGS } from '../../config/index.ts';
import {
  type ComponentKind,
  checkName,
  componentNames,
  DEFAULT_OUTPUT,
  FILES,
  LOCK_FILE,
} from '../../framework/index.ts';
import { printableLine } from '../../lib/index.ts';
import { entryKind, namesIn } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { listGoals } from '../goals/goals.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

/** Words that a shell can offer, each with a description; none if they cannot be read. */
export type CompletionWords = Readonly<
  Record<
    | 'goals'
    | 'personas'
    | 'protocols'
    | 'constraints'
    /** Components that goals name and no layer has. */
    | 'missing'
    | 'frameworks'
    /** The files of the frameworks. */
    | 'generated'
    | 'settings',
    readonly Word[]
  >
>;

type Word = readonly [word: string, about: string];

/** The words available here now: goals, components, frameworks, settings. */
export async function completionWords(context: OperationContext): Promise<CompletionWords> {
  const workspace = await openWorkspace(context, {});
  const files = (kind: ComponentKind): Word[] =>
    workspace.ok ? componentNames(workspace.value.library, kind).map(({ file }) => [file, kind]) : [];
  const frameworks = frameworksIn(join(context.cwd, DEFAULT_OUTPUT));
  return {
    goals: workspace.ok
      ? workspace.value.goalMap.goals.map(({ name, description }) => [name, printableLine(description)])
      : [],
    personas: files('persona'),
    protocols: files('protocol'),
    constraints: files('constraint'),
    missing: workspace.ok ? missingWords(workspace.value) : [],
    frameworks: frameworks.map((name) => [name, 'framework']),
    generated: frameworks.flatMap((name) =>
      FILES.map(({ file }): Word => [`${DEFAULT_OUTPUT}/${name}/${file}`, 'framework']),
    ),
    settings: SETTING_NAMES.map((name) => [name, SETTINGS[name].summary]),
  };
}

function frameworksIn(output: string): string[] {
  return (
    namesIn(output)
      // A folder with a name that this program would not give was made by someone else, and its name may be a shell command.
      .filter((name) => checkName(name).ok && entryKind(join(output, name, LOCK_FILE)) === 'file')
  );
}

function missingWords(workspace: Workspace): Word[] {
  const missing = listGoals(workspace).flatMap((report) => report.missing);
  return [...new Map(missing.map(({ kind, file }): Word => [file, `missing ${kind}`]))];
}
