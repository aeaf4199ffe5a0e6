export { deliver, finishDelivery } from './deliver.ts';
export type { DeliveryProblemCode } from './delivery_problem.ts';
export { type Intent, readIntent } from './intent.ts';
export { type Delivery, type ForeignCommit, foreignCommits, planDelivery } from './plan_delivery.ts';
export { userPlace } from './user_tree.ts';
