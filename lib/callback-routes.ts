import type { CallbackRoutes } from '../lambda/reader/families';

/** Where Vibes sends what (architecture §3). All else is answered too: the greedy routes keep it as unrecognized. */
export const routes = {
  SmsMoUrl: 'sms/mo',
  SmsReceiptUrl: 'sms/receipt',
  MmsMoUrl: 'mms/mo',
  MmsReceiptUrl: 'mms/receipt',
  PlatformUrl: 'platform',
  RbmUrl: 'rbm',
} as const satisfies CallbackRoutes;

/** An MO message comes by POST; by these two as well, should Vibes be told so. */
export const moMethods = ['POST', 'PUT', 'PATCH'] as const;
