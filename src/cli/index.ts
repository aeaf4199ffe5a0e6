export { runCommandLine } from './command_line.ts';
export type { ServeMcp } from './serve_mcp.ts';
