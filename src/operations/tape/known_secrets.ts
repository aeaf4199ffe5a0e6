import { batchSettings } from '../../config/index.ts';
import { entryKind } from '../../platform/index.ts';
import { createSecrets, isSecretName, isWord, passwordIn, type Secrets } from '../../tape/index.ts';
import type { OperationContext } from '../context.ts';
import { configuredKeys } from '../project/settings.ts';

/**
 * The secrets that are known here: the keys of the settings, and what stands in variables that have the names of secrets, or that
 * somebody has an executor handed.
 *
 * @param handedOn - names of variables that the command hands on, beyond those of the settings
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

/** Where models are asked stands on a tape, whoever is handed it as well. */
const ENDPOINT = 'OPENAI_BASE_URL';

/** The variables that the settings have agents and hosts handed. */
function namesInSettings({ env, userFolder }: OperationContext): string[] {
  const { executors, places } = batchSettings({ env, userFolder });
  return [...Object.values(executors), ...Object.values(places)].flatMap((each) => each.env ?? []);
}

/** Whether what an executor is handed may be a secret: not a word alone, nor a path of this machine. */
export function mayBeSecret(value: string): boolean {
  return !isWord(value) && !isPath(value);
}

function isPath(value: string): boolean {
  return value.startsWith('/') && value.length < 4096 && entryKind(value) !== 'absent';
}
