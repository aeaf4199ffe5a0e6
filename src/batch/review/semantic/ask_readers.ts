import answerSchema from '../../../../schemas/review.answer.schema.json' with { type: 'json' };
import checkSchema from '../../../../schemas/review.check.schema.json' with { type: 'json' };
import { BOUNDARY_RULE, chooseBoundary, revealHidden } from '../../../lib/index.ts';
import type { AskOptions, Model, Outcome, Structured } from '../../../llm/index.ts';
import { createSecrets } from '../../../tape/index.ts';
import type { ReviewAnswer } from '../../generated/review.answer.ts';
import type { ReviewCheck } from '../../generated/review.check.ts';
import { validateReviewAnswer, validateReviewCheck } from '../../generated/validators.js';
import type { PromptDiffFile } from './prompt_diff.ts';
import { settleAnswer, settleVerdict } from './settle_answer.ts';

/** The task of a reader. */
export type Reader = 'rules' | 'bugs';

/** The context of a change that both readers see beside its lines. */
export type ReadingMatter = {
  /** The task; empty where it is unknown. */
  readonly prompt: string;
  /** The results of the gates; empty where there are none. */
  readonly gates: string;
  /** The project's rules for work in it; empty where there are none. */
  readonly rules: string;
};

/** The messages of a request to a reader. */
export function readerMessages(
  reader: Reader,
  files: readonly PromptDiffFile[],
  { prompt, gates, rules }: ReadingMatter,
) {
  const diff = files.map(({ text }) => text).join('\n\n');
  return messagesOf(READERS[reader], [
    ['PROMPT', prompt],
    ...(reader === 'rules' ? [['RULES', rules] as const] : []),
    ['GATES', gates],
    ['DIFF', diff],
  ]);
}

/** A reader's answer, and the number of its findings beyond the limit of one answer. */
export type Reading = Structured<ReviewAnswer> & { readonly cut: number };

/** Has a reader read a piece of a change. Its answer is a claim. */
export async function askReader(
  model: Model,
  reader: Reader,
  messages: ReturnType<typeof messagesOf>,
  options: AskOptions,
): Promise<Outcome<Reading>> {
  let cut = 0;
  const asked = await model.askStructured<ReviewAnswer>(
    { messages },
    {
      ...options,
      schema: { name: 'review_answer', schema: ANSWERS[reader] },
      repairs: 1,
      settle: (data) =>
        settleAnswer(data, (count) => {
          cut = count;
        }),
      validate: (data) => validation(validateReviewAnswer(data), validateReviewAnswer.errors),
    },
  );
  return asked.ok ? { ...asked, value: { ...asked.value, cut } } : asked;
}

/** A reader's finding, as it is put to the model again. */
type Claimed = {
  readonly reader: Reader;
  readonly claim: string;
  /** The lines of its file. */
  readonly file: string;
};

/**
 * Asks, independently of the reader's answer, whether a finding is right. Shows the task and the rules again: without them nobody
 * can tell whether a line is as it should be.
 */
export function askCheck(
  model: Model,
  { reader, claim, file }: Claimed,
  { prompt, gates, rules }: ReadingMatter,
  options: AskOptions,
): Promise<Outcome<Structured<ReviewCheck>>> {
  return model.askStructured<ReviewCheck>(
    {
      messages: messagesOf(CHECK, [
        ['CLAIM', claim],
        ['PROMPT', prompt],
        ...(reader === 'rules' ? [['RULES', rules] as const] : []),
        ['GATES', gates],
        ['DIFF', file],
      ]),
    },
    {
      ...options,
      schema: { name: 'review_check', schema: VERDICT },
      repairs: 1,
      settle: settleVerdict,
      validate: (data) => validation(validateReviewCheck(data), validateReviewCheck.errors),
    },
  );
}

function messagesOf(rules: string, blocks: readonly (readonly [string, string])[]) {
  const secrets = createSecrets();
  const shown = blocks
    .filter(([, text]) => text !== '')
    .map(([label, text]) => [label, revealHidden(secrets.clean(text))] as const);
  const texts = shown.map(([, text]) => text);
  const user = shown.map(([label, text]) => {
    const { open, close } = chooseBoundary({ input: label, seed: text, texts, plain: true });
    return `${open}\n${text}\n${close}`;
  });
  return [
    { role: 'system', content: rules },
    { role: 'user', content: [...user, 'Now answer with the JSON value.'].join('\n\n') },
  ] as const;
}

function validation(
  isValid: boolean,
  errors: readonly { readonly instancePath: string; readonly message?: string }[] | null | undefined,
) {
  if (isValid) return { valid: true as const, problems: [] };
  const problems = (errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || '(root)'}: ${message ?? 'is not valid'}`,
  );
  return { valid: false as const, problems };
}

const { $schema: _a, $id: _b, ...ANSWER } = answerSchema;
const { rule, ...PROPERTIES } = ANSWER.properties.findings.items.properties;
/** The answer schema of each reader: one that checks rules has to name the rule, and the other has none. */
const ANSWERS = {
  bugs: answerWith(PROPERTIES),
  rules: answerWith({ rule, ...PROPERTIES }),
} as const;
const { $schema: _c, $id: _d, ...VERDICT } = checkSchema;

const COMMON = [
  'DIFF shows the changed lines of files: a sign (+ added, - removed, a space for unchanged), the number of the line, and its text. Files are not shown whole: what you do not see may well be there.',
  'Report only what you can show from these lines. If you are not sure, say nothing: an empty list is a good answer. No style, no wishes, no praise.',
  'Each finding names the file, the number of one added or unchanged line, and a quote copied from that line. A finding whose quote is not there is thrown away.',
  BOUNDARY_RULE,
].join('\n');

const READERS: Readonly<Record<Reader, string>> = {
  bugs: `You look for defects in a change: inputs for which the changed code does something else than it is meant to do (by PROMPT, by its names and comments), crashes, leaks, races, lost errors, security holes. For each, name the input and what happens.\n${COMMON}\n${inJson(ANSWERS.bugs)}`,
  rules: `You compare a change with RULES, which the project has written down. Report a line only if it breaks a rule that RULES states in so many words, and copy that rule. A finding whose rule is not there is thrown away.\n${COMMON}\n${inJson(ANSWERS.rules)}`,
};

function answerWith(properties: object) {
  const { findings } = ANSWER.properties;
  const items = { ...findings.items, required: Object.keys(properties), properties };
  return { ...ANSWER, properties: { ...ANSWER.properties, findings: { ...findings, items } } };
}

function inJson(schema: object): string {
  return `Answer with one JSON value and nothing else, of this schema: ${JSON.stringify(schema)}`;
}

const CHECK = [
  'Somebody makes CLAIM about a change. Try to refute it from DIFF: follow the code with a concrete input. PROMPT, if given, is what was asked for; GATES is what checks have shown; if CLAIM names a rule, read in RULES what that rule asks for, and whether the line breaks it. Files are not shown whole: if it depends on what you cannot see, you are unsure.',
  'holds: you have followed it and it is so. does-not-hold: it is not so, or is not a defect. unsure: anything else.',
  BOUNDARY_RULE,
  inJson(VERDICT),
].join('\n');
