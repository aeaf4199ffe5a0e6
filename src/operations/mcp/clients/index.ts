import { claude } from './claude.ts';
import type { McpClient } from './client.ts';
import { codex } from './codex.ts';
import { cursor } from './cursor.ts';
import { gemini } from './gemini.ts';
import { vscode } from './vscode.ts';
import { zed } from './zed.ts';

/** The clients whose settings this program can write. */
export const mcpClients: readonly McpClient[] = [claude, cursor, vscode, codex, gemini, zed];
