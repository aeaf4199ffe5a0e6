import { stemsOf } from '../../lib/index.ts';

/** Words that do not show the subject of a task: words of grammar, of asking, and words that go with any work. */
export const EMPTY_STEMS: ReadonlySet<string> = new Set(
  stemsOf(`a an and are as at be been but by can could did do does doing done for from had has have having how i if in
    into is it its just let like may me might more most my need needs no not of on or our out please should so some than
    that the their them then there these they this those to too up us use uses using used very want wants was we were what
    when where which while who why will with without would you your about after all also any before between both each
    every few first get gets getting give go good great help here him his her hers she he key keep last make makes making
    made many much must new next nice now off old one only other over own quickly same say see such take thing things
    through under until way well work works working add adds adding write writes writing create creating build building
    change changes changing set setup project code app application system file files part parts two three`),
);
