import { LatePattern } from '../../lib/index.ts';

/** Words for what happens to a file, as labels before its path: `Create: src/a.ts`, `Modifier : src/a.ts`, `修改：src/a.ts`. */
export const FILE_ACTION = new LatePattern(
  () =>
    String.raw`^[*_]{0,2}(?:(?:create|add|new|new file|modify|update|edit|change|delete|remove|test)s?(?:d|ed)?|${[
      'créer|ajouter|modifier|supprimer|tester',
      'erstellen|anlegen|hinzufügen|neu|ändern|anpassen|löschen|entfernen|testen',
      'crear|añadir|agregar|modificar|actualizar|eliminar|borrar|probar',
      'criar|adicionar|alterar|atualizar|remover|excluir|testar',
      'creare|aggiungere|modificare|aggiornare|eliminare|rimuovere|testare',
      'utwórz|utworzyć|dodaj|dodać|zmień|zmienić|usuń|usunąć|testy?',
      'создать|добавить|изменить|обновить|удалить|тесты?',
      '创建|新建|新增|添加|修改|更新|更改|删除|测试',
      '作成|新規作成|新規|追加|変更|修正|削除|テスト',
      '생성|추가|수정|변경|삭제|테스트',
    ].join('|')})[*_]{0,2}\s?(?::[*_]{0,2}\s+|：[*_]{0,2}\s*)`,
  'iu',
);

/**
 * Names of lists of files by what happens to them, in any combination: "Modified/renamed files", "Neue und geänderte Dateien",
 * "新增/修改文件".
 */
export const FILE_LIST = new LatePattern(
  () =>
    `^(?:${[
      named(
        '(?:brand )?new|modified|changed|updated|edited|touched|affected|created|added|renamed|moved|deleted|removed|replaced',
        '(?:source |test )?files?',
      ),
      `files? (?:to be |to )?(?:${anyOf('new|modif(?:y|ied)|changed?|updated?|edit(?:ed)?|touch(?:ed)?|created?|add(?:ed)?|renamed?|moved?|deleted?|removed?|replaced?')})`,
      named('neue|geänderte|umbenannte|gelöschte|verschobene|angepasste|betroffene', 'dateien'),
      `(?:archivos|arquivos|ficheiros|fichiers|file) (?:${anyOf('nuevos|modificados|creados|renombrados|eliminados|novos|criados|alterados|renomeados|removidos|nouveaux|modifiés|créés|renommés|supprimés|nuovi|modificati|creati|rinominati|eliminati')})`,
      named('новые|изменяемые|изменённые|измененные|удаляемые|переименованные|затронутые', 'файлы'),
      `(?:${anyOf('新增|新建|修改|变更|删除|重命名|更新')})的?文件`,
      `(?:${anyOf('新規|変更|修正|追加|削除|更新')})(?:する)?ファイル`,
    ].join('|')})$`,
  'iu',
);

/** Words, or some of them with signs or "and" between. */
function anyOf(words: string): string {
  return String.raw`(?:${words})(?:\s*(?:[/,&+、・]|(?:and|or|und|oder|y|o|e|ou|et|и)(?=\s)|[和与及と])\s*(?:${words})){0,4}`;
}

function named(words: string, files: string): string {
  return `(?:${anyOf(words)}) ${files}`;
}
