import { expect, test } from 'vitest';
import { sectionRole } from '../../src/plan/words/section_roles.ts';

test('the heading of a plan’s own format, which is known at once, is what the patterns say of it', () => {
  expect(sectionRole('Phases')).toEqual(sectionRole('phases'));
  expect(sectionRole('Phases')).toEqual({ role: 'work', why: 'work' });
});

test.each([
  ['What does not work yet', 'work'],
  ['What is not done', 'work'],
  ["What isn't finished yet (auth)", 'work'],
  ['Not done yet', 'work'],
  ["What's missing", 'work'],
  ['What is left to do', 'work'],
  ['Was noch fehlt', 'work'],
  ['Lo que falta por hacer', 'work'],
  ['O que falta', 'work'],
  ['Ce qui reste à faire', 'work'],
  ['Cosa manca', 'work'],
  ['Что ещё не работает', 'work'],
  ['Осталось сделать', 'work'],
  ['未完成', 'work'],
  ['남은 작업', 'work'],
  ['What does not work', undefined],
  ['What is not implemented', undefined],
  ['What is not planned', 'aside'],
  ['What this does not do', 'aside'],
  ['What we will not do', 'aside'],
  ['Not in scope', 'aside'],
])('what is left is told from what is not to be done: %s', (heading, role) => {
  expect(sectionRole(heading)?.role).toBe(role);
});

test.each([
  'Purpose of this plan',
  '1. 計画の目的',
  '项目背景与主要意义',
  '1. 개발 목표',
  'Цели проекта',
  'Objetivos del proyecto',
])('what a document says about its own purpose is background: %s', (heading) => {
  expect(sectionRole(heading)).toEqual({ role: 'aside', why: 'background' });
});
