import type { AnyCode, Failure, Problem, Success } from '../diagnostics/index.ts';
import type { Documents } from './generated/documents.ts';
import { emptyDocuments } from './generated/empty_documents.js';

/** What a document of `schemas/documents/` is called: what it carries as its `schema`. */
export type DocumentName = keyof Documents;

/** What an operation tells in its document, beside the schema, with problems as they are reported everywhere. */
export type DocumentOf<Name extends DocumentName> = Given<Omit<Documents[Name], 'schema' | 'problems'>> & {
  readonly problems: readonly Problem[];
};

/** A document whole: as its schema says, problems with all their fields. */
export type WholeDocument<Name extends DocumentName> = Given<Omit<Documents[Name], 'schema' | 'problems'>> & {
  readonly schema: Name;
  readonly problems: readonly WholeProblem[];
};

/** As the type of a schema is, for values that nobody changes. */
type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Given<Value[Key]> }
    : Value;

/** A problem with every field, as documents have them. */
export type WholeProblem = {
  readonly [Field in keyof Required<Problem>]:
    | Required<Problem>[Field]
    | (undefined extends Problem[Field] ? null : never);
};

/** What a verb comes to: its document, or what is wrong. */
export type VerbResult<Name extends DocumentName, Code extends string> =
  | Success<WholeDocument<Name>>
  | VerbFailure<Name, Code>;

/** A failure of a verb, with what its document tells all the same. */
export type VerbFailure<Name extends DocumentName, Code extends string> = Failure<Code> & {
  readonly known?: Partial<DocumentOf<Name>>;
};

/** The document of a verb: schema first, then `ok`, then what is told, then `problems` with all their fields. */
export function makeDocument<Name extends DocumentName>(
  schema: Name,
  { problems, ...told }: DocumentOf<Name>,
): WholeDocument<Name> {
  return whole(schema, told, problems) as WholeDocument<Name>;
}

/** The document of a verb that came to nothing: what is not known is what its schema says for nothing to tell. */
export function failedDocument<Name extends DocumentName>(
  schema: Name,
  { problems, known = {} }: Pick<VerbFailure<Name, AnyCode>, 'problems' | 'known'>,
): WholeDocument<Name> {
  const told: object = { ok: false, ...emptyDocuments[schema], ...known };
  return whole(schema, told, problems) as WholeDocument<Name>;
}

function whole(schema: DocumentName, told: object, problems: readonly Problem[]): object {
  const { ok, ...rest } = told as { readonly ok?: boolean };
  return { schema, ok, ...rest, problems: problems.map(wholeProblem) };
}

/** A problem as documents have it. */
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
