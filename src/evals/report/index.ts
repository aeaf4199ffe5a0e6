export { checksText, comparisonFigures, constancyText } from './figures.ts';
export { answerText, partName, reportMarkdown, signed } from './markdown.ts';
