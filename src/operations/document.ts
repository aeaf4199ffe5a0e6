import type { AnyCode, Failure, Problem, Success } from '../diagnostics/index.ts';
import type { Documents } from './generated/documents.ts';
import { emptyDocuments } from './generated/empty_documents.js';

/** The name of a document in `schemas/documents/`, which it carries as its `schema`. */
export type DocumentName = keyof Documents;

/** The fields of an operation's document, without the schema; problems in their usual form. */
export type DocumentOf<Name extends DocumentName> = Given<Omit<Documents[Name], 'schema' | 'problems'>> & {
  readonly problems: readonly Problem[];
};

/** A complete document, following its schema; problems with all their fields. */
export type WholeDocument<Name extends DocumentName> = Given<Omit<Documents[Name], 'schema' | 'problems'>> & {
  readonly schema: Name;
  readonly problems: readonly WholeProblem[];
};

/** A schema's type with everything readonly. */
type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Given<Value[Key]> }
    : Value;

/** A problem with every field, as in documents. */
export type WholeProblem = {
  readonly [Field in keyof Required<Problem>]:
    | Required<Problem>[Field]
    | (undefined extends Problem[Field] ? null : never);
};

/** The outcome of a verb: its document, or a failure. */
export type VerbResult<Name extends DocumentName, Code extends string> =
  | Success<WholeDocument<Name>>
  | VerbFailure<Name, Code>;

/** A failure of a verb, with the fields its document has all the same. */
export type VerbFailure<Name extends DocumentName, Code extends string> = Failure<Code> & {
  readonly known?: Partial<DocumentOf<Name>>;
};

/** Creates the document of a verb: schema first, then `ok`, then its fields, then `problems` with all their fields. */
export function makeDocument<Name extends DocumentName>(
  schema: Name,
  { problems, ...values }: DocumentOf<Name>,
): WholeDocument<Name> {
  return whole(schema, values, problems) as WholeDocument<Name>;
}

/** The document of a failed verb: unknown fields get the defaults of its schema. */
export function failedDocument<Name extends DocumentName>(
  schema: Name,
  { problems, known = {} }: Pick<VerbFailure<Name, AnyCode>, 'problems' | 'known'>,
): WholeDocument<Name> {
  const values: object = { ok: false, ...emptyDocuments[schema], ...known };
  return whole(schema, values, problems) as WholeDocument<Name>;
}

function whole(schema: DocumentName, values: object, problems: readonly Problem[]): object {
  const { ok, ...rest } = values as { readonly ok?: boolean };
  return { schema, ok, ...rest, problems: problems.map(wholeProblem) };
}

/** A problem in the form of documents. */
export function wholeProblem({ severity, code, message, file, line, column, hint }: Problem): WholeProblem {
  return {
    severity,
    code,
    message,
    file: file ?? null,
    line: line ?? null,
    column: column ?? null,
    hint: hint ?? null,
  };
}
