import { failure, type Result, success } from '../diagnostics/index.ts';
import { openEditor, readText, withTemporaryFile } from '../platform/index.ts';
import type { OperationContext } from './context.ts';
import { withoutKeys } from './model.ts';

/**
 * Lets the person edit a text in their own editor ($VISUAL, else $EDITOR, else vi), which takes over the terminal.
 *
 * @param name - the file's name, so that the editor knows what it is
 */
export async function editText(
  context: OperationContext,
  text: string,
  name: string,
): Promise<Result<string>> {
  const { cwd, env } = context;
  const editor = env.VISUAL || env.EDITOR || 'vi';
  return withTemporaryFile(name, text, async (file) => {
    const code = await openEditor(editor, file, { cwd, env: withoutKeys(env) });
    const read = readText(file, 1024 * 1024);
    if (code === 0 && read.kind === 'text') return success(read.text);
    return failure('environment', {
      severity: 'error',
      code: 'editor-failed',
      message:
        code === 0
          ? 'The edited text can not be read.'
          : `The editor ended with exit code ${code}; the text is as it was.`,
      hint: 'Set EDITOR to an editor that waits, for example "vi" or "code --wait".',
    });
  });
}
