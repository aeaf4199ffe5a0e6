/** One line of running text, without the marks of headings and lists. */
export type TextLine = {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** Whether it is a block that stays as it is, such as code, with line feeds in it. */
  readonly isVerbatim?: true;
};

/** A block of the document that can be structure, or that certainly is not. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: TextLine }
  | {
      readonly kind: 'text';
      readonly lines: readonly TextLine[];
      /** The number of lists around it. */
      readonly depth: number;
      /** Whether it begins an item of a list. */
      readonly isItem: boolean;
      /** Whether it begins a list. */
      readonly startsList: boolean;
    }
  | {
      /** Text that is never structure of a plan. */
      readonly kind: 'opaque';
      readonly form: OpaqueForm;
      readonly line: number;
      /** The line after it. */
      readonly end: number;
      readonly depth: number;
    };

/** Kinds of blocks that are never structure: a block of code with or without a fence around it, and so on. */
export type OpaqueForm = 'fence' | 'code' | 'table' | 'quote' | 'html';

/** A block that is never structure. */
export type OpaqueBlock = Extract<Block, { kind: 'opaque' }>;

/** A paragraph, or one in an item of a list. */
export type TextBlock = Extract<Block, { kind: 'text' }>;
