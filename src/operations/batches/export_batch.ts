import { dirname, resolve } from 'node:path';
import {
  type BatchState,
  executorNames,
  GIVEN_COMMAND,
  githubWorkflow,
  type ManifestPhase,
  manifestDigest,
  manifestInProject,
  pathInProject,
  type Repository,
  runRules,
  visibleBranch,
  WORKFLOW_MARK,
  type WorkflowJob,
  type WorktreeProblemCode,
  workflowJobs,
} from '../../batch/index.ts';
import { batchSettings } from '../../config/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  createReadOnlyGit,
  displayPath,
  type Git,
  GitRefused,
  gitFault,
  isMissingInGit,
  makeFolders,
  readText,
  replaceFile,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { withoutAvoidedExecutors } from './avoided_executors.ts';
import { openProjectRepository } from './batch_context.ts';
import { type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { viewBatch } from './batch_view.ts';
import { catchRefusals } from './catch_refusals.ts';
import { type ExportedResults, exportResults } from './export_results.ts';
import { type RunOptions, runSettings } from './run_options.ts';

/** Options for exporting a batch. */
export type ExportBatchRequest = Pick<
  RunOptions,
  'batch' | 'executor' | 'executorCommand' | 'setup' | 'gateTimeout' | 'hard' | 'dryRun'
> & {
  /** A workflow, or the results of the phases of a batch that ran here. */
  readonly as: 'github-actions' | 'results';
  /** The file of a workflow, which is only shown if this is missing; or the folder for results. */
  readonly to?: string;
  /** Shell lines that install this program on a machine, and the requirements of its agents. */
  readonly prepare?: readonly string[];
  /** Names of the repository's secrets passed to executors, each as a variable of that name. */
  readonly secret?: readonly string[];
  readonly runsOn?: string;
};

/** Events of an export. */
export type ExportBatchEvent =
  | { readonly kind: 'results'; readonly exported: ExportedResults }
  | {
      readonly kind: 'exported';
      readonly text: string;
      /** The path of the written file; undefined if none was written. */
      readonly file: string | undefined;
      readonly jobs: readonly WorkflowJob[];
      readonly problems: readonly Problem[];
    };

/** Error codes of {@link exportBatch}. */
type ExportBatchCode =
  | OpenBatchCode
  | WorktreeProblemCode
  | 'batch-held'
  | 'bundle-not-written'
  | 'constraint-avoid'
  | 'file-exists'
  | 'flag-without-effect'
  | 'not-committed'
  | 'nothing-to-export'
  | 'usage';

/** Writes the unfinished part of a batch as a workflow that carries it out elsewhere, phase by phase. */
export async function exportBatch(
  context: OperationContext,
  request: ExportBatchRequest,
  port: Port<ExportBatchEvent>,
): Promise<VerbResult<'orchestrator.batch-export/1', ExportBatchCode>> {
  const { to, dryRun = false, prepare = [], secret = [] } = request;
  if (request.as === 'results') return resultsExported(context, request, port);
  const opened = await openBatch(context, request.batch);
  if (!opened.ok) return { ...opened, known: { dryRun } };
  const { number: batch, manifest } = opened.value;
  const known = { batch, dryRun, as: request.as };
  const wishes = runSettings(request);
  if (!wishes.ok) return { ...wishes, known };
  const { state } = await viewBatch(context, opened.value);
  const settings = batchSettings(context);
  const { executorCommand: _command, ...asked } = wishes.value;
  const wished = runRules({
    ...settings.wishes,
    ...asked,
    ...(request.executorCommand === undefined ? {} : { executor: GIVEN_COMMAND }),
  });
  // A runner does not have the user's settings, and so no fallback.
  const allowed = withoutAvoidedExecutors(
    opened.value,
    { ...wished, fallback: undefined },
    request.executorCommand,
  );
  if ('cause' in allowed) return { ...allowed, known };
  const { rules } = allowed;
  const faults = [
    ...(prepare.length === 0 ? [NO_PROGRAM] : []),
    ...secret.filter((name) => !SECRET.test(name)).map(badSecret),
    ...(state.phases.every(({ progress }) => progress.state === 'done') ? [allDone(batch)] : []),
    ...unknownExecutors(state, rules.executor),
  ];
  if (faults.length > 0) return { ...failure('usage', ...faults), known };
  const git = createReadOnlyGit(context.env);
  const repository = await openProjectRepository(context);
  if (!repository.ok) return { ...repository, known };
  const committed = await catchRefusals(() => whetherCommitted(git, repository.value, state));
  if (!committed.ok) return { ...committed, known };
  const jobs = workflowJobs(state, (phase) =>
    commandOf(phase, {
      ...request,
      batch,
      digest: manifestDigest(manifest),
      executor: rules.executor,
      ...(rules.setup === undefined ? {} : { setup: rules.setup }),
      secret,
    }),
  );
  const text = githubWorkflow({
    ...{ batch, jobs, prepare, secrets: secret },
    runsOn: request.runsOn ?? 'ubuntu-24.04',
    ref: state.head,
    folder: repository.value.prefix.replace(/\/$/u, ''),
    timeoutMinutes: Math.min(
      LONGEST_JOB,
      Math.ceil((rules.limits.hardMs + rules.setupMs + 2 * rules.gateMs) / 60_000),
    ),
  });
  const problems = [...settings.problems, ...committed.value, ...idle(rules), ...placed(state)];
  const file = to === undefined || dryRun ? undefined : resolve(context.cwd, to);
  if (file !== undefined) {
    const before = readText(file, text.length + 1024 * 1024);
    const isOurs =
      before.kind === 'absent' || (before.kind === 'text' && before.text.startsWith(WORKFLOW_MARK));
    if (!isOurs) return { ...failure('problems', notOurs(displayPath(context.cwd, file))), known };
    makeFolders(dirname(file));
    await replaceFile(file, text);
  }
  const shown = file === undefined ? undefined : displayPath(context.cwd, file);
  await port.show({ kind: 'exported', text, file: shown, jobs, problems });
  return success(
    makeDocument('orchestrator.batch-export/1', {
      ...{ ok: true, ...known, file: shown ?? null, text, problems },
      jobs: jobs.map(({ id, phase, prp, needs }) => ({
        id,
        phase,
        prp,
        needs: needs.map((each) => each.id),
      })),
    }),
  );
}

/** Error codes of {@link resultsExported}. */
type ResultsExportedCode =
  | OpenBatchCode
  | WorktreeProblemCode
  | 'batch-held'
  | 'bundle-not-written'
  | 'flag-without-effect'
  | 'nothing-to-export'
  | 'usage';

/** Exports results as files, for which a folder has to be given. */
async function resultsExported(
  context: OperationContext,
  { batch, to, dryRun = false }: ExportBatchRequest,
  port: Port<ExportBatchEvent>,
): Promise<VerbResult<'orchestrator.batch-export/1', ResultsExportedCode>> {
  const known = { dryRun, as: 'results' } as const;
  if (to === undefined || dryRun)
    return { ...failure('usage', to === undefined ? NO_FOLDER : NO_REHEARSAL), known };
  const exported = await exportResults(context, { batch, to });
  if (!exported.ok) return { ...exported, known };
  await port.show({ kind: 'results', exported: exported.value });
  const { folder: file, batch: number, phases } = exported.value;
  const jobs = phases.map(({ phase, prp }) => ({
    id: prp.toLowerCase().replaceAll('.', '-'),
    phase,
    prp,
    needs: [],
  }));
  return success(
    makeDocument('orchestrator.batch-export/1', {
      ...{ ok: true, ...known, batch: number, file, jobs, text: null, problems: [] },
    }),
  );
}

const NO_FOLDER: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: 'Results are files: give a folder for them with --to.',
};

