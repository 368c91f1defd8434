// Written by `npm run docs` from lambda/reader/families.ts: change a family there.
import { isOfType } from './delivered-event';

export const isMoMessage = isOfType('MO Message');
export const isMtMessageResponse = isOfType('MT Message Response');
export const isMmsMessage = isOfType('MMS Message');
export const isMmsDeliveryReport = isOfType('MMS Delivery Report');
export const isPlatformEvent = isOfType('Platform Event');
export const isRbmEvent = isOfType('RBM Event');
export const isUnrecognizedCallback = isOfType('Unrecognized Callback');
