export { type TextUnit, unitsOf, withoutUnit } from './units.ts';
