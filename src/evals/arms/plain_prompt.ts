import type { EvalMaterial, EvalMessage } from '../generated/eval.setup.ts';

/** What a person would send who has no framework: the request, and the material behind it, each under its file's name. */
export function plainPrompt(request: string, materials: readonly EvalMaterial[]): EvalMessage[] {
  return [{ role: 'user', content: withMaterials(request, materials) }];
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
  const parts = materials.map(({ name, text: material }) => `--- ${name} ---\n\n${material.trimEnd()}`);
  return `${[text.trim(), ...parts].join('\n\n')}\n`;
}
