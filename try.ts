import { readFileSync } from 'node:fs';
import { readPlan } from './src/plan/document/read.ts';
const r = readPlan(readFileSync(process.argv[2] ?? '', 'utf8'), 'p.md');
if (r.ok) console.log(JSON.stringify({ ...r.value, source: '' }, null, 1).replace(/\n\s+("line"|"column"|"note"|"phases"|"isMany"|"value"|\})/g, ' $1'));
else console.log(r);