const NO_REHEARSAL: Problem<'flag-without-effect'> = {
  severity: 'error',
  code: 'flag-without-effect',
  message: '--dry-run has no effect on results: they are written as files and never printed.',
};

/** The command of a job, without the phase, with flags for options that a run here takes from the user's settings. */
function commandOf(
  { executor: own }: ManifestPhase,
  {
    batch,
    digest,
    executor,
    executorCommand,
    setup,
    gateTimeout,
    hard,
    secret,
  }: Omit<ExportBatchRequest, 'batch'> & {
    readonly batch: number;
    readonly digest: string;
    readonly secret: readonly string[];
  },
): string[] {
  const given =
    own !== null && own !== undefined
      ? []
      : executorCommand === undefined
        ? ['--executor', executor ?? '']
        : ['--executor-command', executorCommand];
  return [
    ...['orchestrator', 'batch', 'attempt', `${batch}`, '--approve', digest, ...given],
    // An executor named in the plan gets its variables from its preset.
    ...(given.length === 0 ? [] : secret.flatMap((name) => ['--executor-env', name])),
    ...(setup === undefined ? [] : ['--setup', setup]),
    ...(gateTimeout === undefined ? [] : ['--gate-timeout', `${gateTimeout}`]),
    ...(hard === undefined ? [] : ['--hard', `${hard}`]),
  ];
}

