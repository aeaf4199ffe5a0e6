import { parseHours } from '../document/hours.ts';
import { type FieldKey, fieldKey } from '../document/names.ts';

/** A field of a part that is beside others on one line. */
export type UnitSetting = { readonly name: string; readonly key: FieldKey; readonly text: string };

/** Reads a piece of a line of settings: an estimate, a field in bold, or the statement that there is no dependency. */
export function settingOf(piece: string): UnitSetting | undefined {
  const bare = piece.replace(/^[^\p{L}\p{N}*~≈<]+/u, '');
  const [, name = '', text = ''] = /^\*\*([^*]{1,60})[:：]\*\*\s*(\S.*)$/u.exec(bare) ?? [];
  const key = name === '' ? undefined : fieldKey(name, { isMarked: true });
  if (key !== undefined) return { name, key, text };
  const plainly = bare.replace(/[*_]/gu, '');
  if (parseHours(plainly, { needsUnit: true }) !== undefined)
    return { name: 'Estimate', key: 'hours', text: plainly };
  return NO_NEEDS.test(plainly) ? { name: 'Dependencies', key: 'dependencies', text: 'None' } : undefined;
}

const NO_NEEDS =
  /^(?:no (?:dependencies|prerequisites|blockers)|зависимостей нет|без зависимостей|нет зависимостей|sin dependencias|sem dependências|sans dépendances?|aucune dépendance|keine abhängigkeiten|nessuna dipendenza|brak zależności|无依赖|無依賴|没有依赖|依存なし|의존성 없음)$/iu;
