import { resolve } from 'node:path';
import { projectRoot, readContext } from '../../context/index.ts';
import {
  type AnyCode,
  type Failure,
  failure,
  type Problem,
  sortProblems,
  success,
} from '../../diagnostics/index.ts';
import { countOf, shellWord } from '../../lib/index.ts';
import { listConstraints } from '../../plan/index.ts';
import { displayPath } from '../../platform/index.ts';
import { openBatch } from '../batches/batch_lookup.ts';
import { viewBatch } from '../batches/batch_view.ts';
import { type GenerateEvent, generateNewBatch } from '../batches/generate_new_batch.ts';
import { listBatches } from '../batches/list_batches.ts';
import { type RunEvent, runWholeBatch } from '../batches/run_whole_batch.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { openFlaggedModel } from '../flagged_model.ts';
import { emptyDocuments } from '../generated/empty_documents.js';
import { type CheckPlanEvent, checkPlan } from '../plans/check_plan.ts';
import { readConstrainedRequirement } from '../plans/constrained_requirement.ts';
import { type DraftEvent, draftNewPlan } from '../plans/draft_new_plan.ts';
import { vagueness } from '../plans/draft_plan.ts';
import { readRequirement } from '../plans/read_requirement.ts';
import type { Port } from '../port.ts';
import { discoverProject } from '../project/discover_project.ts';
import { badRunFlags } from './bad_run_flags.ts';
import { batchOfFile, earlierPlan, isOfPattern, nextForPlan } from './earlier_work.ts';
import { problemsOf } from './execute_task.ts';
import {
  draftFlagsWithoutEffect,
  NOTHING_TO_RESUME,
  noModel,
  PLANNED_AND_EXECUTED,
  RESUMED_TWICE,
  SAVED_TWICE,
  unfilledSkeleton,
} from './orchestrate_problems.ts';
import type { OrchestrateRequest } from './orchestrate_request.ts';
import { type LearnProposal, overcomeFailures, wasOvercome } from './overcome_failures.ts';
import { newProposals, saveProposals } from './save_proposals.ts';

type Told = DocumentOf<'orchestrator.orchestrate/1'>;
type Step = Told['steps'][number];

/** Events of an orchestration. */
export type OrchestrateEvent =
  | DraftEvent
  | CheckPlanEvent
  | GenerateEvent
  | RunEvent
  /** A step is complete. */
  | { readonly kind: 'step'; readonly step: Step }
  /** Possible lessons; nothing is kept before a person agrees. */
  | { readonly kind: 'proposals'; readonly proposals: readonly LearnProposal[] }
  | { readonly kind: 'next'; readonly command: string };

type OrchestrateResult = VerbResult<'orchestrator.orchestrate/1', AnyCode>;

/**
 * The whole way from a requirement to its result: draft, check, and on request generate, run, review and learn. Each step is an
 * operation of its own. Steps done by an earlier call are not repeated: the plan is found by its requirement, and the batch by
 * its plan.
 */
export function orchestrate(
  context: OperationContext,
  request: OrchestrateRequest,
  port: Port<OrchestrateEvent>,
): Promise<OrchestrateResult> {
  return new Orchestration(context, request, port).go();
}

