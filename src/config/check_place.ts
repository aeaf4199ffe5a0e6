import { validateConfig } from './generated/validators.js';

/**
 * Finds the part of a place that does not fit the settings' schema: `.slurm.mem`, say, or an empty text for its name or the whole
 * place. Returns `undefined` if everything fits.
 */
export function unfitPart(name: string, place: object): string | undefined {
  if (validateConfig({ places: { [name]: place } })) return undefined;
  const [first] = validateConfig.errors ?? [];
  const [, , ...parts] = (first?.instancePath ?? '').split('/').slice(1);
  return parts
    .filter((part) => !/^\d+$/u.test(part))
    .map((part) => `.${part}`)
    .join('');
}
