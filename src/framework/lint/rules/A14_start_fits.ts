import { inWords } from '../../../lib/index.ts';
import { type Interaction, interactionOf } from '../../composition/index.ts';
import { linesOf } from '../lines.ts';
import type { ComponentRule, Composition, CompositionHit, Hit, Part } from '../lint_rule.ts';
import { promptOf } from '../slots.ts';
import { hitInPart } from '../spans.ts';
import { stopsOf } from '../stops.ts';

export const A14: ComponentRule = {
  id: 'A14',
  title: 'nothing that stops a single pass, and a start line that fits the interaction',
  severity: 'error',
  applies: ['protocol'],
  reason: 'A model told to stop halfway delivers a plan and questions instead of the work.',
  bad: '---\nid: example\nkind: protocol\ninteraction: single_pass\n---\nDo Phase 1, then stop. Wait for the answer.\nThe list belongs to the first reply only.',
  good: '---\nid: example\nkind: protocol\ninteraction: single_pass\n---\nGo through all of it without waiting for an answer. Do not wait for approval either.\n\nOUTPUT\nThe whole result. "Then stop" is not said anywhere.',
  check: ({ text, metadata }) => (interactionOf(metadata) === 'single_pass' ? stopsIn(text) : []),
  checkComposition: (composition) => {
    const protocol = composition.components.find(({ kind }) => kind === 'protocol');
    const interaction = protocol && interactionOf(protocol.metadata);
    const stops = interaction === 'single_pass' ? composition.components.flatMap(stopsInPart) : [];
    return [
      ...stops.map(({ part, hit }) => hitInPart(composition, part, hit.at, hit.message)),
      ...startHits(composition, interaction),
    ];
  },
};

function stopsIn(text: string): (Hit & { at: number })[] {
  return stopsOf(text).map(({ at, text: found }) => ({
    at,
    message: `It is for a single pass, but "${found}" interrupts it.`,
  }));
}

function stopsInPart(part: Part): { part: Part; hit: Hit & { at: number } }[] {
  return stopsIn(part.text).map((hit) => ({
    part,
    hit: part.kind === 'protocol' ? hit : { ...hit, message: hit.message.replace('It', 'The protocol') },
  }));
}

/**
 * Words that make a model begin with less than the whole work: a part of it, a plan, questions, or anything put off to "later".
 */
const PART_OF_IT = new RegExp(
  [
    /\b(?:first|opening|next) (?:round|move|turn|step|phase|reply|part|section)\b/,
    // A question that comes first, with nothing after it; `the answer to the first question and the second` is the whole work.
    /\b(?:first|opening|next) question(?=[ \t]*(?:[.:;!][ \t]*)?$)/,
    /\b(?:step|phase|part) (?:one|\d{1,2})\b/,
    /\b(?:step|phase|part) a(?=[ \t]*(?:[.:;!][ \t]*)?$)/,
    /^(?:now )?first\b(?! of all)/,
    /(?<=^[^,:;]{0,80} )first(?=[ \t]*(?:[.:;!][ \t]*)?$)/,
    // `In JSON only` says how, and leaves out nothing of the work.
    /\b(?:rounds?|moves?|turns?|steps?|phases?|parts?|sections?|plans?|outlines?|inventor(?:y|ies)|questions?) only(?=[ \t]*(?:[.:;!][ \t]*)?$|[ \t]*[:;])/,
    /\b(?:for now|later|yet)(?=[ \t]*(?:[.:;!][ \t]*)?$|[ \t]*[:;])/,
    /\b(?:ask|put) (?:me |the user )?(?:your|the|any) questions?\b/,
    /\b(?:reply|answer|respond|begin|start) with (?:your|an?|the) (?:plan|outline|questions?|understanding|inventory)\b/,
    /\bconfirm (?:that )?you\b/,
    /(?<!\bnever )(?<!\bnot )(?<!\bto )(?<!\bwithout )\b(?:and|then) (?:wait|stop|pause)\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'iu',
);

/** The faults of the last line, given the interaction that the protocol declares. */
function startHits(composition: Composition, interaction: Interaction | undefined): CompositionHit[] {
  const { file, text } = promptOf(composition);
  const line = linesOf(text).findLast((candidate) => candidate.text.trim() !== '');
  if (line === undefined) return [];
  const hit = (pattern: RegExp, because: string): CompositionHit[] => {
    const found = pattern.exec(line.text);
    return found
      ? [{ file, at: line.offset + found.index, message: `The start line says "${found[0]}", ${because}.` }]
      : [];
  };
  const phase = hit(/\bphase \d+\b/iu, 'at the end of which a model stops');
  if (interaction === undefined) return phase;
  if (interaction === 'single_pass') {
    const [stop] = stopsIn(line.text);
    const part = hit(PART_OF_IT, 'but the protocol is a single pass');
    const stopped = stop
      ? [{ file, at: line.offset + stop.at, message: `The start line stops: ${stop.message}` }]
      : [];
    return [phase, stopped, part].find((hits) => hits.length > 0) ?? [];
  }
  return [
    ...phase,
    ...hit(
      /\b(?:all of it|in (?:this|one|a single) reply|in one go)\b/iu,
      `but the protocol is for ${inWords(interaction)}`,
    ),
  ];
}
