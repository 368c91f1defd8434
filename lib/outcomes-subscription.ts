/** The subscription that brings receipts to the function that keeps outcomes, and the name of its rule. */
export const outcomesSubscription = 'Outcomes';
