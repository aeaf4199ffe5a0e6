/** One line of running text: what is left after the marks of headings and lists. */
export type TextLine = {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
};

/** A block of the document that can be structure, or that is known not to be. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: TextLine }
  | {
      readonly kind: 'text';
      readonly lines: readonly TextLine[];
      /** How many lists it stands in. */
      readonly depth: number;
      /** Whether it begins an item of a list. */
      readonly isItem: boolean;
      /** Whether it begins a list. */
      readonly startsList: boolean;
    }
  /** A fence, table, quote, HTML or rule. */
  | { readonly kind: 'opaque'; readonly line: number; readonly depth: number };

/** A paragraph, or one in an item of a list. */
export type TextBlock = Extract<Block, { kind: 'text' }>;
