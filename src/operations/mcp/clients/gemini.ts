import type { McpClient } from './client.ts';
import { jsonSettings } from './json_settings.ts';

/**
 * Gemini CLI: `.gemini/settings.json` in the project. Format:
 * https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md
 */
export const gemini: McpClient = {
  name: 'gemini',
  title: 'Gemini CLI',
  isProjects: true,
  file: '.gemini/settings.json',
  withServer: jsonSettings('mcpServers'),
};
