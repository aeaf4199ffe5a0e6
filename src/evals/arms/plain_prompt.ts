import { quotedPath } from '../../lib/index.ts';
import type { EvalMaterial, EvalMessage } from '../generated/eval.setup.ts';

/** The prompt of a person without a framework: the request, then the material, each under its file's name. */
export function plainPrompt(request: string, materials: readonly EvalMaterial[]): EvalMessage[] {
  return [{ role: 'user', content: withMaterials(request, materials) }];
}

/** The value of an input, as a person would add it to the request. */
export type StatedValue = { readonly name: string; readonly text: string };

/**
 * The prompt of a person without a framework who states the value of every input: the request, a line `audience: …` for each
 * value, then the material.
 */
export function statedPrompt(
  request: string,
  stated: readonly StatedValue[],
  materials: readonly EvalMaterial[],
): EvalMessage[] {
  const lines = stated.map(({ name, text }) => `${name}:${text.includes('\n') ? '\n' : ' '}${text.trim()}`);
  const said = [request.trim(), lines.join('\n')].filter((part) => part !== '');
  return [{ role: 'user', content: withMaterials(said.join('\n\n'), materials) }];
}

/** A user's prompt, followed by the person's request and the material. */
export function filePrompt(
  prompt: string,
  request: string,
  materials: readonly EvalMaterial[],
): EvalMessage[] {
  return [{ role: 'user', content: withMaterials(`${prompt.trimEnd()}\n\n${request.trim()}`, materials) }];
}

function withMaterials(text: string, materials: readonly EvalMaterial[]): string {
  const parts = materials.map(
    ({ name, text: material }) => `--- ${quotedPath(name)} ---\n\n${material.trimEnd()}`,
  );
  return `${[text.trim(), ...parts].join('\n\n')}\n`;
}
