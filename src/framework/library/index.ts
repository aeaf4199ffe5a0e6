export { componentNames, findComponent } from './find.ts';
export { type ParsedComponent, parseComponent } from './parse.ts';
export {
  type BuiltInComponent,
  COMPONENT_FILE,
  type Component,
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  FOLDERS,
  type FrontMatter,
  KINDS,
  type LayerName,
  type Library,
  type Origin,
} from './types.ts';
