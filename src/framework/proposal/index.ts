export { type GoalMatch, matchSentence, type SentenceMatch } from './match_sentence.ts';
export { isSentence, nameFrom } from './name_from_sentence.ts';
export { settingsIn } from './settings_in_sentence.ts';
