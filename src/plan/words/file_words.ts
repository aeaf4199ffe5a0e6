/** Words that make a list of files a limit: "only these", "no other files". To read another language, add its words here. */
export const ONLY_THESE =
  /\b(?:only (?:(?:touch|change|modify|edit) )?(?:these|those|the (?:following|listed)|(?:the )?files? listed)|(?:these|listed|following) (?:files? )?only|no other files?|nothing else (?:may|must|is to|should) (?:be )?(?:changed?|touched|modified|edited)|(?:do not|don['’]t) (?:touch|change|modify|edit) (?:any )?others?(?: files?)?)\b|\bnur (?:diese|die folgenden|die genannten)\b|\bkeine (?:anderen|weiteren) dateien\b|\b(?:sólo|solo|somente|apenas|só) est[eo]s\b|\bningún otro archivo\b|\bnenhum outro (?:arquivo|ficheiro)\b|\b(?:uniquement|seulement) (?:ces|les) fichiers\b|\baucun autre fichier\b|только эти|никаких других файлов|仅(?:限)?(?:修改)?(?:以下|这些)|只(?:能)?(?:修改|改)(?:以下|这些)|のみ(?:を)?(?:変更|編集)|만 (?:수정|변경)/iu;

/** Words for files, without which "only these" in a text is about something else. */
export const NAMES_FILES =
  /\bfiles?\b|\bdateien\b|\barchivos?\b|\barquivos?\b|\bficheiros?\b|\bfichiers?\b|файл|文件|ファイル|파일/iu;
