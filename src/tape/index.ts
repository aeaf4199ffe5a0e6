export type { Facts, KeptExchange, NewExchange, TapeProblemCode } from './exchange.ts';
export type { TapedModel } from './generated/tape.ts';
export { normaliser, type Place } from './normalise.ts';
export { type Departure, type Player, startPlayer } from './player.ts';
export { readTape } from './read_tape.ts';
export { type Recorder, startRecorder } from './recorder.ts';
export { createSecrets, isSecretName, isWord, passwordIn, type Secrets } from './secrets.ts';
