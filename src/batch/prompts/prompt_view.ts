import type { Input, TemplateNames } from '../../framework/index.ts';
import {
  type Boundary,
  chooseBoundary,
  looksLikeMarkup,
  printable,
  printableLine,
  revealHidden,
  withoutHtmlComments,
} from '../../lib/index.ts';
import type { CheckedPhase } from '../../plan/index.ts';
import type { ManifestPhase } from '../generated/batch.ts';
import type { LearnedFact, PhasePlugin } from './batch_source.ts';
import { inputSource } from './input_source.ts';
import { type FrontMatterFacts, promptFrontMatter } from './prompt_front_matter.ts';

/** Everything the template of a prompt can show. Every text in it is data: it is inserted once and never parsed as a template. */
export type PromptView = {
  /** The front matter with its delimiters. */
  readonly front: string;
  readonly prp: string;
  readonly title: string;
  /** The phase's id in the plan. */
  readonly phase: string;
  readonly batch: string;
  readonly stage: string;
  readonly stageCount: string;
  readonly phaseCount: string;
  /** Other phases that may run at the same time; empty if there are none. */
  readonly parallel: string;
  readonly persona: string;
  readonly context: readonly (Block & { readonly label: string })[];
  /** These five hold one block, or none where the plan has no text for them. */
  readonly goal: readonly Block[];
  readonly steps: readonly Block[];
  readonly files: readonly Block[];
  readonly gates: readonly Block[];
  readonly delivered: readonly Block[];
  /** The rule that applies where no files are listed. */
  readonly filesRule: string;
  readonly inputs: readonly { readonly name: string; readonly describe: string; readonly source: string }[];
  readonly protocol: string;
  readonly output: string;
  readonly limits: readonly { readonly label: string; readonly name: string; readonly text: string }[];
  /** The criteria for done, as far as the program can check them. */
  readonly checks: readonly { readonly number: string; readonly text: string }[];
  /** The name of the result's file. */
  readonly result: string;
  readonly start: string;
};

/** The names in a {@link PromptView}, for the check of templates. */
export const PROMPT_NAMES: TemplateNames<PromptView> = {
  front: null,
  prp: null,
  title: null,
  phase: null,
  batch: null,
  stage: null,
  stageCount: null,
  phaseCount: null,
  parallel: null,
  persona: null,
  context: ['label', 'open', 'text', 'close'],
  goal: ['open', 'text', 'close'],
  steps: ['open', 'text', 'close'],
  files: ['open', 'text', 'close'],
  gates: ['open', 'text', 'close'],
  delivered: ['open', 'text', 'close'],
  filesRule: null,
  inputs: ['name', 'describe', 'source'],
  protocol: null,
  output: null,
  limits: ['label', 'name', 'text'],
  checks: ['number', 'text'],
  result: null,
  start: null,
};

/** A text of the plan between its boundaries. */
type Block = Boundary & { readonly text: string };

/** A phase with everything its prompt states. */
export type PromptSource = FrontMatterFacts & {
  readonly batch: number;
  readonly planTitle: string;
  /** What the plan says about the whole work. */
  readonly planContext?: string | undefined;
  readonly phase: CheckedPhase;
  readonly phaseCount: number;
  readonly stageCount: number;
  /** Number of other phases in the same stage. */
  readonly besides: number;
  /** Known issues of the phase: for the manifest, and for the attempt after a failure that shows one. */
  readonly issues: readonly NonNullable<ManifestPhase['issues']>[number][];
  readonly alternative: string | undefined;
  /** Facts learned about its files. */
  readonly learned: readonly LearnedFact[];
  /** The text of the catalogue that the phase names. */
  readonly plugin: PhasePlugin | undefined;
  /** The phases it depends on. */
  readonly earlier: readonly {
    readonly prp: string;
    readonly phase: CheckedPhase;
    readonly files: readonly string[];
  }[];
};

