import schema from '../../../schemas/knowledge.answer.schema.json' with { type: 'json' };
import { BOUNDARY_RULE, chooseBoundary, revealHidden } from '../../lib/index.ts';
import type { AskOptions, Model, Outcome, Structured } from '../../llm/index.ts';
import type { KnowledgeAnswer } from '../generated/knowledge.answer.ts';
import { validateKnowledgeAnswer } from '../generated/validators.js';
import { type Excerpt, excerptText } from './excerpts.ts';

/** A question about a project. */
export type KnowledgeQuestion = {
  readonly kind: 'research' | 'document';
  readonly question: string;
  readonly excerpts: readonly Excerpt[];
  /** The project's discovered context; may be empty. */
  readonly context: string;
};

/** Asks a model about a project. Its statements are claims: {@link proveStatements} keeps those that hold. */
export function askKnowledge(
  model: Model,
  { kind, question, excerpts, context }: KnowledgeQuestion,
  options: AskOptions,
): Promise<Outcome<Structured<KnowledgeAnswer>>> {
  const blocks = [
    [kind === 'research' ? 'QUESTION' : 'FEATURE', revealHidden(question)],
    ['CONTEXT', context],
    ['EXCERPTS', excerpts.map(excerptText).join('\n\n')],
  ].filter(([, text]) => text !== '') as [string, string][];
  const texts = blocks.map(([, text]) => text);
  const user = blocks.map(([label, text]) => {
    const { open, close } = chooseBoundary({ input: label, seed: text, texts, plain: true });
    return `${open}\n${text}\n${close}`;
  });
  const messages = [
    { role: 'system', content: RULES[kind] },
    { role: 'user', content: [...user, 'Now answer with the JSON value.'].join('\n\n') },
  ] as const;
  return model.askStructured<KnowledgeAnswer>(
    { messages },
    {
      ...options,
      schema: { name: 'knowledge_answer', schema: SCHEMA },
      repairs: 1,
      validate: (data) =>
        validateKnowledgeAnswer(data)
          ? { valid: true, problems: [] }
          : {
              valid: false,
              problems: (validateKnowledgeAnswer.errors ?? []).map(
                ({ instancePath, message }) => `${instancePath || '(root)'}: ${message ?? 'is not valid'}`,
              ),
            },
    },
  );
}

const { $schema: _, $id: _id, ...SCHEMA } = schema;

const COMMON = [
  'Say only what EXCERPTS show. Every statement names the places that show it: the path, the numbers of the first and the last line, and a quote of words copied from these lines. A statement whose quote is not in its lines is thrown away.',
  'What EXCERPTS do not say goes into open. Do not guess.',
  BOUNDARY_RULE,
  `Answer with one JSON value and nothing else, of this schema: ${JSON.stringify(SCHEMA)}`,
].join('\n');

const RULES = {
  research: `You answer QUESTION about a project from what its files say.\n${COMMON}`,
  document: `You document FEATURE of a project for somebody who has to use or to change it: what it does, how it is used, where it is, how it works, what it needs, and how it is tested, in this order.\n${COMMON}`,
} as const;
