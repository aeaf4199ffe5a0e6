import { type AnyCode, type Failure, failure, type Problem, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import type { GenerationEvent, GenerationRequest } from '../create/generation.ts';
import {
  intendedComponent,
  missingRemedy,
  notFound,
  type UnmetComponent,
  unmetReason,
} from '../create/missing_component.ts';
import type { IncompleteFramework } from '../create/prepare_framework.ts';
import { makeDocument, type VerbResult, type WholeDocument } from '../document.ts';
import type { ModelRequestCode } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import { readOrAsk } from '../plans/read_or_ask.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../workspace.ts';
import {
  type GeneratedBatch,
  type PreparedBatch,
  prepareBatch,
  previewBatch,
  writeBatch,
} from './generate_batch.ts';

/** The plan to generate a batch from, and the options. */
export type GenerateRequest = WorkspaceOptions &
  GenerationRequest & {
    /** The plan; `-` is standard input. */
    readonly file: string;
    /** The heading of the section with the work, for a document that is not a plan. */
    readonly section?: string;
    /** Whether warnings and missing components are errors. */
    readonly strict?: boolean;
    readonly dryRun?: boolean;
  };

/** Events of generating a batch. */
export type GenerateEvent =
  | GenerationEvent
  /** Components of a workflow are missing; a dry run does not generate them. */
  | { readonly kind: 'components-missing'; readonly framework: IncompleteFramework }
  /** The batch was written, or would be. */
  | {
      readonly kind: 'batch-generated';
      readonly batch: GeneratedBatch;
      readonly dryRun: boolean;
      readonly problems: readonly Problem[];
    };

type GenerateResult = VerbResult<'orchestrator.batch-generate/1', AnyCode>;

/** Generates a batch from a plan, one prompt for each phase; first has missing components of its workflows written. */
export async function generateNewBatch(
  context: OperationContext,
  request: GenerateRequest,
  port: Port<GenerateEvent>,
): Promise<GenerateResult> {
  const generated = await new BatchGeneration(context, request, port).generate();
  return generated.ok ? generated : { ...generated, known: { dryRun: request.dryRun ?? false } };
}

/** A batch being generated. */
class BatchGeneration {
  readonly #context: OperationContext;
  readonly #request: GenerateRequest;
  readonly #port: Port<GenerateEvent>;
  /** Whether a generated component has been saved. */
  #saved = false;
  /** Why components are still missing after the attempt to generate them. */
  #unmet: readonly UnmetComponent[] = [];

  constructor(context: OperationContext, request: GenerateRequest, port: Port<GenerateEvent>) {
    this.#context = context;
    this.#request = request;
    this.#port = port;
  }

  async generate(): Promise<GenerateResult> {
    const context = this.#context;
    const { file, section, dryRun = false, strict = false } = this.#request;
    if (file === '-' && this.#request.apiKeyFile === '-') return TWO_FROM_INPUT;
    const workspace = await openWorkspace(context, this.#request);
    if (!workspace.ok) return workspace;
    const read = await readOrAsk(context, { file, section }, this.#port, (chosen) =>
      prepareBatch(context, workspace.value, {
        file,
        reading: chosen === undefined ? {} : { section: chosen },
      }),
    );
    if (!read.ok) return read;
    let prepared = read.value;
    // Problems with the plan are reported before a model is asked for anything.
    if (strict && prepared.warnings.some(isWarning)) return this.#refuse(prepared);
    if (dryRun) {
      for (const framework of prepared.incomplete)
        await this.#port.show({ kind: 'components-missing', framework });
    } else if (prepared.incomplete.length > 0) {
      const completed = await this.#complete(workspace.value, prepared);
      if ('cause' in completed) return completed;
      prepared = completed;
    }
    if (strict && prepared.incomplete.length > 0) return this.#refuse(prepared);
    const batch = dryRun ? previewBatch(context, prepared) : await writeBatch(context, prepared);
    if (!batch.ok) return batch;
    const problems = this.#problems(prepared);
    await this.#port.show({ kind: 'batch-generated', batch: batch.value, dryRun, problems });
    return success(generatedDocument(batch.value, { dryRun, problems }));
  }

  /** Completes the batch with the components that were missing, as far as they can be generated. */
  async #complete(workspace: Workspace, prepared: PreparedBatch): Promise<PreparedBatch | Failure<AnyCode>> {
    const unmet: UnmetComponent[] = [];
    const asked = new Set<string>();
    const missing = prepared.incomplete.reduce((sum, { todos }) => sum + todos.length, 0);
    for (const framework of prepared.incomplete) {
      // A component missing from two workflows is requested once.
      const todos = framework.todos.filter(({ kind, file }) => !asked.has(`${kind}/${file}`));
      for (const { kind, file } of todos) asked.add(`${kind}/${file}`);
      if (todos.length === 0) continue;
      const still = await this.#write(workspace, prepared, { ...framework, todos });
      if ('cause' in still) return still;
      unmet.push(...still);
    }
    this.#unmet = unmet;
    if (unmet.length === missing) return prepared;
    // Uses the plan that was checked: it may have come from standard input, and must be the one that is generated.
    const { file } = this.#request;
    const completed = await prepareBatch(this.#context, workspace, { file, known: prepared.known });
    return completed.ok ? completed.value : completed;
  }

  /** Has the missing components of one workflow written, if there is a model to do it. */
  async #write(
    workspace: Workspace,
    { incomplete }: PreparedBatch,
    framework: IncompleteFramework,
  ): Promise<readonly UnmetComponent[] | Failure<ModelRequestCode | 'bad-description' | 'interrupted'>> {
    const { writeMissingComponents } = await import('../create/write_missing_components.ts');
    const unmet = await writeMissingComponents({
      ...{ context: this.#context, workspace, framework, port: this.#port },
      request: {
        ...this.#request,
        describe: descriptionsFor(framework, incomplete, this.#request.describe ?? []),
      },
      onSaved: () => {
        this.#saved = true;
      },
    });
    return unmet === 'closed' ? this.#interrupted() : unmet;
  }

  /** The failure when warnings count as errors: nothing is written. */
  #refuse(prepared: PreparedBatch): Failure<AnyCode> {
    const problems = this.#problems(prepared).map((problem) =>
      isWarning(problem) ? { ...problem, severity: 'error' as const } : problem,
    );
    return failure('problems', ...problems);
  }

  #problems({ warnings, incomplete }: PreparedBatch): Problem[] {
    return [...warnings, ...missingProblems(incomplete, this.#unmet)];
  }

  #interrupted(): Failure<'interrupted'> {
    const message = this.#saved
      ? 'Stopped; no batch was written. Saved components are kept.'
      : 'Stopped; nothing was written.';
    return interrupted(message);
  }
}

function isWarning({ severity }: Problem): boolean {
  return severity === 'warning';
}

/** The descriptions for this workflow; the first one also gets those that match no workflow. */
function descriptionsFor(
  framework: IncompleteFramework,
  all: readonly IncompleteFramework[],
  given: readonly string[],
): readonly string[] {
  const filesOf = ({ components }: IncompleteFramework) => components.map(({ file }) => file);
  const own = new Set(filesOf(framework));
  const known = new Set(all.flatMap(filesOf));
  const isFirst = all[0]?.goal === framework.goal;
  const fileOf = (text: string) => text.split('=')[0] ?? '';
  return given.filter((text) => own.has(fileOf(text)) || (isFirst && !known.has(fileOf(text))));
}

/** A warning for each missing component, with the reason why it was not generated. */
function missingProblems(
  incomplete: readonly IncompleteFramework[],
  unmet: readonly UnmetComponent[],
): Problem<'component-missing'>[] {
  const problems = new Map<string, Problem<'component-missing'>>();
  for (const framework of incomplete) {
    for (const { kind, file } of framework.todos) {
      problems.set(`${kind}/${file}`, {
        severity: 'warning',
        code: 'component-missing',
        message: `${notFound(file)} The prompts of ${printableLine(framework.goal.name)} have a placeholder instead.`,
        hint: `${unmetReason(unmet, { kind, file })}${missingRemedy({ kind, file, ...intendedComponent(framework, { kind, file }) })}`,
      });
    }
  }
  return [...problems.values()];
}

function generatedDocument(
  { manifest, shown }: GeneratedBatch,
  { dryRun, problems }: { readonly dryRun: boolean; readonly problems: readonly Problem[] },
): WholeDocument<'orchestrator.batch-generate/1'> {
  // By stage, and within each by index, as the prompts are numbered.
  const inOrder = [...manifest.phases].sort((a, b) => a.stage - b.stage || a.index - b.index);
  const prps = inOrder.map(({ id, prp, title, stage, prompt }) => ({
    id: prp,
    phase: id,
    title,
    stage,
    file: `${shown}/${prompt}`,
  }));
  return makeDocument('orchestrator.batch-generate/1', {
    ok: true,
    batch: manifest.batch,
    dryRun,
    prps,
    problems,
  });
}

const TWO_FROM_INPUT = failure('usage', {
  severity: 'error',
  code: 'usage',
  message: 'The plan and the key cannot both be read from standard input.',
  hint: 'Put one of them in a file.',
});
