import { instance } from '@viz-js/viz';

/**
 * Draws a graph in the DOT language as a standalone SVG document, by Graphviz compiled to WebAssembly. Loading it takes
 * some 50 ms, so only what draws imports this file.
 *
 * @param dot - made by the program: Graphviz stops on a syntax error, which would be a bug
 */
export async function drawSvg(dot: string): Promise<string> {
  const viz = await instance();
  return viz.renderString(dot, { format: 'svg', engine: 'dot' });
}
