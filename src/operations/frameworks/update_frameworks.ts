import { type Failure, failure, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { GenerationEvent } from '../create/generation.ts';
import type { UnmetComponent } from '../create/missing_component.ts';
import type { IncompleteFramework } from '../create/prepare_framework.ts';
import type { VerbResult } from '../document.ts';
import { exportedAt, type FoundExport, updateExport } from '../exchange/update_export.ts';
import { type InputValueProblemCode, readInputValues } from '../filling/input_values.ts';
import type { ModelRequestCode } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { openWorkspace, type Workspace, type WorkspaceProblemCode } from '../workspace.ts';
import { carryOutUpdate } from './carry_out_update.ts';
import {
  type FrameworkPlace,
  findFrameworks,
  type LocateProblemCode,
  locateFramework,
} from './locate_framework.ts';
import { readFramework } from './open_framework.ts';
import { type AcceptedLosses, type PlannedUpdate, planUpdate } from './plan_update.ts';
import { diffUpdate } from './update_diff.ts';
import { answerChanges, optionFaults, type UpdateOptions } from './update_options.ts';
import { reportFailedUpdate, reportUpdate, type UpdateReport, updateDocument } from './update_report.ts';
import type { AnswerChanges } from './update_request.ts';

/** Events of updating frameworks. */
export type UpdateEvent =
  | GenerationEvent
  /** The result for one of them. */
  | { readonly kind: 'updated'; readonly report: UpdateReport }
  /** No framework was found. */
  | { readonly kind: 'no-frameworks' };

/** Why frameworks cannot be updated. */
type UpdateCode =
  | InputValueProblemCode
  | LocateProblemCode
  | WorkspaceProblemCode
  | 'flags-exclude'
  | 'input-taken-twice'
  | 'interrupted'
  | 'missing-framework';

type UpdateResult = VerbResult<'orchestrator.update/1', UpdateCode>;

/**
 * Updates frameworks and exports one by one: renders them again and merges the result with manual edits. A failure
 * of one does not stop the next; it is reported in the document.
 */
export async function updateFrameworks(
  context: OperationContext,
  options: UpdateOptions,
  port: Port<UpdateEvent>,
): Promise<UpdateResult> {
  const { check = false, dryRun = false } = options;
  const updated = await new FrameworkUpdates(context, options, port).update();
  return updated.ok ? updated : { ...updated, known: { check, dryRun } };
}

/** An update of several frameworks in progress. */
class FrameworkUpdates {
  readonly #context: OperationContext;
  readonly #options: UpdateOptions;
  readonly #port: Port<UpdateEvent>;
  /** Set when the first generation begins. */
  #signal: AbortSignal | undefined;

  constructor(context: OperationContext, options: UpdateOptions, port: Port<UpdateEvent>) {
    this.#context = context;
    this.#options = options;
    this.#port = port;
  }

  async update(): Promise<UpdateResult> {
    const exports = this.#exports();
    const faults = optionFaults(this.#options, exports.size > 0);
    if (faults.length > 0) return failure('usage', ...faults);
    const workspace = await openWorkspace(this.#context, this.#options);
    if (!workspace.ok) return workspace;
    const values = readInputValues(this.#context.cwd, this.#options.set ?? []);
    if (!values.ok) return values;
    const changes = answerChanges(this.#options, values.value);
    const places = this.#places();
    if (!places.ok) return places;
    const reports: UpdateReport[] = [];
    for (const { name, place } of places.value) {
      if (this.#signal?.aborted) return stoppedAfter(reports.length);
      const exported = exports.get(name);
      const report = exported
        ? await updateExport(this.#context, workspace.value, exported, this.#options)
        : place.ok
          ? await this.#one(workspace.value, place.value, changes)
          : reportFailedUpdate(name, place);
      if (report === 'closed') return stoppedAfter(reports.length);
      reports.push(report);
      await this.#port.show({ kind: 'updated', report });
    }
    if (reports.length === 0) await this.#port.show({ kind: 'no-frameworks' });
    return success(updateDocument(reports, this.#options));
  }

  /** The named exports: files of other tools, not frameworks. */
  #exports(): ReadonlyMap<string, FoundExport> {
    const { all = false, frameworks } = this.#options;
    const found = all ? [] : frameworks.map((name) => exportedAt(this.#context.cwd, name));
    return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.name, one]])));
  }

  #places(): Result<
    readonly { readonly name: string; readonly place: Result<FrameworkPlace, LocateProblemCode> }[],
    LocateProblemCode
  > {
    const { frameworks, all, output } = this.#options;
    const root = output === undefined ? {} : { output };
    if (!all)
      return success(
        [...new Set(frameworks)].map((name) => ({ name, place: locateFramework(this.#context, name, root) })),
      );
    const found = findFrameworks(this.#context, root);
    if (!found.ok) return found;
    return success(found.value.map((place) => ({ name: place.name, place: success(place) })));
  }

  async #one(
    workspace: Workspace,
    place: FrameworkPlace,
    changes: AnswerChanges,
  ): Promise<UpdateReport | 'closed'> {
    const context = this.#context;
    const { adopt, check, dryRun = false, shippedTemplates = false, describe = [] } = this.#options;
    if (adopt) {
      const { reportAdoption } = await import('./report_adoption.ts');
      return reportAdoption(context, workspace, { place, changes, dryRun });
    }
    const leave: AcceptedLosses = {
      described: describe.map((text) => text.split('=')[0] ?? ''),
      shippedTemplates,
    };
    if (check || dryRun) {
      const stored = await readFramework(context, place);
      if (!stored.ok) return reportFailedUpdate(place.name, stored, place);
      const plan = await planUpdate(context, workspace, stored.value, { changes, leave });
      return plan.ok ? this.#look(plan.value) : reportFailedUpdate(place.name, plan, place);
    }
    const generate = (framework: IncompleteFramework) => this.#generate(workspace, framework);
    const done = await carryOutUpdate({ context, workspace, place, changes, leave, generate });
    if (done === 'closed') return 'closed';
    if ('problems' in done) return reportFailedUpdate(place.name, done, place);
    return reportUpdate(done.plan, this.#options, { unmet: done.unmet, diffs: [] });
  }

  /** Reports the changes without making them. */
  #look(plan: PlannedUpdate): UpdateReport {
    const { place } = plan.stored;
    const changed = plan.files.filter(({ before, text }) => before !== text);
    const diffs = diffUpdate(plan.framework.composed, this.#options.dryRun ? changed : []);
    if (!diffs.ok) return reportFailedUpdate(place.name, diffs, place);
    return reportUpdate(plan, this.#options, { unmet: [], diffs: diffs.value });
  }

  /** Has the missing components written, if there is a model to do it. */
  async #generate(
    workspace: Workspace,
    framework: IncompleteFramework,
  ): Promise<readonly UnmetComponent[] | Failure<ModelRequestCode | 'bad-description'> | 'closed'> {
    const { writeMissingComponents } = await import('../create/write_missing_components.ts');
    this.#signal = this.#port.signal;
    const { all, frameworks, describe } = this.#options;
    const files = framework.components.map(({ file }) => file);
    // With several frameworks, each gets the descriptions of its own components.
    const own =
      all || frameworks.length > 1
        ? describe?.filter((text) => files.includes(text.split('=')[0] ?? ''))
        : describe;
    return writeMissingComponents({
      ...{ context: this.#context, workspace, framework, port: this.#port },
      request: { ...this.#options, ...(own === undefined ? {} : { describe: own }) },
      onSaved: () => {},
    });
  }
}

function stoppedAfter(done: number): Failure<'interrupted'> {
  const message =
    done === 0
      ? 'Stopped; no framework was written.'
      : `Stopped after ${done}; the current framework was not written.`;
  return interrupted(message);
}
