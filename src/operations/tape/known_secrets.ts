import { batchSettings } from '../../config/index.ts';
import { entryKind } from '../../platform/index.ts';
import { createSecrets, isSecretName, isWord, passwordIn, type Secrets } from '../../tape/index.ts';
import type { OperationContext } from '../context.ts';
import { configuredKeys } from '../project/settings.ts';

/**
 * The known secrets: the keys of the settings, and the values of variables that have names of secrets, or that are passed to an
 * executor by request.
 *
 * @param handedOn - names of variables that the command passes on, in addition to those of the settings
 */
export function secretsOf(context: OperationContext, handedOn: readonly string[]): Secrets {
  const secrets = createSecrets();
  for (const key of configuredKeys(context)) secrets.add(key);
  const named = new Set([...handedOn, ...namesInSettings(context)]);
  for (const [name, value] of Object.entries(context.env)) {
    if (value === undefined) continue;
    const isSecret = isSecretName(name) || (named.has(name) && name !== ENDPOINT);
    if (isSecret && mayBeSecret(value)) secrets.add(value);
    const password = passwordIn(value);
    if (password !== undefined) secrets.add(password);
  }
  return secrets;
}

/** The address of the models' endpoint is kept on a tape, even if it is passed to an executor. */
const ENDPOINT = 'OPENAI_BASE_URL';

/** The variables that the settings pass on to agents and hosts. */
function namesInSettings({ env, userFolder }: OperationContext): string[] {
  const { executors, places } = batchSettings({ env, userFolder });
  return [...Object.values(executors), ...Object.values(places)].flatMap((each) => each.env ?? []);
}

/** Whether a value passed to an executor may be a secret: not a plain word, nor a path of this machine. */
export function mayBeSecret(value: string): boolean {
  return !isWord(value) && !isPath(value);
}

function isPath(value: string): boolean {
  return value.startsWith('/') && value.length < 4096 && entryKind(value) !== 'absent';
}
