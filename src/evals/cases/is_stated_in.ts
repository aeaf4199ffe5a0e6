import { stemsOf } from '../../lib/index.ts';

/** The share of a text's words that every arm must be given for the text to count as said. */
const ENOUGH = 2 / 3;

/**
 * Whether the request and the material, which every arm is given, state a text: they have at least two thirds of its words. Words
 * are compared whole and without their endings; short ones are ignored, unless the text has no others.
 */
export function isStatedIn(
  text: string,
  {
    request,
    materials,
  }: { readonly request: string; readonly materials: readonly { readonly text: string }[] },
): boolean {
  const said = new Set([request, ...materials.map((material) => material.text)].flatMap(stemsOf));
  const words = wordsThatCount(text);
  return words.filter((word) => said.has(word)).length >= words.length * ENOUGH;
}

function wordsThatCount(value: string): string[] {
  const all = [...new Set(stemsOf(value))];
  const long = all.filter((word) => word.length > 3 || /\p{N}/u.test(word));
  return long.length > 0 ? long : all;
}
