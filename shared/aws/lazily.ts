/** Makes something when it is asked for first, once; a cold start does not pay for code that few invocations run. */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
