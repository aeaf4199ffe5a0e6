/**
 * The data of the events in a server-sent event stream, each when its blank line has come. An event that the stream ends
 * in the middle of does not count. After the HTML Standard, section 9.2; names and ids of events mean nothing here.
 *
 * The `openai` package has a reader of its own, which takes a cut stream for a finished one, and prints to the console.
 */
export async function* eventData(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of lines(chunks)) {
    if (line === '') {
      if (data.length > 0) yield data.join('\n');
      data = [];
    } else if (line === 'data' || line.startsWith('data:')) {
      data.push(line.slice('data:'.length).replace(/^ /u, ''));
    }
  }
}

/** Complete lines. Pieces of a long one are joined once, when it is complete: joining at every chunk would be quadratic. */
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
}
