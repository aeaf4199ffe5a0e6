import type { Problem } from '../diagnostics/index.ts';
import { printableLine } from '../lib/index.ts';
import { sha256 } from '../platform/index.ts';
import { excerpt, firstDifference, similarity } from './difference.ts';
import type { ExchangeFile, ExchangeKind, KeptExchange, TapeProblemCode } from './exchange.ts';
import type { TapedModel, TapeExchange } from './generated/tape.ts';
import type { Normalise } from './normalise.ts';
import type { SoundTape } from './read_tape.ts';
import type { Secrets } from './secrets.ts';

/** Answers from a tape. */
export type Player = {
  readonly model: TapedModel | null;
  /** The arguments of the recorded command, without keys. */
  readonly command: readonly string[];
  readonly secrets: Secrets;
  /** Returns the recorded result of a request, or how the run departs from the tape. Each exchange is played once. */
  readonly take: (kind: ExchangeKind, title: string, request: string) => KeptExchange | Departure;
  /**
   * Marks an exchange that may have been played before, in a run that is being continued: it does not matter if it is left over.
   */
  readonly mayBeLeft: (title: string) => void;
  /** Notes that the tape's content cannot be reproduced here. */
  readonly depart: () => void;
  /**
   * Whether the run departed from the tape, and the unreported part of that: an attempt's run ends at a departure, and reports it
   * itself.
   *
   * @param isWhole - whether the run came to its end: only then should everything on the tape have been requested
   */
  readonly close: (isWhole: boolean) => {
    readonly hasDeparted: boolean;
    readonly problems: readonly Problem<TapeProblemCode>[];
  };
};

/** The run makes a request that is not on the tape. */
export type Departure = { readonly departure: Problem<'tape-departed'> };

/** Plays a tape. Exchanges are found by their request, in any order. */
export function startPlayer(
  tape: SoundTape,
  { normalise, secrets }: { readonly normalise: Normalise; readonly secrets: Secrets },
): Player {
  const left = new Set(tape.index.exchanges);
  const byRequest = new Map<string, TapeExchange[]>();
  // The last one first, so that the first one is at the end, from which it is taken.
  for (const exchange of [...tape.index.exchanges].reverse()) {
    const key = keyOf(exchange.kind, exchange.request.sha256);
    const same = byRequest.get(key);
    if (same === undefined) byRequest.set(key, [exchange]);
    else same.push(exchange);
  }
  const untold: Problem<'tape-departed'>[] = [];
  const played = new Set<string>();
  let hasDeparted = false;
  const depart = (kind: ExchangeKind, problem: Problem<'tape-departed'>): Departure => {
    hasDeparted = true;
    if (kind !== 'attempt') untold.push(problem);
    return { departure: problem };
  };
  return {
    model: tape.index.model,
    command: tape.index.command,
    secrets,
    take: (kind, title, request) => {
      const text = secrets.clean(normalise(secrets.clean(request)));
      const hash = sha256(text);
      const found = byRequest.get(keyOf(kind, hash))?.pop();
      if (found === undefined) {
        const earlier = tape.index.exchanges.find(
          (each) => each.kind === kind && each.request.sha256 === hash,
        );
        return depart(
          kind,
          earlier === undefined
            ? unlike(
                tape,
                [...left].filter((each) => each.kind === kind),
                { title, text },
              )
            : onceMore(tape, earlier, title),
        );
      }
      left.delete(found);
      const files = Object.entries(found.files).map(([name, file]) => [name, tape.bytesOf(file)] as const);
      return {
        title: found.title,
        facts: found.facts,
        files: Object.fromEntries(files) as Partial<Record<ExchangeFile, Buffer>>,
      };
    },
    mayBeLeft: (title) => void played.add(title),
    depart: () => {
      hasDeparted = true;
    },
    close: (isWhole) => {
      // After a departure, unplayed exchanges are only its consequence.
      const unasked = [...left].filter(({ title }) => !played.has(title));
      const [first] = unasked;
      if (hasDeparted || !isWhole || first === undefined) return { hasDeparted, problems: untold };
      const count = unasked.length === 1 ? 'One exchange' : `${unasked.length} exchanges`;
      const was = unasked.length === 1 ? 'was' : 'were';
      const problem: Problem<TapeProblemCode> = {
        severity: 'error',
        code: 'tape-left',
        message: `The run departs from the tape: ${count} on it ${was} not requested, beginning with ${printableLine(first.title)}.`,
        file: tape.shown(first.request.name),
        line: 1,
        hint: HINT,
      };
      return { hasDeparted: true, problems: [problem] };
    },
  };
}

function keyOf(kind: ExchangeKind, hash: string): string {
  return `${kind} ${hash}`;
}

const HINT =
  'Run it with the same arguments and the same files as when it was recorded; or, if the difference is intended, record it again.';

/** No exchange on the tape has this request: describes where it differs from the most similar one. */
function unlike(
  tape: SoundTape,
  candidates: readonly TapeExchange[],
  { title, text }: { readonly title: string; readonly text: string },
): Problem<'tape-departed'> {
  const departs = `The run departs from the tape at ${printableLine(title)}`;
  const texts = candidates.slice(0, MAX_COMPARED).map((exchange) => {
    const before = tape.bytesOf(exchange.request).toString('utf8');
    // Among similar requests, the one with the same title is preferred.
    return { exchange, before, like: similarity(before, text) + (exchange.title === title ? 0.5 : 0) };
  });
  const nearest = texts.reduce<(typeof texts)[number] | undefined>(
    (best, each) => (best === undefined || each.like > best.like ? each : best),
    undefined,
  );
  if (nearest === undefined) {
    const message = `${departs}: it has no more answers of this kind.`;
    return { severity: 'error', code: 'tape-departed', message, file: tape.shown('tape.json'), hint: HINT };
  }
  const { line = 1, before, after } = firstDifference(nearest.before, text) ?? {};
  const [was, is] = [excerpt(before, after), excerpt(after, before)].map(printableLine);
  return {
    severity: 'error',
    code: 'tape-departed',
    message: `${departs}. The tape has “${was}” here, and the run “${is}”.`,
    file: tape.shown(nearest.exchange.request.name),
    line,
    hint: HINT,
  };
}

/** The number of requests compared to find the most similar one. */
const MAX_COMPARED = 500;

function onceMore(tape: SoundTape, { request }: TapeExchange, title: string): Problem<'tape-departed'> {
  return {
    severity: 'error',
    code: 'tape-departed',
    message: `The run departs from the tape at ${printableLine(title)}: it asks this more often than when it was recorded.`,
    file: tape.shown(request.name),
    line: 1,
    hint: HINT,
  };
}
