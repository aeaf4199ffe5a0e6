import { stemsOf } from '../../lib/index.ts';

/** How much of what a value says has to stand in what everybody is given, so that it counts as said there. */
const ENOUGH = 2 / 3;

/**
 * Whether what every arm is given says what a text says: request and material have at least two thirds of its words. Words are compared
 * whole and without their endings; short ones say nothing, unless the text has no others.
 */
export function isSaidIn(
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
