const works: (() => Promise<void>)[] = []

/** Done when the tests of this file are: Vitest knows no `afterAll` inside a `beforeAll`. */
export function afterFile(work: () => Promise<void>): void {
  works.push(work)
}

/** Does what was put off, the last first. */
export async function finishFile(): Promise<void> {
  for (const work of works.splice(0).reverse()) await work()
}
