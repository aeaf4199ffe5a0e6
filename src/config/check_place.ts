import { validateConfig } from './generated/validators.js';

/**
 * Which part of a place does not fit the settings' schema, `.slurm.mem` say, an empty text for its name or all of it; `undefined`
 * where all of it fits.
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
