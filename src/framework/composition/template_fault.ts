/** Codes of the problems that a template can have. */
export type TemplateProblemCode =
  | 'template-unreadable'
  | 'template-empty'
  | 'template-syntax'
  | 'template-misuse'
  | 'template-unknown-name'
  | 'template-failed';

/** A fault in a template's text. Line and column are 1-based. */
export type TemplateFault = {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
};
