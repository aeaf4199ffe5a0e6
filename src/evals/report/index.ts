export { checksText, constancyText, pointsText, shareText } from './figures.ts';
export { answerText, partName, reportMarkdown, signed } from './markdown.ts';
