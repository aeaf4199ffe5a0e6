import { basename } from 'node:path';
import { aider } from './aider.ts';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { cursorAgent } from './cursor_agent.ts';
import { gemini } from './gemini.ts';
import { opencode } from './opencode.ts';
import type { Preset } from './preset.ts';

/**
 * Coding agents with known command lines: each works unattended, edits files in its working directory, and ends when it is done.
 * Each sees the names of its own credentials and settings, and no others.
 *
 * Nobody can be asked, so everything an agent would ask for is granted or refused beforehand. claude, gemini and cursor-agent
 * know only "ask" or "grant everything"; codex has a sandbox; opencode refuses what it would ask for; aider only edits. To change
 * this, extend the preset in the settings, under its name.
 */
export const PRESETS: Readonly<Record<string, Preset>> = {
  aider,
  claude,
  codex,
  'cursor-agent': cursorAgent,
  gemini,
  opencode,
};

/** The preset of the agent that a command starts, found by its program, else by its executor's name. */
export function presetBehind(
  executor: string,
  argv: readonly string[],
): { readonly name: string; readonly preset: Preset } | undefined {
  for (const name of [basename(argv[0] ?? ''), executor]) {
    const preset = presetOf(name);
    if (preset !== undefined) return { name, preset };
  }
  return undefined;
}

/** The preset with a name. */
export function presetOf(name: string): Preset | undefined {
  return Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined;
}
