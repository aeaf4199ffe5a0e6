import {
  applyPattern,
  checkPatterns,
  listPatterns,
  matchTask,
  showPattern,
  type UsePatternRequest,
} from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';
import { showChecked, showPatterns, showUsed } from './text.ts';

/** What the flags of `patterns match` give. */
export type MatchFlags = CommonOptions & { readonly explain?: boolean };

/** What the flags of `patterns check` give. */
export type CheckFlags = CommonOptions & { readonly all?: boolean; readonly strict?: boolean };

/** What the flags of `patterns use` give. */
export type UseFlags = CommonOptions &
  Omit<UsePatternRequest, 'id' | 'input'> & { readonly inputs?: readonly string[] };

/** Lists patterns. */
export function listAction(
  flags: CommonOptions & { readonly domain?: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.patterns-list/1',
    json: flags.json,
    asks: false,
    call: (port) => listPatterns(setting.context, flags, port),
    show: showPatterns,
  });
}

/** Shows a pattern. */
export function showAction(
  request: CommonOptions & { readonly id: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.patterns-show/1',
    json: request.json,
    asks: false,
    call: (port) => showPattern(setting.context, request, port),
    show: showPatterns,
  });
}

/** Tells which patterns fit a task. */
export function matchAction(
  words: readonly string[],
  flags: MatchFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.patterns-match/1',
    json: flags.json,
    asks: false,
    call: (port) => matchTask(setting.context, { ...flags, words }, port),
    show: showPatterns,
  });
}

/** Checks patterns. */
export function checkAction(
  files: readonly string[],
  flags: CheckFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.patterns-check/1',
    json: flags.json,
    asks: false,
    call: (port) => checkPatterns(setting.context, { ...flags, files }, port),
    show: showChecked,
  });
}

/** Writes the plan of a pattern. */
export function useAction(
  { inputs = [], ...flags }: UseFlags & { readonly id: string },
  setting: CommandSetting,
): Promise<void> {
  const request = { ...flags, input: inputs };
  return runVerb(setting, {
    schema: 'orchestrator.patterns-use/1',
    json: request.json,
    asks: !request.json,
    call: (port) => applyPattern(setting.context, request, port),
    show: showUsed,
  });
}
