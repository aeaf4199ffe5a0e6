export { askedOf, type KnownAnswers, knownAnswers } from './known_answers.ts';
export {
  type QuestionRun,
  type RunOutcome,
  type RunProgress,
  type RunStop,
  runQuestions,
} from './run_questions.ts';
