import { printableLine } from '../../../lib/index.ts';
import type { AskOptions, Model, ModelFailure, Structured } from '../../../llm/index.ts';
import type { Diff } from '../diff/diff.ts';
import type { Dropped, Review } from '../finding.ts';
import type { FoundThing } from '../make_review.ts';
import { askCheck, askReader, type Reader, type ReadingMatter, readerMessages } from './ask_readers.ts';
import { promptDiff } from './prompt_diff.ts';
import { type PlacedClaim, placeClaim, standsIn } from './prove_claim.ts';
import { MAX_CLAIMS } from './settle_answer.ts';

/** A change that is read on its own: that of a phase, or all of it. */
export type ReadPart = {
  readonly phase: string | undefined;
  readonly diff: Diff;
  readonly matter: ReadingMatter;
};

/** The readers' findings, and what was not read, or not accepted as a finding. */
export type ModelReadings = {
  readonly found: readonly FoundThing[];
  readonly dropped: readonly Dropped[];
  readonly reading: NonNullable<Review['readings']['model']>;
  /** The reason why the model could not be asked to the end; `undefined` where it was. */
  readonly failure: ModelFailure | undefined;
};

/** The most questions of one review: whoever pays for them has to know. */
const MAX_QUESTIONS = 60;

/**
 * Has a model read a change: each reader sees the prompt, the lines and the results of gates, and no other reader's answer; each
 * finding whose quote exists is put to it again on its own, and those that are wrong, or not certain, are dropped and counted.
 */
export async function readWithModel(
  model: Model,
  parts: readonly ReadPart[],
  isGenerated: (path: string) => boolean,
  options: AskOptions,
): Promise<ModelReadings> {
  const dropped = new Map<string, number>();
  const drop = (why: string, count = 1) => dropped.set(why, (dropped.get(why) ?? 0) + count);
  const found: FoundThing[] = [];
  const read = new Set<string>();
  let questions = 0;
  let tokens: number | null = 0;
  let name = '';
  let failure: ModelFailure | undefined;
  const count = ({ model: said, usage }: Pick<Structured<unknown>, 'model' | 'usage'>) => {
    name = printableLine(said).slice(0, 100) || name;
    tokens = tokens === null || usage === null ? null : tokens + usage.input + usage.output;
  };
  // After an unreadable answer the next one may be fine; after a failed connection it will not be.
  let isOver = false;
  const fail = (failed: ModelFailure) => {
    failure ??= failed;
    isOver ||= failed.reason !== 'malformed';
  };
  const mayAsk = () => !isOver && questions < MAX_QUESTIONS;
  for (const { phase, diff, matter } of parts) {
    const { pieces, left } = promptDiff(diff, isGenerated);
    for (const { why } of left) drop(`a file was not shown to the model: ${why}`);
    for (const piece of pieces) {
      const claims: (PlacedClaim & { readonly reader: Reader })[] = [];
      for (const reader of matter.rules === '' ? (['bugs'] as const) : (['bugs', 'rules'] as const)) {
        if (!mayAsk()) {
          drop(isOver ? 'the model could not be asked' : `more than ${MAX_QUESTIONS} questions`, 1);
          continue;
        }
        questions += 1;
        const asked = await askReader(model, reader, readerMessages(reader, piece, matter), options);
        if (!asked.ok) {
          fail(asked.failure);
          continue;
        }
        count(asked.value);
        if (asked.value.cut > 0) drop(TOO_MANY, asked.value.cut);
        for (const { path } of piece) read.add(path);
        for (const claim of asked.value.value.findings) {
          const placed = placeClaim(claim, piece);
          if (placed === undefined) drop('a finding of the model quotes text that does not exist');
          else if (reader === 'rules' && !standsIn(claim.rule ?? '', matter.rules))
            drop('a finding of the model names a rule that the project does not have');
          else if (claims.some((other) => other.reader === reader && isSamePlace(other, placed)))
            drop(SAME_PLACE);
          else claims.push({ ...placed, reader });
        }
      }
      const held: PlacedClaim[] = [];
      for (const placed of claims) {
        const { claim, file, at, reader } = placed;
        // The second reader's claim about a place is checked only if the first one's there was wrong.
        if (held.some((other) => isSamePlace(other, placed))) {
          drop(SAME_PLACE);
          continue;
        }
        if (!mayAsk()) {
          drop('a finding of the model was not checked');
          continue;
        }
        questions += 1;
        const said = reader === 'rules' ? `${claim.message} The rule: "${claim.rule}"` : claim.message;
        const text = `${claim.file}:${at.line}\n${claim.quote}\n${said}`;
        const asked = await askCheck(model, { reader, claim: text, file: file.text }, matter, options);
        if (!asked.ok) {
          fail(asked.failure);
          drop('a finding of the model was not checked');
          continue;
        }
        count(asked.value);
        const { verdict } = asked.value.value;
        if (verdict !== 'holds') {
          drop(
            verdict === 'unsure'
              ? 'a finding that the model itself is not sure of'
              : 'a finding that the model withdrew when asked again',
          );
          continue;
        }
        held.push(placed);
        found.push({
          ...{
            kind: reader === 'bugs' ? 'bug' : 'rule',
            severity: claim.severity,
            file: file.path,
            line: at.line,
          },
          quote: at.text.trim().slice(0, 200),
          message: printableLine(said).slice(0, 600),
          ...(phase === undefined ? {} : { phase }),
          ...{ proof: 'claimed', by: 'model' },
        });
      }
    }
  }
  return {
    found,
    dropped: [...dropped].map(([why, times]) => ({ by: 'model', why, count: times })),
    reading: { model: name, questions, files: read.size, tokens },
    failure,
  };
}

const TOO_MANY = `a finding of the model after the first ${MAX_CLAIMS} of an answer`;
const SAME_PLACE = 'both readers, or one twice, found the same place';

function isSamePlace(one: PlacedClaim, other: PlacedClaim): boolean {
  return one.at === other.at && one.file === other.file;
}
