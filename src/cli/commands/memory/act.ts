import {
  checkMemory,
  forget,
  type LearnRequest,
  learn,
  listMemory,
  type PublishEvent,
  type PublishRequest,
  publishMemory,
  searchMemory,
  showFact,
} from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';
import { showPublication } from './publication_text.ts';
import { showMemory } from './text.ts';

/** Keeps a fact. */
export function learnAction(request: LearnRequest & CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.learn/1',
    json: request.json,
    asks: false,
    call: (port) => learn(setting.context, request, port),
    show: showMemory,
  });
}

/** Lists facts. */
export function listAction(
  flags: CommonOptions & { readonly all?: boolean },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.memory-list/1',
    json: flags.json,
    asks: false,
    call: (port) => listMemory(setting.context, flags, port),
    show: showMemory,
  });
}

/** Shows a fact. */
export function showAction(
  request: CommonOptions & { readonly id: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.memory-show/1',
    json: request.json,
    asks: false,
    call: (port) => showFact(setting.context, request, port),
    show: showMemory,
  });
}

/** Searches facts. */
export function searchAction(
  request: CommonOptions & { readonly query: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.memory-search/1',
    json: request.json,
    asks: false,
    call: (port) => searchMemory(setting.context, request, port),
    show: showMemory,
  });
}

/** Checks facts. */
export function checkAction(
  flags: CommonOptions & { readonly prove?: boolean; readonly yes?: boolean },
  setting: CommandSetting,
): Promise<void> {
  const { json = false, prove = false } = flags;
  return runVerb(setting, {
    schema: 'orchestrator.memory-check/1',
    json,
    asks: prove && !json,
    isConsent: true,
    isLongRun: prove,
    call: (port) => checkMemory(setting.context, flags, port),
    show: showMemory,
  });
}

/** Publishes facts. */
export function publishAction(
  flags: CommonOptions & Omit<PublishRequest, 'budget'> & { readonly budget?: string },
  setting: CommandSetting,
): Promise<void> {
  const { json = false, budget, ...request } = flags;
  return runVerb<'orchestrator.memory-publish/1', PublishEvent>(setting, {
    schema: 'orchestrator.memory-publish/1',
    json,
    asks: !json,
    isConsent: true,
    call: (port) =>
      publishMemory(
        setting.context,
        { ...request, ...(budget !== undefined && { budget: Number(budget) }) },
        port,
      ),
    show: showPublication,
  });
}

/** Forgets a fact. */
export function forgetAction(
  request: CommonOptions & { readonly id: string; readonly yes?: boolean },
  setting: CommandSetting,
): Promise<void> {
  const { json = false } = request;
  return runVerb(setting, {
    schema: 'orchestrator.memory-forget/1',
    json,
    asks: !json,
    isConsent: true,
    call: (port) => forget(setting.context, request, port),
    show: showMemory,
  });
}
