import type { McpClient } from './client.ts';
import { jsonSettings } from './json_settings.ts';

/** Cursor: `.cursor/mcp.json` in the project. Format: https://cursor.com/docs/context/mcp */
export const cursor: McpClient = {
  name: 'cursor',
  title: 'Cursor',
  isProjects: true,
  file: '.cursor/mcp.json',
  withServer: jsonSettings('mcpServers'),
};
