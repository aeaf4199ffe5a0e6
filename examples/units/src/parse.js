/** The units that are known, each with its size in metres. */
export const UNITS = { mm: 0.001, cm: 0.01, m: 1, km: 1000 };

/**
 * Reads a quantity such as `3.5 km`.
 *
 * @param {string} text
 * @returns {{ value: number, unit: string }}
 * @throws {RangeError} when it is none
 */
export function parse(text) {
  const [, number, unit] = /^\s*(-?\d+(?:\.\d+)?)\s*([a-z]+)\s*$/.exec(text) ?? [];
  if (number === undefined || !Object.hasOwn(UNITS, unit))
    throw new RangeError(`not a quantity: ${text}; the units are ${Object.keys(UNITS).join(', ')}`);
  return { value: Number(number), unit };
}
