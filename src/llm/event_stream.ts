/** One event of a stream. */
export type StreamEvent = {
  readonly name: string;
  readonly data: string;
  /** Whether the stream ended without the blank line that completes an event: it may be cut. */
  readonly isOpen: boolean;
};

/**
 * The events in a server-sent event stream, each as soon as its blank line arrives, following the HTML Standard, section 9.2.
 * Some servers omit the last blank line, so an unfinished last event is returned, too, and marked.
 *
 * The `openai` package has its own reader, which takes a truncated stream for a finished one, and prints to the console.
 */
export async function* streamEvents(chunks: AsyncIterable<string>): AsyncGenerator<StreamEvent> {
  let data: string[] = [];
  let name = '';
  for await (const line of lines(chunks)) {
    if (line === '') {
      if (data.length > 0) yield { name, data: data.join('\n'), isOpen: false };
      data = [];
      name = '';
    } else if (line === 'data' || line.startsWith('data:')) {
      data.push(line.slice('data:'.length).replace(/^ /u, ''));
    } else if (line.startsWith('event:')) name = line.slice('event:'.length).trim();
  }
  if (data.length > 0) yield { name, data: data.join('\n'), isOpen: true };
}

/** The lines of a text. Pieces of a long line are joined once, when it is complete: joining at every chunk would be quadratic. */
async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let pieces: string[] = [];
  let endedInReturn = false;
  for await (const chunk of chunks) {
    if (chunk === '') continue;
    const text = endedInReturn && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    endedInReturn = chunk.endsWith('\r');
    const [first = '', ...rest] = text.split(/\r\n|\n|\r/u);
    pieces.push(first);
    for (const next of rest) {
      yield pieces.join('');
      pieces = [next];
    }
  }
  const last = pieces.join('');
  if (last !== '') yield last;
}
