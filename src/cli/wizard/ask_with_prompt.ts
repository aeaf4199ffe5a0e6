import type { Answer } from '../../operations/index.ts';
import { DrawnFrame } from './drawn_frame.ts';
import { PASTE_KEY, type TypedInput } from './typed_input.ts';

/** The input and output of a prompt, and the signal that ends it from outside. */
export type PromptContext = {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
};

/**
 * Asks with a prompt that itself handles Escape, pastes and a changed terminal width, and settles with an answer, a
 * step back or the end.
 */
export async function askWithOwnPrompt<Value>(
  prompt: (context: PromptContext) => Promise<Answer<Value>>,
  { input, signal }: { readonly input: TypedInput; readonly signal: AbortSignal },
): Promise<Answer<Value>> {
  const frame = new DrawnFrame(process.stderr);
  const redraw = () => {
    frame.clear();
    input.redraw();
  };
  const asked = prompt({ input: input.keys, output: frame, signal }).catch(closedBy);
  input.open();
  process.stderr.on('resize', redraw);
  try {
    return await asked;
  } finally {
    process.stderr.off('resize', redraw);
    input.close();
  }
}

/**
 * Asks with a stock prompt, which does not handle stepping back, pastes or a changed terminal width: Escape ends
 * it from outside; for the others it is ended and asked again with the text typed so far.
 */
export async function askWithStockPrompt<Value>(
  prompt: (context: PromptContext) => Promise<Value>,
  { input, signal }: { readonly input: TypedInput; readonly signal: AbortSignal },
): Promise<Answer<Value>> {
  let typed = '';
  for (;;) {
    const frame = new DrawnFrame(process.stderr);
    const ending = new AbortController();
    let why: 'back' | 'closed' | 'again' = 'closed';
    let note = '';
    const end = (because: typeof why) => {
      why = because;
      ending.abort();
    };
    const onKey = (_: unknown, key: { name?: string; ctrl?: boolean; text?: string }) => {
      if (key.name === 'escape') end('back');
      else if (key.ctrl && key.name === 'd') end('closed');
      else if (key.name === PASTE_KEY) {
        note = `> ${rejectedPasteNotice(key.text ?? '')}\n`;
        end('again');
      }
    };
    const onData = (text: Buffer | string) => {
      typed = `${typed}${text}`.replace(/[\r\n]/gu, '');
    };
    const onEnd = () => end('closed');
    const onResize = () => {
      frame.clear();
      end('again');
    };
    input.keys.on('keypress', onKey);
    const asked = prompt({
      input: input.keys,
      output: frame,
      signal: AbortSignal.any([signal, ending.signal]),
    }).then(
      (value) => ({ kind: 'answer', value }) as const,
      (error: unknown) => closedBy(error),
    );
    if (typed !== '') input.keys.emit('data', typed);
    input.keys.on('data', onData);
    input.keys.on('end', onEnd);
    process.stderr.on('resize', onResize);
    input.open();
    try {
      const answer = await asked;
      if (answer.kind === 'answer' || signal.aborted || why === 'closed') return answer;
      if (why === 'back') return { kind: 'back' };
    } finally {
      process.stderr.off('resize', onResize);
      input.keys.off('keypress', onKey);
      input.keys.off('data', onData);
      input.keys.off('end', onEnd);
      input.close();
    }
    process.stderr.write(note);
  }
}

/** The reason why a paste of more than one line of plain text was not taken. */
export function rejectedPasteNotice(paste: string): string {
  const lines = paste.split('\n').length;
  return lines === 1
    ? 'The pasted text has control characters; it was not used.'
    : `${lines} lines were pasted, but only one is expected; they were not used.`;
}

/** Inquirer rejects when a prompt is ended from outside or by Ctrl-C; to a wizard that is an ordinary outcome. */
function closedBy(error: unknown): { readonly kind: 'closed' } {
  if (error instanceof Error && ENDINGS.has(error.name)) return { kind: 'closed' };
  throw error;
}

const ENDINGS: ReadonlySet<string> = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);
