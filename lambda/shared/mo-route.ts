/** Where MO messages come, under the stage. */
export const moRoute = 'sms/mo';

/**
 * An MO message comes by POST; by the other two as well, should Vibes be told so. Another method on the MO route is kept
 * as unrecognized.
 */
export const moMethods = ['POST', 'PUT', 'PATCH'] as const;
