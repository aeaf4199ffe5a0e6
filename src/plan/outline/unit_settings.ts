import type { TextLine } from '../document/blocks.ts';
import { type FieldKey, fieldKey } from '../document/field_names.ts';
import type { RawField } from '../document/fields.ts';
import { parseHours } from '../document/hours.ts';

/** A field of a part that is beside others on one line. */
export type UnitSetting = { readonly name: string; readonly key: FieldKey; readonly text: string };

/** Reads the settings on one line, "2 days · **depends on:** 1", as fields; other pieces stay text. `undefined` where there are none. */
function settingsOn(
  line: TextLine,
): { readonly fields: readonly RawField[]; readonly others: readonly string[] } | undefined {
  const pieces = line.text.split(/(?<!\s)\s+[·|•]\s+/u);
  const read = pieces.map((text) => ({ text, setting: settingOf(text) }));
  if (pieces.length < 2 || read.every(({ setting }) => setting === undefined)) return undefined;
  return {
    fields: read.flatMap(({ setting }) =>
      setting === undefined
        ? []
        : { ...line, ...setting, depth: 0, items: [{ depth: 0, lines: [{ ...line, text: setting.text }] }] },
    ),
    others: read.flatMap(({ text, setting }) => (setting === undefined ? text : [])),
  };
}

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

/** Reads the settings of a part from a line: "2 days · **depends on:** 1". @returns whether the line holds such settings */
export function addSettings(
  line: TextLine,
  fields: RawField[],
  notes: { name: string; text: string }[],
): boolean {
  const found = settingsOn(line);
  if (found === undefined) return false;
  for (const field of found.fields) fields.push(field);
  for (const text of found.others) notes.push({ name: 'Note', text });
  return true;
}
