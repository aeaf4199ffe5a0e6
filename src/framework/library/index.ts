export { componentNames, findComponent, originOf } from './find.ts';
export { parseComponent } from './parse.ts';
export {
  type BuiltInComponent,
  COMPONENT_FILE,
  type Component,
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  FOLDERS,
  KINDS,
  type LayerName,
  type Library,
  type Origin,
} from './types.ts';
