import {
  addToCatalog,
  listCatalog,
  removeFromCatalog,
  type SearchCatalogRequest,
  searchInCatalog,
  showInCatalog,
  updateCatalog,
} from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';
import { showCatalog } from './text.ts';

/** Adds a folder. */
export function addAction(
  request: CommonOptions & { readonly folder: string; readonly name?: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.catalog-add/1',
    json: request.json,
    asks: false,
    call: (port) => addToCatalog(setting.context, request, port),
    show: showCatalog,
  });
}

/** Lists sources. */
export function listAction(flags: CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.catalog-list/1',
    json: flags.json,
    asks: false,
    call: (port) => listCatalog(setting.context, port),
    show: showCatalog,
  });
}

/** Finds entries. */
export function searchAction(
  request: CommonOptions & SearchCatalogRequest,
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.catalog-search/1',
    json: request.json,
    asks: false,
    call: (port) => searchInCatalog(setting.context, request, port),
    show: showCatalog,
  });
}

/** Shows an entry. */
export function showAction(
  request: CommonOptions & { readonly id: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.catalog-show/1',
    json: request.json,
    asks: false,
    call: (port) => showInCatalog(setting.context, request, port),
    show: showCatalog,
  });
}

/** Reads sources again. */
export function updateAction(
  request: CommonOptions & { readonly names: readonly string[] },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.catalog-update/1',
    json: request.json,
    asks: false,
    call: (port) => updateCatalog(setting.context, request, port),
    show: showCatalog,
  });
}

/** Forgets a source. */
export function removeAction(
  request: CommonOptions & { readonly name: string },
  setting: CommandSetting,
): Promise<void> {
  return runVerb(setting, {
    schema: 'orchestrator.catalog-remove/1',
    json: request.json,
    asks: false,
    call: (port) => removeFromCatalog(setting.context, request, port),
    show: showCatalog,
  });
}
