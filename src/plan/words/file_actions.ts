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
