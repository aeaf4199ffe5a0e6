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
} from './component.ts';
export { componentNames, findComponent } from './find_component.ts';
export { type ParsedComponent, parseComponent } from './parse_component.ts';
export { PLACEHOLDER_MARK } from './placeholder_mark.ts';
export { reviseComponent } from './revise_component.ts';
export { scaffoldComponent } from './scaffold.ts';
export { isPromotedStatus, type Raise, raiseStatus, type StatusProblemCode } from './status.ts';
export { summaryOf } from './summary.ts';
