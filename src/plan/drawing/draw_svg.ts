/**
 * Draws a graph in the DOT language as a standalone SVG document.
 *
 * @param dot - made by the program: a syntax error in it would be a bug, and is thrown
 */
export async function drawSvg(dot: string): Promise<string> {
  const { renderSvg } = await import('./svg.ts');
  return renderSvg(dot);
}
