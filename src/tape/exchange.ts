import type { TapeExchange } from './generated/tape.ts';

/** The kind of an exchange, and its partner. */
export type ExchangeKind = TapeExchange['kind'];

/** The facts about an exchange that are not text. */
export type Facts = TapeExchange['facts'];

/** The results of an exchange that are text; latin1, so that every byte is kept. */
export type ExchangeFile = 'answer' | 'evidence' | 'output' | 'changes' | 'result';

/** A finished exchange. */
export type NewExchange = {
  readonly kind: ExchangeKind;
  /** For a person. */
  readonly title: string;
  /** Everything that decides its result, as text. */
  readonly request: string;
  readonly facts: Facts;
  readonly files: Readonly<Partial<Record<ExchangeFile, string | Uint8Array>>>;
};

/** An exchange on a tape. */
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
