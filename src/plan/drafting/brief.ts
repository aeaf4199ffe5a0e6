import type { ProjectDocument } from '../../context/index.ts';
import { shortenTree } from '../../context/index.ts';
import { listConstraints, type PlanConstraints } from '../constraints/index.ts';
import type { UncheckedPlan } from '../plan.ts';
import type { Requirement } from './requirement.ts';
import { cutText, type SendableText } from './token_budget.ts';

/** A goal as far as a plan needs it. */
export type PlanGoal = {
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
};

/** The input of a draft. Everything in it except the goals' names is data that somebody else wrote. */
export type DraftBrief = {
  readonly requirement: Requirement;
  readonly goals: readonly PlanGoal[];
  /** Paths from the project's root. */
  readonly files: readonly string[];
  readonly manifests: readonly ProjectDocument[];
  readonly instructions: readonly ProjectDocument[];
  readonly earlierPlans: readonly UncheckedPlan[];
  /** Facts found out about the project, with the places that show them; given as far as there is room. */
  readonly context?: KnownText | undefined;
  /** Facts learned in the project that still hold. */
  readonly memory?: KnownText | undefined;
  /** The person's other wishes for the plan. */
  readonly constraints?: PlanConstraints | undefined;
  /** The number of phases that can be worked on at a time. */
  readonly workers?: number | undefined;
  /** The ids of the base plan's finished phases: facts, and no text to be changed. */
  readonly finished?: readonly string[] | undefined;
  /** The plan that is built on. */
  readonly revised: UncheckedPlan | undefined;
};

/** A text about the project, and its contents in a few words. */
export type KnownText = { readonly text: string; readonly detail: string };

/** The texts that may be sent about a project, the most important first. */
export function sendableTexts(brief: DraftBrief): SendableText[] {
  const { goals, files, manifests, instructions, earlierPlans, context, memory } = brief;
  return [
    {
      label: 'GOALS',
      detail: counted(goals.length, 'goal'),
      share: 0.3,
      within: (limit) =>
        wholeLines(
          goals.map(({ name, description }) => `${name}: ${description}`),
          limit,
        ),
    },
    ...knownText('MEMORY', memory, 0.3),
    ...knownText('CONTEXT', context, 0.35),
    {
      label: 'MANIFESTS',
      detail: namesOf(manifests),
      share: 0.35,
      within: (limit) => documents(manifests.map(compacted), limit),
    },
    {
      label: 'TREE',
      detail: counted(files.length, 'file'),
      share: 0.5,
      within: (limit) => shortenTree(files, limit),
    },
    {
      label: 'INSTRUCTIONS',
      detail: namesOf(instructions),
      share: 0.8,
      within: (limit) => documents(instructions, limit),
    },
    {
      label: 'EARLIER PLANS',
      detail: counted(earlierPlans.length, 'plan'),
      share: 1,
      within: (limit) => wholeLines(earlierPlans.map(outlineOf), limit),
    },
  ];
}

function knownText(label: string, known: KnownText | undefined, share: number): SendableText[] {
  if (known === undefined || known.text.trim() === '') return [];
  const { text, detail } = known;
  return [{ label, detail, share, within: (limit) => wholeLines(text.trim().split('\n'), limit) }];
}

/** The person's other wishes, one constraint a line; empty where there are none. */
export function constraintLines({ constraints, workers = 2 }: DraftBrief): string[] {
  if (constraints === undefined) return [];
  return listConstraints(constraints).map(({ key, value }) =>
    key === 'max-time' ? `${key}: ${value}, all phases together, ${workers} at a time` : `${key}: ${value}`,
  );
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function namesOf(files: readonly ProjectDocument[]): string {
  return files.map(({ file }) => file).join(', ');
}

/** As many lines as fit; none is cut. */
function wholeLines(lines: readonly string[], limit: number): string {
  let length = -1;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > limit;
  });
  return lines.slice(0, end < 0 ? lines.length : end).join('\n');
}

/** All of them, each in its part of the room; a short one leaves its rest to the others. */
function documents(all: readonly ProjectDocument[], limit: number): string {
  const texts: string[] = [];
  let left = limit + BETWEEN.length;
  const shortestFirst = [...all.entries()].sort(([, a], [, b]) => a.text.length - b.text.length);
  for (const [done, [place, { file, text }]] of shortestFirst.entries()) {
    const frame = `--- ${file} ---\n`;
    const around = frame.length + BETWEEN.length;
    const body = cutText(text.trim(), Math.floor(left / (all.length - done)) - around);
    if (body === '') continue;
    texts[place] = frame + body;
    left -= around + body.length;
  }
  return texts.filter(Boolean).join(BETWEEN);
}

const BETWEEN = '\n\n';

/** A package's manifest without the parts that say nothing of its build. */
function compacted(document: ProjectDocument): ProjectDocument {
  if (document.file !== 'package.json') return document;
  try {
    const manifest: unknown = JSON.parse(document.text);
    if (typeof manifest !== 'object' || manifest === null) return document;
    const kept = Object.fromEntries(Object.entries(manifest).filter(([key]) => SENT_FIELDS.has(key)));
    return { ...document, text: JSON.stringify(kept, null, 1) };
  } catch {
    return document;
  }
}

const SENT_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'description',
  'type',
  'bin',
  'main',
  'exports',
  'engines',
  'workspaces',
  'scripts',
  'dependencies',
  'devDependencies',
]);

/** A plan's title and phases on one line. */
function outlineOf({ title, file, phases }: UncheckedPlan): string {
  const steps = phases.slice(0, MAX_PHASES).map((phase) => `${phase.id} ${phase.title}`);
  const more = phases.length > MAX_PHASES ? `; ${phases.length - MAX_PHASES} more` : '';
  return `${title?.value ?? file}: ${steps.join('; ')}${more}`.replace(/\s+/gu, ' ');
}

const MAX_PHASES = 20;
