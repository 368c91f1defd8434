declare module 'dynalite' {
  import type { Server } from 'node:http';

  function dynalite(options: {
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }): Server;
  export default dynalite;
}

declare module 'dynalite/db' {
  interface Level {
    open(): Promise<void>;
    close(): Promise<void>;
    clear(range: { readonly gte: string; readonly lt: string }): Promise<void>;
    keys(range: { readonly gte: string; readonly lt: string }): { all(): Promise<string[]> };
    getSync(key: string): unknown;
    get(key: string, callback: (error: unknown, value?: unknown) => void): void;
    put(key: string, value: unknown, callback: (error: unknown) => void): void;
    del(key: string, callback: (error: unknown) => void): void;
  }
  interface Store {
    readonly db: Level;
  }
  const db: {
    create(options: unknown): Store;
    checkConditional(
      data: { readonly ReturnValuesOnConditionCheckFailure?: string },
      existingItem: unknown,
    ): { readonly body: Record<string, unknown> } | null | undefined;
  };
  export default db;
}

declare module 'dynalite/validations/putItem' {
  const validation: { readonly types: Record<string, unknown> };
  export default validation;
}
declare module 'dynalite/validations/updateItem' {
  const validation: { readonly types: Record<string, unknown> };
  export default validation;
}
declare module 'dynalite/validations/deleteItem' {
  const validation: { readonly types: Record<string, unknown> };
  export default validation;
}
