export { checksText, constancyText, figure, pointsText, shareText } from './figures.ts';
export { answerText, differingPoints, partName, reportMarkdown, signed } from './markdown.ts';
