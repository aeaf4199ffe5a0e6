import assessmentSchema from '../../../schemas/eval.assessment.schema.json' with { type: 'json' };
import personSchema from '../../../schemas/eval.person.schema.json' with { type: 'json' };
import preferenceSchema from '../../../schemas/eval.preference.schema.json' with { type: 'json' };
import type { NamedSchema } from '../../llm/index.ts';
import type { QuestionKind } from './question.ts';

const { $schema: _, $id: _id, ...PERSON } = personSchema;
const { $schema: _2, $id: _id2, ...ASSESSMENT } = assessmentSchema;
const { $schema: _3, $id: _id3, ...PREFERENCE } = preferenceSchema;

const SCHEMAS: Readonly<Record<Exclude<QuestionKind, 'answer'>, NamedSchema>> = {
  person: { name: 'person_turn', schema: PERSON },
  assessment: { name: 'assessment', schema: ASSESSMENT },
  preference: { name: 'preference', schema: PREFERENCE },
};

/** The form of an answer that is asked for in JSON. */
export function schemaOf(kind: Exclude<QuestionKind, 'answer'>): NamedSchema {
  return SCHEMAS[kind];
}

/** What such a question ends with: not every endpoint holds a model to a schema, and no file does. */
export function jsonRule(kind: Exclude<QuestionKind, 'answer'>): string {
  return `\nAnswer with one JSON value and nothing else. It must fit this JSON Schema:\n${JSON.stringify(SCHEMAS[kind].schema)}\n`;
}
