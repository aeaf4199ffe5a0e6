import type { McpClient } from './client.ts';
import { jsonSettings } from './json_settings.ts';

/**
 * Visual Studio Code: `.vscode/mcp.json`, with the servers under `servers`, each with its type. Format:
 * https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
 */
export const vscode: McpClient = {
  name: 'vscode',
  title: 'Visual Studio Code',
  isProjects: true,
  file: '.vscode/mcp.json',
  withServer: jsonSettings('servers', { type: 'stdio' }),
};
