/** Route of MO messages, below the stage. */
export const moRoute = 'sms/mo';

/**
 * Vibes sends MO messages by POST; the other two are accepted in case Vibes is configured to use them. Another method
 * on the MO route is kept as unrecognized.
 */
export const moMethods = ['POST', 'PUT', 'PATCH'] as const;
