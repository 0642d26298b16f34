// Where the client keeps what must survive: in a browser IndexedDB, in Node a file (node.ts), in tests memory.

export type Table = "writes" | "receipts" | "bundles" | "kept";
export const TABLES: readonly Table[] = ["writes", "receipts", "bundles", "kept"];

export type Change = { table: Table; key: string; value?: unknown };

export interface Store {
  get(table: Table, key: string): Promise<unknown>;
  list(table: Table): Promise<unknown[]>;
  // All changes or none; a change without a value removes.
  change(changes: Change[]): Promise<void>;
  clear(): Promise<void>;
}

export class MemoryStore implements Store {
  protected readonly tables = new Map<string, unknown>();

  async get(table: Table, key: string): Promise<unknown> {
    return this.tables.get(`${table}/${key}`);
  }

  async list(table: Table): Promise<unknown[]> {
    return [...this.tables].filter(([name]) => name.startsWith(`${table}/`)).map(([, value]) => value);
  }

  async change(changes: Change[]): Promise<void> {
    for (const { table, key, value } of changes) {
      if (value === undefined) this.tables.delete(`${table}/${key}`);
      else this.tables.set(`${table}/${key}`, structuredClone(value));
    }
  }

  async clear(): Promise<void> {
    this.tables.clear();
  }
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class IndexedDbStore implements Store {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(name = "tulay"): Promise<IndexedDbStore> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => TABLES.forEach((table) => request.result.createObjectStore(table));
    return new IndexedDbStore(await done(request));
  }

  get(table: Table, key: string): Promise<unknown> {
    return done(this.db.transaction(table).objectStore(table).get(key));
  }

  list(table: Table): Promise<unknown[]> {
    return done(this.db.transaction(table).objectStore(table).getAll());
  }

  change(changes: Change[]): Promise<void> {
    const names = [...new Set(changes.map((change) => change.table))];
    return this.transact(names, (open) => {
      for (const { table, key, value } of changes) {
        if (value === undefined) open.objectStore(table).delete(key);
        else open.objectStore(table).put(value, key);
      }
    });
  }

  clear(): Promise<void> {
    return this.transact([...TABLES], (open) => TABLES.forEach((table) => open.objectStore(table).clear()));
  }

  // Resolves when it is on the disk, not when it was said: what is not persisted must not be sent.
  private transact(tables: Table[], work: (open: IDBTransaction) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const open = this.db.transaction(tables, "readwrite", { durability: "strict" });
      open.oncomplete = () => resolve();
      open.onabort = open.onerror = () => reject(open.error);
      work(open);
    });
  }
}
