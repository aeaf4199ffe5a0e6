import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type FillProblemCode,
  fillSlots,
  missingRequired,
  PLACEHOLDER_MARK,
  type RenderedFile,
  type Survey,
  surveySlots,
  type ValueFiles,
  type Values,
} from '../../framework/index.ts';
import { estimateTokens, withThousands } from '../../lib/index.ts';
import type { Message } from '../../llm/index.ts';
import type { OperationContext } from '../context.ts';
import { unresolvedIn } from '../frameworks/open_conflicts.ts';
import { type OpenFramework, type OpenProblemCode, openFramework } from '../frameworks/open_framework.ts';
import { unseenText } from './unseen_text.ts';

/** What can be wrong with a framework's files when they are to be filled. */
export type FillableProblemCode = 'has-placeholder' | 'has-unfinished' | 'too-many-tokens';

/** A framework that can be filled: its files as they stand now, and where values go. */
export type FillableFramework = { readonly framework: OpenFramework; readonly survey: Survey };

/** The parts that can be sent. */
export type Part = 'persona' | 'template' | 'both';

/** A framework with its slots filled, ready to be sent. */
export type FilledPrompt = {
  readonly name: string;
  readonly persona: string;
  readonly template: string;
  /** The names of the inputs that nobody gave and that have no default. */
  readonly leftOut: readonly string[];
  /** Warnings and notes. */
  readonly problems: readonly Problem[];
  /** Estimates, for each part. */
  readonly tokens: Readonly<Record<Part, TokenShares>>;
};

/** About how many tokens something takes, and what takes them: the largest input first. */
export type TokenShares = {
  readonly total: number;
  readonly frame: number;
  readonly inputs: readonly { readonly name: string; readonly tokens: number }[];
};

/** Reads a framework's files as they are on disk, hand edits and all, and finds its slots. */
export async function openFillable(
  context: OperationContext,
  wanted: string,
): Promise<Result<FillableFramework, OpenProblemCode | 'conflicts-remain'>> {
  const opened = await openFramework(context, wanted);
  if (!opened.ok) return opened;
  const { lock, files, place } = opened.value;
  // They would be sent.
  const open = unresolvedIn(opened.value);
  if (open.length > 0) return failure('problems', ...open);
  const survey = surveySlots(lock, files, (file) => `${place.shown}${file}`);
  return success({ framework: opened.value, survey });
}

/** The required inputs that nobody has given yet. */
export function missingFor(
  { survey }: FillableFramework,
  values: Values,
): ReturnType<typeof missingRequired> {
  return missingRequired(survey, values);
}

/**
 * Fills a framework's slots, and says what that comes to.
 *
 * @param valueFiles - the files that values are the text of
 */
export function fillFramework(
  { framework, survey }: FillableFramework,
  values: Values,
  valueFiles: ValueFiles = {},
): Result<FilledPrompt, FillProblemCode> {
  const filled = fillSlots(survey, values, valueFiles);
  if (!filled.ok) return filled;
  const { files, frames, parts } = filled.value;
  const [persona = '', template = ''] = files.map(({ text }) => text);
  const isGiven = ({ input }: (typeof parts)[number]) => Object.hasOwn(values, input.name);
  const inputs = parts
    .filter(isGiven)
    .map(({ input, text, times }) => ({ name: input.name, tokens: estimateTokens(text) * times }))
    .sort((a, b) => b.tokens - a.tokens);
  // What stands for inputs that nobody gave is counted with the frame.
  const stated = parts.filter((part) => !isGiven(part)).map(({ text }) => text);
  const [ofPersona = 0, ofTemplate = 0] = frames.map(estimateTokens);
  const ofTask = ofTemplate + estimateTokens(stated.join('\n'));
  const shares = (frame: number, of: TokenShares['inputs']): TokenShares => ({
    total: of.reduce((sum, { tokens }) => sum + tokens, frame),
    frame,
    inputs: of,
  });
  return success({
    name: framework.lock.name,
    persona,
    template,
    leftOut: filled.value.leftOut.map(({ name }) => name),
    problems: [
      ...placeholderWarnings(framework, files),
      ...unfinishedWarnings(framework, survey.files),
      ...filled.value.problems,
      ...unseenText(survey.files, values, (file) => `${framework.place.shown}${file}`),
    ],
    tokens: {
      persona: shares(ofPersona, []),
      template: shares(ofTask, inputs),
      both: shares(ofPersona + ofTask, inputs),
    },
  });
}

/** The prompt as the turns of a conversation: the persona is the system's, the task the user's. */
export function messagesOf({ persona, template }: FilledPrompt, part: Part): Message[] {
  const system: Message = { role: 'system', content: persona };
  const user: Message = { role: 'user', content: template };
  return part === 'both' ? [system, user] : [part === 'persona' ? system : user];
}

/** Refuses a prompt that is larger than it may be, and names what makes it so. */
export function withinTokens(shares: TokenShares, limit: number): Result<'within', FillableProblemCode> {
  if (shares.total <= limit) return success('within');
  const largest = shares.inputs
    .slice(0, 3)
    .map(({ name, tokens }) => `${name} (about ${withThousands(tokens)})`);
  return failure('problems', {
    severity: 'error',
    code: 'too-many-tokens',
    message: `It has about ${withThousands(shares.total)} tokens; at most ${withThousands(limit)} are allowed. The frame has about ${withThousands(shares.frame)}. The largest inputs: ${largest.join(', ') || 'none'}.`,
    hint: 'Give less of the largest, or raise --max-tokens.',
  });
}

/** A component that was a scaffold when the framework was made has left its marks in the files: what is to be written would be sent. */
function unfinishedWarnings(
  { place }: OpenFramework,
  files: readonly RenderedFile[],
): Problem<'has-unfinished'>[] {
  return files.flatMap(({ file, text }): Problem<'has-unfinished'>[] => {
    const lines = text.split('\n');
    // What stands for a component that is missing is told by its name.
    const at = lines.findIndex(
      (line) => line.includes(PLACEHOLDER_MARK) && !line.startsWith(`> **${PLACEHOLDER_MARK}: the `),
    );
    if (at === -1) return [];
    return [
      {
        severity: 'warning',
        code: 'has-unfinished',
        message: `${PLACEHOLDER_MARK} stands here: a part of it is not written yet, and the model gets it as it is.`,
        file: `${place.shown}${file}`,
        line: at + 1,
        column: (lines[at] ?? '').indexOf(PLACEHOLDER_MARK) + 1,
        hint: `\`orchestrator explain ${place.shown}${file}:${at + 1}\` names the component; write it, and run \`orchestrator update ${place.shown}\`.`,
      },
    ];
  });
}

function placeholderWarnings(
  { lock, place }: OpenFramework,
  files: readonly RenderedFile[],
): Problem<'has-placeholder'>[] {
  if (!files.some(({ text }) => text.includes(PLACEHOLDER_MARK))) return [];
  return lock.todos.map(({ kind, file }) => ({
    severity: 'warning',
    code: 'has-placeholder',
    message: `A placeholder stands for the ${kind} ${file}: the model will not get it.`,
    file: place.shown,
    hint: `Run \`orchestrator update ${place.shown}\` to have it put in.`,
  }));
}
