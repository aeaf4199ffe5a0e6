import type { McpClient } from './client.ts';
import { jsonSettings } from './json_settings.ts';

/** Claude Code: `.mcp.json` in the project's root. Format: https://code.claude.com/docs/en/mcp (project scope). */
export const claude: McpClient = {
  name: 'claude',
  title: 'Claude Code',
  isProjects: true,
  file: '.mcp.json',
  withServer: jsonSettings('mcpServers'),
  note: 'Claude Code asks before it uses a project’s servers. For yourself only: claude mcp add orchestrator -- orchestrator mcp',
};
