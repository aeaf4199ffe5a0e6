/** Whether the words around a name say that it is not used, may say so, or do not say so. */
export type Negation = 'denied' | 'unsure' | 'none';

/**
 * Reads the text before a name and after it, as far as its sentence goes.
 *
 * @param before - the text that ends where the name begins
 * @param behind - the text that begins where the name ends
 */
export function negation(before: string, behind: string): Negation {
  const said = before.slice(sentenceStart(before));
  const follows = /^(?:[^.!?;\n]|[.!?;](?!\s|$))*/u.exec(behind)?.[0] ?? '';
  if (COMMAND.test(said)) return 'denied';
  const object = REMOVED.exec(said);
  if (object !== null && !IN_IT.test(object[0]) && REMOVED_WHOLE.test(follows)) return 'denied';
  if (NO.test(said) || LEFT.test(said) || GUARDED.test(said) || GONE.test(follows)) return 'denied';
  const clause = said.slice(said.lastIndexOf(',') + 1);
  const near = /^(?:[^,\s]*\s*){0,8}/u.exec(follows)?.[0] ?? '';
  return MAYBE.test(clause) || MAYBE.test(near) ? 'unsure' : 'none';
}

/** A mark in a name or before a command (`! grep`) ends no sentence. */
function sentenceStart(text: string): number {
  const ends = [...text.matchAll(/(?:(?<=[\p{L}\p{N}"'”’`)\]])[.?](?=\s)|(?<=[\p{L}\p{N}])!(?=\s)|[;\n])/gu)];
  const last = ends.at(-1);
  return last === undefined ? 0 : last.index + 1;
}

/** Words that may come between, in the same part of the sentence. */
const FEW = String.raw`[\s-]*(?:[\p{L}\p{N}'’-]+\s+){0,4}$`;

/** Ends with a negation, and at most four other words. */
const NO = new RegExp(
  String.raw`\b(?:no|non|not|never|nothing|none|neither|nor|without|avoid(?:s|ing)?|instead of|rather than|other than|unlike|(?:do|does|must|should|can|is|are|was)(?:n[’']t| not)|cannot|free of|independent of|forbid(?:s|den)?|prohibit(?:s|ed)?|ban(?:s|ned)?|refus(?:es?|ing)|reject(?:s|ed)?|stop(?:s|ped)?|get(?:s|ting)? rid of|got rid of)\b${FEW}`,
  'iu',
);

/** Ends with a verb of removal, and at most four other words. */
const REMOVED = new RegExp(
  String.raw`\b(?:remov(?:e|es|ed|ing|al of)|drop(?:s|ped|ping)?|replac(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|uninstall(?:s|ed|ing)?|eliminat(?:e|es|ed|ing)|purg(?:e|es|ed|ing)|retir(?:e|es|ed|ing)|decommission(?:s|ed|ing)?|disabl(?:e|es|ed|ing)|abandon(?:s|ed|ing)?|phas(?:e|es|ed|ing) out|strip(?:s|ped|ping)? out|tak(?:e|es|ing) out|rip(?:s|ping)? out|turn(?:s|ed|ing)? off)\b${FEW}`,
  'iu',
);

/** Something inside it is removed, and it stays: "remove duplicates from MongoDB". */
const IN_IT = /\s(?:from|in|into|on|to|with|by|via|through|for|behind|around)\s/iu;

/** It is removed as a whole, or the data that makes it usable is: no records of it. */
const REMOVED_WHOLE =
  /^(?:\s*$|[\s`'"]*[,.;:)]|['’`"]?s?\s+(?:and|or|with|by|from|in|for|everywhere|altogether|completely|entirely|again|as|before|once|where|drivers?|clients?|packages?|librar(?:y|ies)|dependenc(?:y|ies)|imports?|code|support|adapters?|connectors?|integrations?|plugins?|modules?|services?|servers?|containers?|configuration|config|settings|login|logins?|flow|usage|calls?|sdk|stores?|backends?|middleware|remnants?|traces?)\b)/iu;

/** Words for moving away from it. */
const LEFT =
  /\b(?:migrat(?:e|es|ed|ing|ion)|mov(?:e|es|ed|ing)|switch(?:es|ed|ing)?|chang(?:e|es|ed|ing)|convert(?:s|ed|ing)?|port(?:s|ed|ing)?|transfer(?:s|red)?|away|off|depart(?:s|ing)?)\b(?:(?!\b(?:to|into)\b)[^.;:!?])*?\b(?:(?:away\s+)?from|off|out of)\s+(?:(?!to\b|into\b)[\p{L}\p{N}'’-]+\s+){0,2}$/iu;

/** Words for a failure where it is present. */
const GUARDED =
  /\b(?:fail(?:s|ed|ing)?|break(?:s|ing)?|complain(?:s|ing)?|turn(?:s|ing)? red|stop(?:s|ping)?|error)\b[^.;:!?]{0,60}?\b(?:when(?:ever)?|wherever|where|if|on|as soon as)\b(?:\s+[\p{L}\p{N}'’-]+){0,4}\s+$/iu;

/** Words after a name that say that it is gone. */
const GONE = new RegExp(
  [
    '^[`\'"’)]?(?:-free\\b|',
    // "MongoDB where Postgres is not used" is no such text.
    String.raw`(?:\s+(?!(?:where|when|if|because|since|while|as|so|but|before|after|until|unless|for)\b)[\p{L}\p{N}'’-]+){0,3}?\s+`,
    String.raw`(?:(?:is|are|was|were|has|have|been|being|gets?|will|be|can|must|should|may)\s+)*`,
    String.raw`(?:(?:\p{L}+n[’']t|not|never|no longer|nowhere)\s+(?:(?:be|been|being|to)\s+)*(?:used|needed|required|imported|installed|declared|named|called|loaded|allowed|present|there|left|mentioned|referenced|found|listed|wanted|permitted|supported|run|appear|part of|in use)\b`,
    String.raw`|(?:is|are|was|were|be|been|being|gets?)\s+(?:gone|removed|uninstalled|deleted|dropped|replaced|forbidden|banned|retired|phased out|taken out|absent)\b|(?:is|are) no (?:longer|more)\b))`,
  ].join(''),
  'iu',
);

/** A gate's command that passes when nothing is found, or removes the thing. */
const COMMAND =
  /(?:(?:^|[\s`(&|;])!\s+(?:[\w./-]+)\b[^&|;`]*|(?:\btest|\[{1,2})\s+(?:!|-z)\s[^&;`]*|\bgrep\s[^&|;`]*?(?:-[a-zA-Z]*L[a-zA-Z]*|--files-without-match)\s[^&|;`]*|\bif\s+(?:git\s+)?(?:grep|rg)\b[^&|;`]*|\b(?:npm|pnpm|yarn|bun|pip|uv|poetry|cargo|composer|gem)\s+(?:uninstall|remove|rm|un)\b[^&|;`]*)$/u;

/** Words of negation, whatever they apply to. */
const MAYBE =
  /\b(?:no|not|never|nothing|none|without|instead|rather|cannot|\w+n[’']t|remov\w+|drop(?:s|ped|ping)?|replac\w+|delet\w+|uninstall\w*|legacy|former(?:ly)?|old|deprecat\w+|obsolete|forbid\w*|ban(?:s|ned)?|refus\w+|reject\w*|fails?|gone|retir\w+|unused|exit 1|exclud\w+|except|away)\b|--exclude|grep -v|-eq 0/iu;
