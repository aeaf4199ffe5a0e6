export { type ApprovalProblemCode, type Approvals, openApprovals } from './approvals.ts';
export { type CommandSplitter, commandHash, commandsOf, type RunCommand } from './commands.ts';
