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

/** Problems that keep a framework's files from being filled. */
export type FillableProblemCode = 'has-placeholder' | 'has-unfinished' | 'too-many-tokens';

/** A framework that can be filled: its current files, and the places for values. */
export type FillableFramework = { readonly framework: OpenFramework; readonly survey: Survey };

/** The parts that can be sent. */
export type Part = 'persona' | 'template' | 'both';

/** A framework with its slots filled, ready to be sent. */
export type FilledPrompt = {
  readonly name: string;
  readonly persona: string;
  readonly template: string;
  /** The names of inputs with neither a value nor a default. */
  readonly leftOut: readonly string[];
  /** Warnings and notes. */
  readonly problems: readonly Problem[];
  /** Token estimates for each part. */
  readonly tokens: Readonly<Record<Part, TokenShares>>;
};

/** Estimated tokens of a text and of its parts, the largest input first. */
export type TokenShares = {
  readonly total: number;
  readonly frame: number;
  readonly inputs: readonly { readonly name: string; readonly tokens: number }[];
};

/** Reads a framework's files from disk, including manual edits, and finds its slots. */
export async function openFillable(
  context: OperationContext,
  wanted: string,
): Promise<Result<FillableFramework, OpenProblemCode | 'conflicts-remain'>> {
  const opened = await openFramework(context, wanted);
  if (!opened.ok) return opened;
  const { lock, files, place } = opened.value;
  // Conflict markers would be sent with the prompt.
  const open = unresolvedIn(opened.value);
  if (open.length > 0) return failure('problems', ...open);
  const survey = surveySlots(lock, files, (file) => `${place.shown}${file}`);
  return success({ framework: opened.value, survey });
}

/** The required inputs without a value. */
export function missingFor(
  { survey }: FillableFramework,
  values: Values,
): ReturnType<typeof missingRequired> {
  return missingRequired(survey, values);
}

/**
 * Fills a framework's slots, and estimates the tokens of the result.
 *
 * @param valueFiles - the files that values were read from
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
  // Text used for missing inputs is counted as part of the frame.
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

/** The prompt as messages of a conversation: the persona as system message, the task as user message. */
export function messagesOf({ persona, template }: FilledPrompt, part: Part): Message[] {
  const system: Message = { role: 'system', content: persona };
  const user: Message = { role: 'user', content: template };
  return part === 'both' ? [system, user] : [part === 'persona' ? system : user];
}

/** Refuses a prompt above the limit, and names its largest part. */
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

/** Warns of marks that a scaffold left in the files when the framework was made: its instructions to the author would be sent. */
function unfinishedWarnings(
  { place }: OpenFramework,
  files: readonly RenderedFile[],
): Problem<'has-unfinished'>[] {
  return files.flatMap(({ file, text }): Problem<'has-unfinished'>[] => {
    const lines = text.split('\n');
    // The placeholder of a missing component is reported by its name instead.
    const at = lines.findIndex(
      (line) => line.includes(PLACEHOLDER_MARK) && !line.startsWith(`> **${PLACEHOLDER_MARK}: the `),
    );
    if (at === -1) return [];
    return [
      {
        severity: 'warning',
        code: 'has-unfinished',
        message: `${PLACEHOLDER_MARK} is still here: a part is not written yet, and the model gets it as it is.`,
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
    message: `There is a placeholder for the ${kind} ${file}: the model will not get it.`,
    file: place.shown,
    hint: `Run \`orchestrator update ${place.shown}\` to insert it.`,
  }));
}
