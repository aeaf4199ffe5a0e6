export { deliver, finishDelivery } from './deliver.ts';
export type { DeliveryProblemCode } from './delivery_problem.ts';
export { type Intent, readIntent } from './intent.ts';
export { type Delivery, foreignCommits, planDelivery } from './plan_delivery.ts';
export { branchRewritten, type ForeignCommit } from './rewritten.ts';
export { userPlace } from './user_tree.ts';
