import { quotedPath } from '../../lib/index.ts';
import type { EvalMaterial, EvalMessage } from '../generated/eval.setup.ts';

/** What a person would send who has no framework: the request, and the material behind it, each under its file's name. */
export function plainPrompt(request: string, materials: readonly EvalMaterial[]): EvalMessage[] {
  return [{ role: 'user', content: withMaterials(request, materials) }];
}

/** What an input is filled with, as a person would say it besides. */
export type ToldValue = { readonly name: string; readonly text: string };

/**
 * What a person would send who has no framework, and says all that fills it: the request, a line `audience: …` for each value, and
 * the material behind them.
 */
export function toldPrompt(
  request: string,
  told: readonly ToldValue[],
  materials: readonly EvalMaterial[],
): EvalMessage[] {
  const lines = told.map(({ name, text }) => `${name}:${text.includes('\n') ? '\n' : ' '}${text.trim()}`);
  const said = [request.trim(), lines.join('\n')].filter((part) => part !== '');
  return [{ role: 'user', content: withMaterials(said.join('\n\n'), materials) }];
}

/** Somebody's prompt with the person's request and the material behind it. */
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
