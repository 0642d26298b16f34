// A store for Node: one file, written anew at each change and put in the place of the old one.

import { open, readFile, rename } from "node:fs/promises";
import { type Change, MemoryStore } from "./store.js";

export class FileStore extends MemoryStore {
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly path: string) {
    super();
  }

  static async open(path: string): Promise<FileStore> {
    const store = new FileStore(path);
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "[]";
      throw error;
    });
    for (const [name, value] of JSON.parse(text) as [string, unknown][]) store.tables.set(name, value);
    return store;
  }

  override async change(changes: Change[]): Promise<void> {
    await super.change(changes);
    await this.write();
  }

  override async clear(): Promise<void> {
    await super.clear();
    await this.write();
  }

  private write(): Promise<void> {
    this.writing = this.writing.catch(() => undefined).then(async () => {
      const file = await open(`${this.path}.new`, "w", 0o600);
      try {
        await file.writeFile(JSON.stringify([...this.tables]));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${this.path}.new`, this.path);
    });
    return this.writing;
  }
}
