import { failure, type Problem, type Result, success } from '../diagnostics/index.ts';
import { openEditor, readText, withTemporaryFile } from '../platform/index.ts';
import type { OperationContext } from './context.ts';
import { withoutKeys } from './model.ts';

/**
 * Lets the person edit a text in their own editor ($VISUAL, else $EDITOR, else vi), which takes over the terminal.
 *
 * @param name - the file's name, which tells the editor its type
 */
export async function editText(
  context: OperationContext,
  text: string,
  name: string,
): Promise<Result<string, 'editor-failed'>> {
  return withTemporaryFile(name, text, async (file) => {
    const code = await openInEditor(context, file);
    const read = readText(file, 1024 * 1024);
    if (code === 0 && read.kind === 'text') return success(read.text);
    const message =
      code === 0
        ? 'The edited text cannot be read.'
        : `The editor ended with exit code ${code}; the text is as it was.`;
    return failure('environment', editorFailed(message));
  });
}

/** As {@link editText}, for an existing file. */
export async function editFile(
  context: OperationContext,
  file: string,
): Promise<Result<'edited', 'editor-failed'>> {
  const code = await openInEditor(context, file);
  if (code === 0) return success('edited');
  return failure(
    'environment',
    editorFailed(`The editor ended with exit code ${code}; the file has been written.`),
  );
}

function openInEditor(context: OperationContext, file: string): Promise<number> {
  const { cwd, env } = context;
  return openEditor(env.VISUAL || env.EDITOR || 'vi', file, { cwd, env: withoutKeys(env) });
}

function editorFailed(message: string): Problem<'editor-failed'> {
  return {
    severity: 'error',
    code: 'editor-failed',
    message,
    hint: 'Set EDITOR to an editor that waits, for example "vi" or "code --wait".',
  };
}
