export { pictureOf } from './build_picture.ts';
export { drawDot } from './dot.ts';
export { drawSvg } from './draw_svg.ts';
export { drawMermaid } from './mermaid.ts';
export { drawOutline } from './outline.ts';
export type { PlanPicture } from './picture.ts';
