export { type ApprovalProblemCode, type Approvals, openApprovals } from './approvals.ts';
export { type CommandSplitter, commandsOf, type RunCommand } from './commands.ts';
export { repositoryFilters } from './filters.ts';
