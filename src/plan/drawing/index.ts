export { drawDot } from './dot.ts';
export { drawMermaid } from './mermaid.ts';
export { drawOutline } from './outline.ts';
export type { PictureConflict, PictureEdge, PicturePhase, PlanPicture } from './picture.ts';
