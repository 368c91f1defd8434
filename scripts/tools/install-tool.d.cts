/** A folder next to this file, with package.json and package-lock.json. */
export type Tool = 'biome' | 'chromium' | 'node24' | 'package-checks';

/** @returns the tool's folder, with its node_modules. @throws Error that says what to do */
export function installTool(tool: Tool, tools?: string): string;
