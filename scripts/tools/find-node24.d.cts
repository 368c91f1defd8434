/** @returns the path of a Node.js 24. @throws Error that says what to do */
export function findNode24(): string;
