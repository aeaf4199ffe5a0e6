export type { ComponentReport } from './component_report.ts';
export {
  isComponentKind,
  listComponents,
  searchComponents,
  showComponent,
} from './components.ts';
export type { OperationContext } from './context.ts';
export { type GoalReport, listGoals, showGoal } from './goals.ts';
export { type InitFile, initProject } from './init_project.ts';
export { readInputValues } from './input_values.ts';
export { type FrameworkRequest, type PreparedFramework, prepareFramework } from './prepare_framework.ts';
export { checkName, checkTitle, chooseGoal, suggestName, suggestTitle } from './questions.ts';
export { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';
export {
  inspectFramework,
  type OnConflict,
  type WrittenFramework,
  writeFramework,
} from './write_framework.ts';
