/** An object as a listing tells of it. */
export interface StoredObject {
  readonly key: string;
  /** Size as stored, bytes. */
  readonly size: number;
  /** When it was written last, ms since 1970. */
  readonly modifiedAt: number;
}

/** What came of reading an object. */
export type ObjectContent =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  /** Somebody else, another redrive for example, has removed it. */
  | { readonly kind: "gone" }
  | { readonly kind: "too-large"; readonly size: number };

/** What a redrive needs of the failures bucket, beside writing into it; each call rejects when the store does. */
export interface ObjectStore {
  /** All objects whose keys begin with `prefix`. */
  readonly list: (prefix: string) => AsyncIterable<StoredObject>;
  readonly get: (key: string) => Promise<ObjectContent>;
  /** Removing what is gone already is no error. */
  readonly remove: (key: string) => Promise<void>;
}

/** An object that a redrive cannot read, and leaves where it is. */
export interface Unreadable {
  readonly key: string;
  readonly why: string;
}

/** A call of the store that rejected, with the key, or the prefix that it was to list. */
export interface StoreFailure {
  readonly key: string;
  readonly error: unknown;
}
