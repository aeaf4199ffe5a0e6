import { createSecrets } from '../../tape/index.ts';

/** Returns a test for texts that must not reach a model because they contain something that looks like a key. */
export function secretIn(): (text: string) => boolean {
  const secrets = createSecrets();
  return (text) => secrets.find(text) !== undefined;
}
