import { TextDecoder } from 'node:util';
import type { Attempt } from './attempt.ts';
import { malformed, type TryFailure } from './failure.ts';
import { CUT } from './network_failure.ts';

/**
 * A body as text, chunk by chunk. It ends without an error even if the body does not: the reason is reported to the attempt,
 * which knows whether it ended the body itself.
 */
export async function* bodyText(
  body: ReadableStream<Uint8Array>,
  attempt: Attempt,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = body.getReader();
  try {
    for (;;) {
      const bytes = await nextBytes(reader, attempt);
      if (bytes === undefined) return;
      const text = decode(decoder, bytes);
      if (text === undefined) return attempt.end(NOT_UTF8);
      yield text;
      if (attempt.failure()) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Peeks at the beginning of a text: its first character that is not white space, and all text from there on. */
export async function peek(
  chunks: AsyncGenerator<string, void, void>,
): Promise<{ readonly start: string; readonly chunks: AsyncIterable<string> }> {
  for (;;) {
    const { done, value } = await chunks.next();
    if (done) return { start: '', chunks };
    const text = value.trimStart();
    if (text !== '') return { start: text.charAt(0), chunks: prepend(text, chunks) };
  }
}

async function* prepend(text: string, chunks: AsyncIterable<string>): AsyncGenerator<string> {
  yield text;
  yield* chunks;
}

async function nextBytes(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  attempt: Attempt,
): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch {
    attempt.end(CUT);
    return undefined;
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

const NOT_UTF8: TryFailure = malformed('it is not UTF-8 text', {
  retryable: true,
  remedy: 'Try again; if it happens often, the fault is at the endpoint.',
});