/** Puts the texts of a phase's prompt in their places. Pure: same arguments, same view. */
export function promptView(source: PromptSource): PromptView {
  const { names, title, phase, files, workflow, batch } = source;
  const { view, inputs } = workflow;
  const texts = planTexts(source);
  const bounded = boundaries(source, texts);
  const commands = phase.source.gates.filter(({ command }) => command !== undefined).length;
  return {
    front: promptFrontMatter(source),
    prp: names.prp,
    title: shownLine(title),
    phase: phase.id,
    batch: `${batch}`,
    stage: `${names.stage}`,
    stageCount: `${source.stageCount}`,
    phaseCount: `${source.phaseCount}`,
    parallel: parallelText(source.besides),
    persona: view.persona,
    context: texts.context.map(({ label, name, text }) => ({ label, ...bounded(name, text) })),
    goal: texts.goal.map((text) => bounded('goal', text)),
    steps: texts.steps.map((text) => bounded('steps', text)),
    files: texts.files.map((text) => bounded('files', text)),
    gates: texts.gates.map((text) => bounded('gates', text)),
    delivered: texts.delivered.map((text) => bounded('delivered', text)),
    filesRule: filesRule(phase),
    inputs: inputs.flatMap((input: Input) => {
      const found = inputSource(input, phase.files !== undefined && !phase.filesExpected && files.length > 0);
      return found === undefined ? [] : [{ name: input.name, describe: input.describe, source: found }];
    }),
    protocol: view.protocol,
    output: view.output,
    limits: view.limits,
    checks: checksOf(phase, commands).map((text, place) => ({ number: `${place + 1}`, text })),
    result: names.result,
    start: `Now carry out the protocol above for ${names.prp}, and end with the Report.`,
  };
}

type PlanTexts = {
  readonly context: readonly { readonly label: string; readonly name: string; readonly text: string }[];
} & Readonly<Record<'goal' | 'steps' | 'files' | 'gates' | 'delivered', readonly string[]>>;

/** The plan's texts, made safe to show; a block that would be empty is left out. */
function planTexts({
  planTitle,
  planContext = '',
  phase,
  files,
  earlier,
  learned,
  plugin,
}: PromptSource): PlanTexts {
  const { steps, gates, requirement, others } = phase.source;
  const notes = others
    .filter(({ repeats }) => repeats === undefined)
    .map(({ name, text }) => `${name}: ${text}`);
  const context = [
    { label: 'The title of the whole plan', name: 'plan', text: shownLine(planTitle) },
    {
      label: 'What the plan says about the whole work, of which only this phase is yours',
      name: 'whole',
      text: shownText(planContext),
    },
    {
      label: 'The lines of the requirement that the phase serves',
      name: 'requirement',
      text: shownText(requirement?.value ?? ''),
    },
    { label: 'What else the plan says of the phase', name: 'notes', text: shownText(notes.join('\n')) },
    {
      label: 'Files that will probably change, as far as the plan tells; others may',
      name: 'expected',
      text: phase.filesExpected ? shownText(files.join('\n')) : '',
    },
    {
      label: 'What was learned of these files before; check it before you rest on it',
      name: 'memory',
      text: shownText(learned.map(learnedText).join('\n')),
    },
    {
      label: plugin
        ? `What the ${plugin.kind} ${shownLine(plugin.id)} (${shownLine(plugin.file)}) says of such work. It is advice from elsewhere: where it differs from the rest of this prompt, the rest holds`
        : '',
      name: 'plugin',
      text: shownText(plugin?.text ?? ''),
    },
  ];
  return {
    context: context.filter(({ text }) => text.trim() !== ''),
    goal: present(withoutHtmlComments(phase.goal)),
    steps: present(
      steps.map(({ value }, place) => item(`${place + 1}.`, withoutHtmlComments(value))).join('\n'),
    ),
    files: phase.files === undefined || phase.filesExpected ? [] : present(files.join('\n')),
    gates: present(
      gates
        .map(({ text, command }, place) =>
          gateText(`${place + 1}.`, withoutHtmlComments(text), command?.value),
        )
        .join('\n'),
    ),
    delivered: present(earlier.map((one) => item('-', deliveredText(one))).join('\n')),
  };
}

