import type { ErrorObject } from 'ajv';
import { printableLine } from '../../lib/index.ts';
import type { PlanDraftAnswer } from '../generated/plan-draft.ts';
import { validatePlanDraft } from '../generated/validators.js';

/**
 * A model's answer by the schema: one that can be made a plan of, with its faults, or an unusable one. Every fault begins with a
 * JSON pointer.
 */
export type ReadAnswer =
  | {
      readonly kind: 'answer';
      readonly answer: PlanDraftAnswer;
      readonly faults: readonly string[];
      /** The faults that leave a plan which is larger than what was asked for, in words for a person. */
      readonly beyond: readonly string[];
    }
  | { readonly kind: 'unusable'; readonly faults: readonly string[] };

/** Compares an answer with the schema. All text in it comes out on one line each, safe to show. */
export function readAnswer(data: unknown): ReadAnswer {
  if (validatePlanDraft(data))
    return { kind: 'answer', answer: cleaned(data as PlanDraftAnswer), faults: [], beyond: [] };
  const errors = validatePlanDraft.errors ?? [];
  const faults = errors.map(describe);
  if (!errors.every(({ keyword }) => HARMLESS.has(keyword))) return { kind: 'unusable', faults };
  const answer = cleaned(data as PlanDraftAnswer);
  return { kind: 'answer', answer, faults, beyond: errors.flatMap((error) => beyondLimit(error, answer)) };
}

function beyondLimit({ instancePath, keyword, params }: ErrorObject, { phases }: PlanDraftAnswer): string[] {
  if (keyword !== 'maxItems' && keyword !== 'maximum') return [];
  const [, place, field = 'phases'] = instancePath.split('/').slice(1);
  const whole = place === undefined ? 'The plan' : `Phase ${phases[Number(place)]?.id ?? place}`;
  return [`${whole} has more than ${params.limit} ${field}.`];
}

/** Rules that keep a plan good; it is a plan even without them. */
const HARMLESS: ReadonlySet<string> = new Set(['maximum', 'exclusiveMinimum', 'minItems', 'maxItems']);

function describe({ instancePath, message, params }: ErrorObject): string {
  const more = 'additionalProperty' in params ? `: "${params.additionalProperty}"` : '';
  const allowed = 'allowedValues' in params ? `: ${JSON.stringify(params.allowedValues)}` : '';
  return `${instancePath || '(root)'}: ${message ?? 'is not valid'}${more}${allowed}`;
}

function cleaned({ questions, title, phases }: PlanDraftAnswer): PlanDraftAnswer {
  return {
    questions: lines(questions),
    title: printableLine(title),
    phases: phases.map((phase) => ({
      ...phase,
      title: printableLine(phase.title),
      goal: printableLine(phase.goal),
      files: phase.files
        .map(({ path, isNew }) => ({ path: printableLine(path), isNew }))
        .filter(({ path }) => path !== ''),
      dependencies: lines(phase.dependencies).map((id) => id.replace(/^phase /iu, '')),
      steps: lines(phase.steps),
      gates: phase.gates.map(({ text, command }) => ({
        text: printableLine(text),
        // A command of several lines would come out as another one.
        command: /[\r\n]/u.test(command.trim()) ? '' : withoutMarks(printableLine(command)),
      })),
      // Models write an empty text for fields that they were told to leave out.
      workflow: printableLine(phase.workflow ?? '') || null,
    })),
  };
}

/** A command without the marks of a code span around the whole of it. */
function withoutMarks(command: string): string {
  return command.replace(/^(`+)([^`]+)\1$/u, '$2').trim();
}

function lines(texts: readonly string[]): string[] {
  return texts.map(printableLine).filter((text) => text !== '');
}
