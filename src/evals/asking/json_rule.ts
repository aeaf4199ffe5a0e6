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

/** The JSON schema of an answer. */
export function schemaOf(kind: Exclude<QuestionKind, 'answer'>): NamedSchema {
  return SCHEMAS[kind];
}

/** The closing text of a question that asks for JSON: not every endpoint enforces a schema, and a file never does. */
export function jsonRule(kind: Exclude<QuestionKind, 'answer'>): string {
  return `\nAnswer with one JSON value and nothing else. It must fit this JSON Schema:\n${JSON.stringify(SCHEMAS[kind].schema)}\n`;
}
