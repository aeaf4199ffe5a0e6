export { runCommandLine } from './command_line.ts';
