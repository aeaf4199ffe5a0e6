export { componentNames, findComponent } from './find.ts';
export { PLACEHOLDER_MARK } from './mark.ts';
export { type ParsedComponent, parseComponent } from './parse.ts';
export { reviseComponent } from './revise.ts';
export { scaffoldComponent } from './scaffold.ts';
export { isPromotedStatus, type Raise, raiseStatus, type StatusProblemCode } from './status.ts';
export { summaryOf } from './summary.ts';
export {
  type BuiltInComponent,
  COMPONENT_FILE,
  type Component,
  type ComponentKind,
  type ComponentName,
  type ComponentProblemCode,
  FOLDERS,
  type FrontMatter,
  type FrontMatterValue,
  KINDS,
  type LayerName,
  type Library,
  type Origin,
} from './types.ts';
