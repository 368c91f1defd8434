// Written by `npm run docs` from lambda/reader/families.ts: change a family there.
import { isOfType } from './delivered-event';

// `PURE`: a bundle leaves out the guards that it does not use.
export const isMoMessage = /* @__PURE__ */ isOfType('MO Message');
export const isMtMessageResponse = /* @__PURE__ */ isOfType('MT Message Response');
export const isMmsMessage = /* @__PURE__ */ isOfType('MMS Message');
export const isMmsDeliveryReport = /* @__PURE__ */ isOfType('MMS Delivery Report');
export const isPlatformEvent = /* @__PURE__ */ isOfType('Platform Event');
export const isRbmEvent = /* @__PURE__ */ isOfType('RBM Event');
export const isUnrecognizedCallback = /* @__PURE__ */ isOfType('Unrecognized Callback');
export const isMessageOutcome = /* @__PURE__ */ isOfType('Message Outcome');
