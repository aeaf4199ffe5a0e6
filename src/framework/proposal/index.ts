export { type GoalMatch, matchSentence, type SentenceMatch } from './match_sentence.ts';
export { isSentence, nameFrom } from './name.ts';
export { settingsIn } from './settings.ts';
