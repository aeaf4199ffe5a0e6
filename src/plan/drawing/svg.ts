import { instance } from '@viz-js/viz';

/** Graphviz, compiled to WebAssembly: large and slow to load, so this file is imported only when there is something to draw. */
export async function renderSvg(dot: string): Promise<string> {
  const viz = await instance();
  return viz.renderString(dot, { format: 'svg', engine: 'dot' });
}
