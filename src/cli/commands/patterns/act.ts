import {
  applyPattern,
  checkPatterns,
  exportPattern,
  type ImportPatternRequest,
  importPattern,
  type LearnPatternRequest,
  learnPattern,
  listPatterns,
  matchTask,
  showPattern,
  type UsePatternRequest,
} from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';
import { showLearned, showShared } from './share_text.ts';
import { showChecked, showPatterns, showUsed } from './text.ts';

/** Flags of `patterns match`. */
export type MatchFlags = CommonOptions & { readonly explain?: boolean };

/** Flags of `patterns check`. */
export type CheckFlags = CommonOptions & { readonly all?: boolean; readonly strict?: boolean };

/** Flags of `patterns use`. */
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

/** Finds the patterns that match a task. */
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

/** Flags of `patterns learn`. */
export type LearnFlags = CommonOptions & Omit<LearnPatternRequest, 'batch'>;

/** Flags of `patterns export`. */
export type ExportFlags = CommonOptions & { readonly out: string };

/** Flags of `patterns import`. */
export type ImportFlags = CommonOptions & Omit<ImportPatternRequest, 'file'>;

/** Makes a pattern from a batch. */
export function learnAction(
  request: LearnFlags & { readonly batch: string },
  setting: CommandSetting,
): Promise<void> {
  const { json = false } = request;
  return runVerb(setting, {
    schema: 'orchestrator.patterns-learn/1',
    json,
    asks: !json,
    isConsent: true,
    call: (port) => learnPattern(setting.context, request, port),
    show: showLearned,
  });
}

/** Writes a pattern into one file. */
export function exportAction(
  request: ExportFlags & { readonly id: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.patterns-export/1',
    json: request.json,
    asks: false,
    // With --json, standard output is the document's.
    call: (port) => exportPattern(setting.context, request, port),
    show: showShared,
  });
}

/** Imports a pattern. */
export function importAction(
  request: ImportFlags & { readonly file: string },
  setting: CommandSetting,
): Promise<void> {
  const { json = false } = request;
  return runVerb(setting, {
    schema: 'orchestrator.patterns-import/1',
    json,
    asks: !json && request.file !== '-',
    isConsent: true,
    call: (port) => importPattern(setting.context, request, port),
    show: showShared,
  });
}
