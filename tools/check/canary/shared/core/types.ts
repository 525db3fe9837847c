/** What only a linter that knows the types can see. Each `planted` comment names what the next line has to be reported for. */
type Outcome = "delivered" | "duplicate" | "failed";

async function deliver(): Promise<void> {
  await Promise.resolve();
}

export function forgetsThePromise(): void {
  // planted: typescript(no-floating-promises)
  deliver();
}

export function promisesWhereNobodyWaits(events: string[]): void {
  // planted: typescript(no-misused-promises)
  events.forEach(async () => {
    await deliver();
  });
}

export async function waitsForNothing(count: number): Promise<number> {
  // planted: typescript(await-thenable)
  return await count;
}

export function missesACase(outcome: Outcome): number {
  // planted: typescript(switch-exhaustiveness-check)
  switch (outcome) {
    case "delivered":
      return 1;
    case "duplicate":
      return 2;
  }
  return 0;
}

// planted: typescript(no-explicit-any)
export function trustsAnything(value: any): string {
  // planted: typescript(no-unsafe-assignment)
  const name = value;
  // planted: typescript(no-unsafe-member-access) typescript(no-unsafe-call)
  name.trim();
  // planted: typescript(no-unsafe-argument)
  encodeURIComponent(name);
  // planted: typescript(no-unsafe-return)
  return name;
}

export function assertsWhatItDoesNotKnow(names: string[]): string {
  // planted: typescript(no-non-null-assertion)
  return names[0]!;
}

export function asksWhatIsKnown(names: string[]): number {
  // planted: typescript(no-unnecessary-condition)
  return names?.length;
}

export function printsAnObject(fields: object): string {
  // planted: typescript(no-base-to-string)
  const text = String(fields);
  // planted: typescript(restrict-template-expressions)
  return `${fields} ${text}`;
}
