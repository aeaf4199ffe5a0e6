export { bothText, checksText, comparisonFigures, constancyText, leftOutText } from './figures.ts';
export { answerText, partName, reportMarkdown, signed } from './markdown.ts';
