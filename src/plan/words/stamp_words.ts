/** Whether a line says when or by whom the document was written, and nothing of the work: "Last updated: 2026-03-01". */
export function isStamp(line: string): boolean {
  return STAMP.test(line);
}

const STAMP =
  /^(?:[\s>*_-]|\p{Extended_Pictographic}\uFE0F?)*(?:date|created|updated|last (?:updated|modified|revised)|author|version|datum|stand|erstellt|aktualisiert|autor|fecha|data|actualizado|atualizado|auteur|mise? à jour|дата|обновлено|автор|версия|(?:项目)?(?:分析|创建|更新|编写|制定)?(?:时间|日期)|最后更新|作者|版本|作成日|更新日|最終更新|作成者|작성일|작성자|업데이트)(?: (?:on|by|am|le|el|em))?[*_]*\s*[:：][*_\s]*[^.。!?]{1,60}$/iu;
