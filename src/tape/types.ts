import type { TapeExchange } from './generated/tape.ts';

/** What is exchanged, and with whom. */
export type ExchangeKind = TapeExchange['kind'];

/** What is known of an exchange that is no text. */
export type Facts = TapeExchange['facts'];

/** What came of an exchange, where it is text; latin1, so that every byte is kept as it was. */
export type ExchangeFile = 'answer' | 'evidence' | 'output' | 'changes' | 'result';

/** An exchange that is over. */
export type NewExchange = {
  readonly kind: ExchangeKind;
  /** For a person. */
  readonly title: string;
  /** Everything that decides what comes of it, as text. */
  readonly request: string;
  readonly facts: Facts;
  readonly files: Readonly<Partial<Record<ExchangeFile, string | Uint8Array>>>;
};

/** An exchange that is on a tape. */
export type KeptExchange = {
  readonly title: string;
  readonly facts: Facts;
  readonly files: Readonly<Partial<Record<ExchangeFile, Buffer>>>;
};

/** The codes of this domain. */
export type TapeProblemCode =
  | 'tape-absent'
  | 'tape-there'
  | 'tape-version'
  | 'tape-damaged'
  | 'tape-has-key'
  | 'tape-too-large'
  | 'tape-not-written'
  | 'tape-left-out'
  | 'tape-recorded'
  | 'tape-departed'
  | 'tape-left';
