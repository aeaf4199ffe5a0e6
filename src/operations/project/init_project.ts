import { dirname, join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  COMPONENT_FILE,
  FILES,
  FOLDERS,
  findGoalMap,
  KINDS,
  PROMPT_TEMPLATE,
} from '../../framework/index.ts';
import {
  describeSystemError,
  displayPath,
  entryKind,
  isWithin,
  namesIn,
  readText,
  startCreation,
  sweepStaging,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** Options of `init`. */
export type InitOptions = {
  readonly withComponents: boolean;
  readonly withTemplates: boolean;
  /** One small goal to begin with, in place of the eleven built-in ones. */
  readonly minimal?: boolean;
  /** Only reports what would be done. */
  readonly dryRun: boolean;
};

/** A file created by `init`, or an existing one left as it was. */
export type InitFile = { readonly file: string; readonly status: 'created' | 'kept' };

/** The result of `init`, and notes for the user. */
export type InitReport = {
  readonly files: readonly InitFile[];
  readonly problems: readonly Problem<InitProblemCode>[];
};

export type InitProblemCode =
  | 'goal-map-hidden'
  | 'cannot-write'
  | 'path-outside-project'
  | 'installation-damaged';

/** The path of the goal map's schema, so that editors find it without a network. */
const SCHEMA_FILE = '.orchestrator/goal_map.schema.json';

/**
 * Writes an editable goal map into a folder, and components and templates on request: all missing files, or none. Never
 * overwrites anything.
 */
export async function initProject(
  context: OperationContext,
  options: InitOptions,
): Promise<Result<InitReport, InitProblemCode>> {
  const done: InitFile[] = [];
  const creation = startCreation();
  const copies = filesToCopy(context.installation, options);
  // The remains of a killed run, in folders where there may be nothing left to write.
  if (!options.dryRun) for (const folder of foldersOf(context.cwd, copies)) sweepStaging(folder);
  for (const { from, to, edit } of copies) {
    const path = join(context.cwd, to);
    const file = displayPath(context.cwd, path);
    if (!isWithin(context.cwd, path)) return outside(file, creation.takeBack());
    const read = readText(join(context.installation, from), 1024 * 1024);
    if (read.kind !== 'text') {
      creation.takeBack();
      return failure('environment', damaged(from));
    }
    try {
      const isThere = entryKind(path) !== 'absent';
      const isNew =
        !isThere && (options.dryRun || (await creation.create(path, edit(read.text))) === 'created');
      done.push({ file, status: isNew ? 'created' : 'kept' });
      if (!isNew || options.dryRun) continue;
      context.log(`wrote ${path}`);
    } catch (error) {
      return failure('environment', cannotWrite(file, error, creation.takeBack()));
    }
  }
  const isNew = done.some(({ file, status }) => file === GOAL_MAP && status === 'created');
  return success({ files: done, problems: isNew ? hidden(context.cwd, options.dryRun) : [] });
}

/** The existing folders among those that files go to. */
function foldersOf(cwd: string, copies: readonly Copy[]): Set<string> {
  const folders = new Set(copies.map(({ to }) => dirname(join(cwd, to))));
  return new Set([...folders].filter((folder) => isWithin(cwd, folder)));
}

const GOAL_MAP = './goal_map.json';

/** The goal map that applied to this folder so far, and no longer does. */
function hidden(cwd: string, dryRun: boolean): Problem<InitProblemCode>[] {
  const above = dirname(cwd) === cwd ? undefined : findGoalMap(dirname(cwd));
  if (above === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'goal-map-hidden',
      message: `In this folder and below it, ${GOAL_MAP} ${dryRun ? 'would hide' : 'now hides'} this one: goal maps are not merged.`,
      file: displayPath(cwd, above),
      hint: `To keep using that one here, ${dryRun ? 'leave this' : `remove ${GOAL_MAP}`}, or name it with --goal-map.`,
    },
  ];
}

const TEMPLATES: readonly string[] = [...FILES.map(({ template }) => template), PROMPT_TEMPLATE];

type Copy = { readonly from: string; readonly to: string; readonly edit: (text: string) => string };

function filesToCopy(installation: string, options: InitOptions): Copy[] {
  const asIs = (from: string, to = from): Copy => ({ from, to, edit: (text) => text });
  const components = KINDS.flatMap((kind) =>
    namesIn(join(installation, 'components', FOLDERS[kind]))
      .filter((file) => COMPONENT_FILE.test(file))
      .map((file) => asIs(`components/${FOLDERS[kind]}/${file}`)),
  );
  return [
    asIs('schemas/goal_map.schema.json', SCHEMA_FILE),
    { from: 'goal_map.json', to: 'goal_map.json', edit: options.minimal ? () => MINIMAL : withLocalSchema },
    ...(options.withComponents ? components : []),
    ...(options.withTemplates ? TEMPLATES.map((template) => asIs(`templates/${template}`)) : []),
  ];
}

/** A minimal goal map; its components are built-in ones. */
const MINIMAL = `{
  "$schema": "./${SCHEMA_FILE}",
  "My work": {
    "WRITE_RELEASE_NOTES": {
      "description": "To tell users what changed.",
      "persona": "empathetic_guide.txt",
      "protocol": "explain_once_pass.txt",
      "constraints": ["define_terms_on_first_use.txt"]
    }
  }
}
`;

function withLocalSchema(text: string): string {
  return text.replace(/("\$schema"\s*:\s*)"[^"]*"/u, (_, key: string) => `${key}"./${SCHEMA_FILE}"`);
}

function outside(file: string, left: number): Result<never, InitProblemCode> {
  return failure('problems', {
    severity: 'error',
    code: 'path-outside-project',
    message: `A link leads out of this folder; nothing was written there.${soFar(left)}`,
    file,
    hint: 'Remove the link, then run `orchestrator init` again.',
  });
}

function cannotWrite(file: string, error: unknown, left: number): Problem<InitProblemCode> {
  return {
    severity: 'error',
    code: 'cannot-write',
    message: `The file cannot be written: ${describeSystemError(error)}.${soFar(left)}`,
    file,
    hint: 'Fix that and run `orchestrator init` again.',
  };
}

function damaged(from: string): Problem<InitProblemCode> {
  return {
    severity: 'error',
    code: 'installation-damaged',
    message: `The installation lacks the file ${from}.`,
    hint: 'Install it again.',
  };
}

function soFar(left: number): string {
  if (left === 0) return ' Nothing was written.';
  return ` ${left === 1 ? 'A file that was' : `${left} files that were`} written before could not be removed again.`;
}