/** One requirement being orchestrated. */
class Orchestration {
  readonly #context: OperationContext;
  readonly #request: OrchestrateRequest;
  readonly #port: Port<OrchestrateEvent>;
  readonly #problems: Problem[] = [];
  /** The number of problems of the draft. */
  #inDraft = 0;
  #fields: { -readonly [Key in keyof Told]: Told[Key] } = {
    ok: true,
    ...emptyDocuments['orchestrator.orchestrate/1'],
    problems: [],
  };

  constructor(context: OperationContext, request: OrchestrateRequest, port: Port<OrchestrateEvent>) {
    this.#context = context;
    this.#request = request;
    this.#port = port;
  }

  async go(): Promise<OrchestrateResult> {
    const { file, words, constraint, saved, resume = false, pattern, showPatterns } = this.#request;
    const { execute = false, planOnly = false } = this.#request;
    const isWanted = words.length > 0 || file !== undefined;
    if ((saved !== undefined && isWanted) || (resume && (saved !== undefined || isWanted)))
      return failure('usage', saved === undefined ? RESUMED_TWICE : SAVED_TWICE);
    const there = resume ? '--resume' : saved === undefined ? undefined : '--execute PLAN';
    const idle = there === undefined ? [] : draftFlagsWithoutEffect(this.#request, there);
    if (idle.length > 0) return failure('usage', ...idle);
    if (execute && planOnly && saved === undefined) return failure('usage', PLANNED_AND_EXECUTED);
    const bad = resume || this.#isToRun() ? badRunFlags(this.#context, this.#request) : undefined;
    if (bad !== undefined) return bad;
    if (resume) return this.#resume();
    if (saved !== undefined) return this.#continueFromSaved(saved);
    const read = readRequirement(this.#context, { words, file });
    if (!read.ok) return read;
    const wanted = readConstrainedRequirement(read.value, { file, constraint });
    if (!wanted.ok) return wanted;
    const { text, constraints } = wanted.value;
    // A person is asked for what is missing, and patterns can be shown for one word.
    const vague = showPatterns || (await this.#port.canAsk()) ? undefined : vagueness(text);
    if (vague !== undefined) return vague;
    this.#fields.constraints = listConstraints(constraints);
    await this.#discover();
    const known =
      this.#request.again || showPatterns ? undefined : earlierPlan(this.#context, text, constraints);
    // A plan from another pattern than the one named is not wanted.
    const earlier = known !== undefined && isOfPattern(known.text, pattern) ? known : undefined;
    const unable = earlier?.isSkeleton === true ? await this.#whyNoModel() : undefined;
    if (earlier === undefined || (earlier.isSkeleton && unable === undefined)) {
      const failed = await this.#draft(read.value);
      if (failed) return failed;
    } else {
      this.#fields.plan = earlier.shown;
      this.#fields.origin = 'earlier';
      await this.#step(
        'draft',
        'kept',
        `${earlier.shown}, ${countOf(earlier.phases, 'phase')}, has already been drafted for this`,
      );
      if (earlier.isSkeleton) return this.#stop(unfilledSkeleton(earlier.shown, unable ?? ''));
    }
    return this.#continueFromPlan(this.#fields.plan ?? '');
  }

  #isToRun(): boolean {
    const { execute = false, planOnly = false } = this.#request;
    return execute && !planOnly;
  }

  /** Continues with a saved plan. */
  async #continueFromSaved(saved: string): Promise<OrchestrateResult> {
    this.#fields.plan = saved;
    this.#fields.origin = 'earlier';
    await this.#discover();
    await this.#step('draft', 'kept', `${saved} was named`);
    return this.#continueFromPlan(saved);
  }

  /** Continues with an existing plan, as far as requested. */
  async #continueFromPlan(plan: string): Promise<OrchestrateResult> {
    const checked = await this.#check();
    if (checked) return checked;
    if (this.#isToRun()) return this.#execute(plan);
    const { batch, detail, next } = await nextForPlan(this.#context, plan);
    this.#fields.batch = batch;
    await this.#step('generate', batch === null ? 'left-out' : 'kept', detail);
    return this.#end(next);
  }

  /** Continues with the newest batch that has something left to do. */
  async #resume(): Promise<OrchestrateResult> {
    const listed = await listBatches(this.#context, { all: false });
    if (!listed.ok) return listed;
    const open = listed.value.batches.findLast(({ counts }) => counts.done < counts.total);
    if (open === undefined) return failure('usage', NOTHING_TO_RESUME);
    const { batch, title, counts } = open;
    this.#fields.batch = batch;
    await this.#step('generate', 'kept', `batch ${batch}, ${title}: ${counts.done} of ${counts.total} done`);
    return this.#run(batch);
  }

  /** Looks up what is known of the project, and discovers it again if outdated. A failure to save it stops nothing. */
  async #discover(): Promise<void> {
    const { cwd, env } = this.#context;
    const root = projectRoot(cwd);
    // Names the project if it is not that of the current folder.
    const whose = root === resolve(cwd) ? '' : `, the project is ${displayPath(cwd, root)}`;
    const known = await readContext(root, env);
    if (known.kind === 'fresh')
      return this.#step('discover', 'kept', `${countOf(known.context.facts.length, 'fact')}${whose}`);
    const found = await discoverProject(
      this.#context,
      { budget: 'minimal' },
      { ...this.#port, show: () => {} },
    );
    if (!found.ok) {
      this.#problems.push(...found.problems.map((problem): Problem => ({ ...problem, severity: 'warning' })));
      return this.#step('discover', 'failed', found.problems[0]?.message ?? 'nothing was discovered');
    }
    await this.#step(
      'discover',
      'done',
      known.kind === 'absent'
        ? `discovered for the first time${whose}`
        : `discovered again, since something has changed${whose}`,
    );
  }

  /**
   * The reason why no model can draft a plan: the fault of the configured one, or an empty text if none is configured;
   * `undefined` if one can.
   */
  async #whyNoModel(): Promise<string | undefined> {
    const { model, ...others } = this.#request;
    if (model === false) return '';
    const open = await openFlaggedModel(this.#context, model === undefined ? others : { ...others, model });
    if ('cause' in open) return open.problems[0]?.message ?? '';
    if (open.kind === 'ready') return undefined;
    return open.isConfigured ? `${open.reason}. ${open.remedy}` : '';
  }

  async #draft(text: string): Promise<OrchestrateResult | undefined> {
    const { words: _, file: _file, ...others } = this.#request;
    // Standard input has been read.
    const drafted = await draftNewPlan(
      this.#context,
      { ...others, words: [text.replace(/^(?=@)/u, '@').replace(/^-$/u, '')] },
      this.#port,
    );
    if (!drafted.ok) {
      await this.#step('draft', 'failed', drafted.problems[0]?.message ?? 'no plan');
      return this.#fail(drafted);
    }
    const { origin, file, reason, pattern, matches } = drafted.value;
    this.#fields.plan = file;
    this.#fields.pattern = pattern;
    this.#fields.matches = matches;
    if (origin === null) {
      await this.#step('draft', 'left-out', 'the patterns that fit were shown, and nobody can be asked here');
      return this.#end(
        `orchestrator orchestrate ${shellWord(text)} --pattern ${matches[0]?.pattern.id ?? 'ID'}`,
      );
    }
    this.#fields.origin = origin;
    if (origin === 'skeleton') {
      await this.#step('draft', 'failed', 'there is only a skeleton, not a plan');
      return this.#stop(noModel(reason ?? 'There is no model.', file ?? ''));
    }
    await this.#step(
      'draft',
      'done',
      `${file ?? ''}, ${countOf(drafted.value.plan?.phases.length ?? 0, 'phase')}${reason === null ? '' : ', not good yet'}`,
    );
    this.#inDraft = drafted.value.problems.length;
    const errors = problemsOf(drafted.value).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      await this.#step('check', 'failed', countOf(errors.length, 'error'));
      this.#problems.push(...problemsOf(drafted.value));
      return this.#end(`orchestrator plan check ${shellWord(file ?? '')}`, false);
    }
    this.#problems.push(...problemsOf(drafted.value));
    return undefined;
  }

  async #check(): Promise<OrchestrateResult | undefined> {
    const { goalMap } = this.#request;
    const plan = this.#fields.plan ?? '';
    const checked = await checkPlan(
      this.#context,
      { file: plan, ...(goalMap === undefined ? {} : { goalMap }) },
      // The problems of a fresh draft have been shown.
      this.#fields.origin === 'earlier' ? this.#port : { ...this.#port, show: () => {} },
    );
    if (!checked.ok) return this.#fail(checked);
    const { ok, problems } = checked.value;
    if (this.#fields.origin === 'earlier') this.#problems.push(...problemsOf({ problems }));
    // The draft itself had problems that its file does not show.
    const known = Math.max(problems.length, this.#inDraft);
    await this.#step(
      'check',
      ok ? 'done' : 'failed',
      known === 0 ? 'no problems' : countOf(known, 'problem'),
    );
    return ok ? undefined : this.#end(`orchestrator plan check ${shellWord(plan)}`, false);
  }

  async #execute(plan: string): Promise<OrchestrateResult> {
    const made = await batchOfFile(this.#context, plan);
    let batch = made;
    if (batch === undefined) {
      const { model, generate, ...others } = this.#request;
      const asked =
        model === false
          ? ({ generate: false, forbidding: '--no-model' } as const)
          : { generate, ...(model === undefined ? {} : { model }) };
      const request = { ...others, ...asked, file: plan };
      const generated = await generateNewBatch(this.#context, request, this.#port);
      if (!generated.ok) {
        await this.#step('generate', 'failed', generated.problems[0]?.message ?? 'no batch');
        return this.#fail(generated, `orchestrator batch generate ${shellWord(plan)}`);
      }
      batch = generated.value.batch ?? 0;
      const seen = new Set(this.#problems.map(({ code, line }) => `${code} ${line}`));
      this.#problems.push(
        ...problemsOf(generated.value).filter(({ code, line }) => !seen.has(`${code} ${line}`)),
      );
    }
    this.#fields.batch = batch;
    await this.#step('generate', made === undefined ? 'done' : 'kept', `batch ${batch}`);
    return this.#run(batch);
  }

  async #run(batch: number): Promise<OrchestrateResult> {
    const ran = await runWholeBatch(this.#context, { ...this.#request, batch: `${batch}` }, this.#port);
    if (!ran.ok) {
      await this.#step('run', 'failed', ran.problems.at(-1)?.message ?? 'not run');
      return this.#fail(ran, `orchestrator batch run ${batch}`);
    }
    const { counts, ok } = ran.value;
    this.#fields.counts = counts;
    this.#problems.push(...problemsOf(ran.value));
    await this.#step(
      'run',
      ok ? 'done' : 'failed',
      `${counts?.done ?? 0} of ${countOf(counts?.total ?? 0, 'phase')} done`,
    );
    const doubts = problemsOf(ran.value).filter(({ severity }) => severity === 'warning').length;
    const done = counts?.done ?? 0;
    if (done === 0 && doubts === 0) await this.#step('review', 'left-out', 'no phase is done');
    else
      await this.#step(
        'review',
        'done',
        doubts > 0
          ? `${countOf(doubts, 'doubt')} about its gates and work`
          : done === counts?.total
            ? 'every gate was run, and none raises a doubt'
            : `the gates of ${countOf(done, 'phase')} were run, and none raises a doubt`,
      );
    await this.#learn(batch);
    // A stopped batch waits for nobody's decision.
    const isStuck = (counts?.failed ?? 0) + (counts?.blocked ?? 0) > 0;
    // Work done in place needs no merge.
    const afterwards = this.#request.inPlace === true ? 'report' : 'merge';
    return this.#end(`orchestrator batch ${ok ? afterwards : isStuck ? 'decisions' : 'run'} ${batch}`, ok);
  }

  /** Proposes lessons from failures that were overcome; a person decides whether to keep them. */
  async #learn(batch: number): Promise<void> {
    const opened = await openBatch(this.#context, `${batch}`);
    if (!opened.ok) return;
    const { state } = await viewBatch(this.#context, opened.value);
    const overcome = overcomeFailures(state);
    const proposals = newProposals(this.#context, overcome);
    this.#fields.proposals = [...proposals];
    if (proposals.length === 0)
      return this.#step(
        'learn',
        'left-out',
        overcome.length > 0
          ? 'every failure that was overcome is already known'
          : wasOvercome(state)
            ? 'the failure that was overcome says nothing about the project'
            : 'no failure was overcome',
      );
    await this.#port.show({ kind: 'proposals', proposals });
    const { learn: isAgreed = false } = this.#request;
    const { kept, problems } = await saveProposals(this.#context, proposals, {
      ...{ batch, isAgreed },
      port: this.#port,
    });
    this.#fields.kept = [...kept];
    this.#problems.push(...problems);
    const how = kept.length === 0 ? 'none kept' : `${kept.length} kept`;
    await this.#step('learn', 'done', `${countOf(proposals.length, 'fact')} proposed, ${how}`);
  }

  async #step(step: Step['step'], state: Step['state'], detail: string): Promise<void> {
    const entry: Step = { step, state, detail };
    this.#fields.steps = [...this.#fields.steps, entry];
    await this.#port.show({ kind: 'step', step: entry });
  }

  async #end(next: string, ok = true): Promise<OrchestrateResult> {
    await this.#port.show({ kind: 'next', command: next });
    const problems = sortProblems(this.#problems);
    return success(makeDocument('orchestrator.orchestrate/1', { ...this.#fields, ok, next, problems }));
  }

  /** Ends with a result that a person has to continue from. */
  #stop(problem: Problem): OrchestrateResult {
    return this.#fail(failure('problems', problem));
  }

  #fail(failed: Failure<AnyCode>, next: string | null = null): OrchestrateResult {
    const { ok: _, problems: __, ...known } = this.#fields;
    return { ok: false, cause: failed.cause, problems: failed.problems, known: { ...known, next } };
  }
}
