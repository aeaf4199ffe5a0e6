import { createSecrets } from '../../tape/index.ts';

/** A test for texts that must reach no model, since they hold what has the look of a key. */
export function secretIn(): (text: string) => boolean {
  const secrets = createSecrets();
  return (text) => secrets.find(text) !== undefined;
}