/** Rejects executors from the user's settings, which no other machine has. */
function unknownExecutors(state: BatchState, executor: string): Problem<'usage'>[] {
  const known = new Set([...executorNames({ executors: {} }), GIVEN_COMMAND]);
  const names = new Set(state.phases.map(({ phase }) => phase.executor ?? executor));
  return [...names]
    .filter((name) => !known.has(name) && !name.startsWith('acp:'))
    .map((name) => ({
      severity: 'error',
      code: 'usage',
      message: `The executor ${printableLine(name)} is defined in your settings, which a runner does not have.`,
      hint: "Name a command: --executor-command 'COMMAND'; an executor named in the plan has to be one of the presets.",
    }));
}

/** Checks that the batch is committed, since a runner has nothing else. */
async function whetherCommitted(
  git: Git,
  { top, prefix }: Repository,
  { batch, head }: BatchState,
): Promise<Result<readonly Problem[], 'not-committed'>> {
  const file = `${prefix}${manifestInProject(batch)}`;
  const looked = await git.run(top, ['cat-file', '-e', `${head ?? 'HEAD'}:${file}`]);
  const pushed: Problem<'push-first'>[] =
    head === undefined
      ? []
      : [
          {
            severity: 'note',
            code: 'push-first',
            message: `The batch has begun: jobs continue from ${head.slice(0, 12)}, which a runner must be able to fetch.`,
            hint: `git push origin ${visibleBranch(batch)}`,
          },
        ];
  if (gitFault(looked) === undefined) return success(pushed);
  if (!isMissingInGit(looked)) throw new GitRefused(looked);
  const message = `The files of batch ${batch} are not in the commit that jobs start from, and a runner has nothing else.`;
  if (head !== undefined)
    return failure('problems', {
      severity: 'error',
      code: 'not-committed',
      message,
      hint: `The batch began before they were committed. Generate it again, commit .orchestrator/batches, and export the new batch.`,
    });
  return success([
    {
      severity: 'warning',
      code: 'not-committed',
      message,
      hint: `git add --force ${pathInProject(batch, '*.json')} ${pathInProject(batch, '*.md')} && git commit`,
    },
  ]);
}

/** Notes settings that do not apply to a fresh clone elsewhere. */
function idle({
  links,
  copies,
}: {
  readonly links: readonly string[];
  readonly copies: readonly string[];
}): Problem<'no-links'>[] {
  if (links.length + copies.length === 0) return [];
  const message =
    'Links and copies from your settings do not exist on a runner, which has only what is committed. Use --setup to create what gates need.';
  return [{ severity: 'note', code: 'no-links', message }];
}

function placed({ phases }: BatchState): Problem<'place-not-used'>[] {
  const ids = phases.flatMap(({ phase, progress }) =>
    phase.place === undefined || progress.state === 'done' ? [] : [phase.id],
  );
  if (ids.length === 0) return [];
  const message = `The plan names a place for ${ids.join(', ')}; the workflow runs them on its own runners anyway.`;
  return [{ severity: 'note', code: 'place-not-used', message }];
}

function badSecret(name: string): Problem<'usage'> {
  return {
    severity: 'error',
    code: 'usage',
    message: `${JSON.stringify(name.slice(0, 60))} is not the name of a secret: use letters, digits and underscores, and do not start with a digit or GITHUB_.`,
    hint: "Give only its name; its value is in the repository's settings.",
  };
}

function allDone(batch: number): Problem<'usage'> {
  return { severity: 'error', code: 'usage', message: `Batch ${batch} is done; there is nothing to export.` };
}

function notOurs(file: string): Problem<'file-exists'> {
  return {
    severity: 'error',
    code: 'file-exists',
    message: 'A file that this command did not write is already there. It was left unchanged.',
    file,
    hint: 'Remove it, or choose another name with --to.',
  };
}

const SECRET = /^(?!GITHUB_)[A-Za-z_][A-Za-z0-9_]*$/u;

/** GitHub's time limit for a job, in minutes. */
const LONGEST_JOB = 360;

const NO_PROGRAM: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message:
    'A runner does not have this program: give the commands that install it, and what agents need, with --prepare (repeatable).',
  hint: "--prepare 'npm install --global ./tools/orchestrator-0.1.0.tgz' --prepare 'npm install --global @anthropic-ai/claude-code@VERSION'",
};
