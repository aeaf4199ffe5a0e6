import type { Project } from '../../context/index.ts';
import { longestMatch } from '../../lib/index.ts';
import { type PhaseDraft, printPlan } from '../document/index.ts';
import type { PhaseAnswer, PlanDraftAnswer } from '../generated/plan-draft.ts';
import { numberRanges, type Requirement } from './requirement.ts';

/** A plan's document, with the numbered requirement that its phases refer to. */
export function printDraft(
  { title, phases }: { readonly title: string; readonly phases: readonly PhaseDraft[] },
  requirement: Requirement,
): string {
  const [head = '', ...rest] = printPlan({ title, phases }).split(/^(?=## Phases$)/mu);
  return [head, `## Requirement\n\n${requirementFence(requirement)}\n\n`, ...rest].join('');
}

/** The lines of a requirement in a fence that they cannot close, so that nothing in them is structure. */
function requirementFence({ lines }: Requirement): string {
  const texts = requirementLines({ lines });
  const longest = Math.max(
    2,
    ...texts.flatMap((line) => [...line.matchAll(/`+/gu)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${texts.join('\n')}\n${fence}`;
}

/** `12  The text.` */
export function requirementLines({ lines }: Requirement): string[] {
  const width = String(lines.at(-1)?.number ?? 1).length;
  return lines.map(({ number, text }) => `${String(number).padStart(width)}  ${text}`);
}

/** A model's phases as the printer takes them. A file that is there already is not new, whatever the model says. */
export function phaseDrafts({ phases }: PlanDraftAnswer, project: Project): PhaseDraft[] {
  return phases.map((phase) => phaseDraft(phase, project));
}

function phaseDraft(phase: PhaseAnswer, project: Project): PhaseDraft {
  return {
    id: phase.id,
    title: phase.title,
    goal: phase.goal,
    hours: phase.hours,
    complexity: phase.complexity,
    files: phase.files.map(({ path, isNew }) => ({
      path,
      ...(isNew && project.has(path) !== 'file' ? { note: 'new' } : {}),
    })),
    dependencies: [...new Set(phase.dependencies)].map((id) => ({ id })),
    steps: phase.steps,
    gates: phase.gates.map(({ text, command }) => ({ text: gateText(text, command), checked: false })),
    ...(phase.workflow === null ? {} : { workflow: phase.workflow }),
    ...(phase.requirementLines.length === 0 ? {} : { requirement: numberRanges(phase.requirementLines) }),
    others: [],
  };
}

/** A gate's command is its code span, so the words before it must not contain one. */
function gateText(text: string, command: string): string {
  const words = text.replace(/`/gu, "'").replace(/[\s:.]+$/u, '');
  if (command === '') return words;
  const longest = longestMatch(command, /`+/gu, 0);
  const marks = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${words === '' ? 'It holds' : words}: ${marks}${padding}${command}${padding}${marks}`;
}
