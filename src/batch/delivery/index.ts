export { deliver, finishDelivery } from './deliver.ts';
export { type Delivery, planDelivery } from './plan_delivery.ts';
export type { DeliveryProblemCode } from './problem.ts';
