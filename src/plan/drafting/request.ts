import schema from '../../../schemas/plan-draft.schema.json' with { type: 'json' };
import { BOUNDARY_RULE, chooseBoundary, revealHidden, withoutHtmlComments } from '../../lib/index.ts';
import type { Message, NamedSchema } from '../../llm/index.ts';
import { constraintLines, type DraftBrief, sendableTexts } from './brief.ts';
import { fieldLines } from './schema_fields.ts';
import { estimateTokens, fitBlocks, type RequestBlock } from './token_budget.ts';

/** The request to a model, and its contents. */
export type DraftRequest = {
  readonly messages: readonly Message[];
  readonly schema: NamedSchema;
  /** The texts it was given, in order. */
  readonly blocks: readonly RequestBlock[];
  /** An estimate for everything, rules and schema included. */
  readonly tokens: number;
};

/**
 * Makes the request for a plan. Rules come first; everything that somebody else wrote is in blocks whose ends are chosen so that
 * no text in them can write one.
 *
 * @param budget - in tokens; the requirement and the plan that is built on are never cut
 * @returns `undefined` where these alone do not fit
 */
export function draftRequest(brief: DraftBrief, budget: number): DraftRequest | undefined {
  const fixed = [
    requirementBlock(brief),
    ...constraintsBlock(brief),
    ...revisedBlock(brief),
    ...doneBlock(brief),
  ];
  const rules = rulesFor(brief);
  const frame = estimateTokens(rules + JSON.stringify(ANSWER_SCHEMA)) + ROOM_FOR_BOUNDARIES;
  const left = budget - frame - fixed.reduce((sum, { tokens }) => sum + tokens, 0);
  if (left < 0) return undefined;
  // Hidden text in these files has been seen by nobody who read them.
  const blocks = [...fixed, ...fitBlocks(sendableTexts(brief), left)].map((block) => ({
    ...block,
    text: revealHidden(block.text),
  }));
  const texts = blocks.map(({ text }) => text);
  const user = [
    brief.revised === undefined
      ? 'Draft the plan for REQUIREMENT.'
      : 'Draft what REQUIREMENT adds to PLAN: new phases, and phases of PLAN that have to change.',
    ...blocks.map(({ label, text }) => enclosed(label, text, texts)),
    'Now answer with the JSON value.',
  ].join('\n\n');
  const messages: Message[] = [
    { role: 'system', content: rules },
    { role: 'user', content: user },
  ];
  const tokens = estimateTokens(rules + user + JSON.stringify(ANSWER_SCHEMA));
  return { messages, schema: { name: 'plan_draft', schema: ANSWER_SCHEMA }, blocks, tokens };
}

const { $schema: _, $id: _id, ...ANSWER_SCHEMA } = schema;

const ROOM_FOR_BOUNDARIES = 300;

function requirementBlock({ requirement }: DraftBrief): RequestBlock {
  const text = requirement.lines.map((line) => `${line.number}  ${line.text}`).join('\n');
  const count = requirement.lines.length;
  const detail = `${count} line${count === 1 ? '' : 's'}`;
  return { label: 'REQUIREMENT', detail, text, tokens: estimateTokens(text), isCut: false };
}

function constraintsBlock(brief: DraftBrief): RequestBlock[] {
  const lines = constraintLines(brief);
  if (lines.length === 0) return [];
  const text = lines.join('\n');
  const detail = `${lines.length} constraint${lines.length === 1 ? '' : 's'}`;
  return [{ label: 'CONSTRAINTS', detail, text, tokens: estimateTokens(text), isCut: false }];
}

/** The phases of the plan that are done; the plan's text need not say so. */
function doneBlock({ revised, finished = [] }: DraftBrief): RequestBlock[] {
  if (revised === undefined || finished.length === 0) return [];
  const text = revised.phases
    .filter(({ id }) => finished.includes(id))
    .map(({ id, title }) => `${id}  ${title}`)
    .join('\n');
  const detail = `${finished.length} phase${finished.length === 1 ? '' : 's'} merged`;
  return [{ label: 'DONE', detail, text, tokens: estimateTokens(text), isCut: false }];
}

function revisedBlock({ revised }: DraftBrief): RequestBlock[] {
  if (revised === undefined) return [];
  const { phases } = revised;
  const source = withoutHtmlComments(revised.source);
  const detail = `${revised.file}, ${phases.length} phase${phases.length === 1 ? '' : 's'}`;
  return [{ label: 'PLAN', detail, text: source, tokens: estimateTokens(source), isCut: false }];
}

function enclosed(label: string, text: string, texts: readonly string[]): string {
  const { open, close } = chooseBoundary({ input: label, seed: text, texts, plain: true });
  return `${open}\n${text}\n${close}`;
}

function rulesFor({ revised, constraints, context, memory, finished = [] }: DraftBrief): string {
  const isRevision = revised !== undefined;
  return [
    'You break a requirement down into a plan of phases. Each phase is carried out by one worker who sees that phase, the project and the results of the phases it depends on, and nothing else.',
    ...[
      'A small change is one phase. Never add a phase for the sake of form.',
      'Phases that do not depend on each other run at the same time, so they must not touch the same file: let one depend on the other, or put the work into one phase.',
      'A phase depends only on phases whose results it needs. Dependencies never form a circle.',
      'Every line of REQUIREMENT that asks for something is served by a phase; no phase does what no line asks for.',
      'Use files, scripts and programs that TREE and MANIFESTS show. Mark every other file as new; invent no command.',
      'INSTRUCTIONS say how people work in this project: plan work that fits.',
      'Write tests in the phase whose work they test.',
      'Say plainly in a step what you took for granted where REQUIREMENT leaves it open. Ask questions only if no sensible plan can be made.',
      ...(isRevision
        ? [
            'Phases of PLAN that stay as they are must not be in the answer. A phase of PLAN that has to change is given whole under its id. A new phase has an id that PLAN does not use; nothing is renumbered.',
          ]
        : []),
      ...(finished.length > 0
        ? [
            'Phases that DONE lists are done and merged: the project has their results. They must not be in the answer; other phases may depend on them.',
          ]
        : []),
      ...(constraints === undefined || constraintLines({ constraints } as DraftBrief).length === 0
        ? []
        : [
            'CONSTRAINTS bind the plan: neither use nor name what avoid says, take what prefer says where there is a choice, and let all phases together fit into max-time. quality, domain and note say what the work is for.',
          ]),
      ...(context === undefined
        ? []
        : [
            'CONTEXT is what was found out about this project, with the places that show it. Its commands exist.',
          ]),
      ...(memory === undefined
        ? []
        : [
            'MEMORY is what was learned here. Keep to its decisions and conventions, and plan around its failures.',
          ]),
    ].map((rule) => `- ${rule}`),
    BOUNDARY_RULE,
    'Answer with one JSON value and nothing else. Its fields:',
    ...fieldLines(schema),
  ].join('\n');
}
