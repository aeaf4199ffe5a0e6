export { chat, exitCodeOf } from './chat.ts';
export { headingProblems, type ShownTurn, showTurn, type TurnView } from './turn_view.ts';