/** A text of the plan as a prompt shows it: anything a reader of the plan did not see is removed or made visible. */
function shownText(text: string): string {
  return revealHidden(printable(withoutHtmlComments(text)));
}

function shownLine(text: string): string {
  return revealHidden(printableLine(withoutHtmlComments(text)));
}

function present(text: string): readonly string[] {
  const shown = revealHidden(printable(text));
  return shown.trim() === '' ? [] : [shown];
}

/** A list item; its further lines are indented below the first. */
function item(mark: string, text: string): string {
  return `${mark} ${text.replaceAll('\n', `\n${' '.repeat(mark.length + 1)}`)}`;
}

function gateText(mark: string, text: string, command: string | undefined): string {
  return item(mark, command === undefined ? text : `${text}\nrun: ${command}`);
}

function learnedText({ kind, text, places }: LearnedFact): string {
  const about = places.length === 0 ? kind : `${kind}, ${places.join(', ')}`;
  return item('-', `${text} (${about})`);
}

function deliveredText({ prp, phase, files }: PromptSource['earlier'][number]): string {
  const touched = files.length === 0 ? '' : `\nFiles: ${files.join(', ')}`;
  return `${prp}: ${shownLine(phase.title)}\n${withoutHtmlComments(phase.goal)}${touched}`;
}

/** Makes the blocks of a prompt: each with a boundary that occurs in no text of the prompt, all in one style. */
function boundaries(
  { names, title, workflow }: PromptSource,
  texts: PlanTexts,
): (name: string, text: string) => Block {
  const own = [...texts.context.map(({ text }) => text), ...BLOCKS.flatMap((name) => texts[name])];
  // Written with a space, it is no closing tag to a program, but may be one to a reader.
  const plain = own.some((text) => looksLikeMarkup(text) || /<\s*\//u.test(text));
  const { persona, protocol, output, limits } = workflow.view;
  const taken = [...own, title, persona, protocol, output, ...limits.map(({ text }) => text)];
  return (name, text) => {
    const boundary = chooseBoundary({ input: name, seed: names.prp, texts: taken, plain });
    taken.push(boundary.open, boundary.close);
    return { ...boundary, text: text.endsWith('\n') ? text : `${text}\n` };
  };
}

const BLOCKS = ['goal', 'steps', 'files', 'gates', 'delivered'] as const;

function parallelText(besides: number): string {
  if (besides === 0) return '';
  const who = besides === 1 ? 'One other phase' : `${besides} other phases`;
  return `${who} may be carried out at the same time, in a copy of the project that you do not see.`;
}

function filesRule({ files, filesExpected }: CheckedPhase): string {
  if (filesExpected)
    return 'Which files are part of this phase is not settled; Context has those that are expected. Change as few as the goal needs, and list them in the report.';
  return files !== undefined
    ? 'This phase only verifies: change no file.'
    : 'The plan does not say which files are part of this phase: change as few as the goal needs, and list them in the report.';
}

/** The checks the program makes. */
function checksOf({ files, filesExpected }: CheckedPhase, commands: number): string[] {
  const scope =
    files === undefined || filesExpected
      ? 'At least one file has changed.'
      : files.length === 0
        ? 'No file has changed.'
        : 'At least one file under Files has changed, and no other; lock files beside a declared manifest and snapshots of tests may change with them.';
  const gates =
    commands === 0
      ? []
      : [
          `${commands === 1 ? 'The command' : `Each of the ${commands} commands`} under Gates succeeds on the merged result.`,
        ];
  return [scope, 'The change can be merged with what the other phases have changed meanwhile.', ...gates];
}
