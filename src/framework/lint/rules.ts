import type { Rule } from './lint_rule.ts';
import { A01 } from './rules/A01_slots_in_their_places.ts';
import { A02 } from './rules/A02_boundaries.ts';
import { A03 } from './rules/A03_whole_slots.ts';
import { A04 } from './rules/A04_section_order.ts';
import { A05 } from './rules/A05_no_opposites.ts';
import { A06 } from './rules/A06_one_range_each.ts';
import { A07 } from './rules/A07_no_clash.ts';
import { A08 } from './rules/A08_example_obeys.ts';
import { A09 } from './rules/A09_no_quota.ts';
import { A10 } from './rules/A10_no_scripted_result.ts';
import { A11 } from './rules/A11_within_budget.ts';
import { A12 } from './rules/A12_only_declared_tools.ts';
import { A13 } from './rules/A13_no_placeholder.ts';
import { A14 } from './rules/A14_start_fits.ts';
import { A15 } from './rules/A15_no_contradictions.ts';
import { C02 } from './rules/C02_no_softener.ts';
import { C04 } from './rules/C04_one_limit.ts';
import { F01 } from './rules/F01_front_matter.ts';
import { P01 } from './rules/P01_no_biography.ts';
import { P04 } from './rules/P04_no_work_steps.ts';
import { R01 } from './rules/R01_interaction.ts';
import { R04 } from './rules/R04_output_contract.ts';
import { R05 } from './rules/R05_no_role.ts';
import { R06 } from './rules/R06_checks_against_something.ts';

/** Every lint rule, by the place where it applies. */
export const RULES: readonly Rule[] = [
  P01,
  P04,
  R01,
  R04,
  R05,
  R06,
  C02,
  C04,
  A01,
  A02,
  A03,
  A04,
  A05,
  A06,
  A07,
  A08,
  A09,
  A10,
  A11,
  A12,
  A13,
  A14,
  A15,
  F01,
];
