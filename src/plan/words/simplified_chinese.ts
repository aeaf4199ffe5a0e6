/** Characters of traditional Chinese with the simplified ones that the tables here use, as pairs. */
const PAIRS =
  '檢检驗验證证測测試试標标準准階阶計计畫画劃划務务風风險险範范圍围問问題题結结構构總总覽览說说設设開开發发關关後后現现狀状態态進进項项備备註注執执實实資资訊讯單单清清確确認认條条件件參参考考連连錄录術术語语環环境境產产應应該该變变更更優优級级儲储檔档據据庫库團团隊队時时間间預预算算決决議议選选擇择還还沒没較较專专業业網网頁页點点顯显輸输處处理理過过濾滤類类別别簡简繁繁體体歷历史史記记編编輯辑難难雜杂復复複复舊旧遷迁維维護护運运營营釋释佈布內内紹绍個个們们這这樣样從从來来對对於于與与無无為为';

const SIMPLE = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, index) => [PAIRS[2 * index], PAIRS[2 * index + 1]] as const),
);

/** A text with the characters of simplified Chinese where it has traditional ones: 檢查清單 as 检查清单. */
export function toSimplifiedChinese(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  return Array.from(text, (letter) => SIMPLE.get(letter) ?? letter).join('');
}
