/** What can be wrong with a template. */
export type TemplateProblemCode =
  | 'template-unreadable'
  | 'template-empty'
  | 'template-syntax'
  | 'template-misuse'
  | 'template-unknown-name'
  | 'template-failed';

/** Something that is wrong in a template's text. Line and column are 1-based. */
export type TemplateFault = {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
};
