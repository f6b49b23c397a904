/** What a slice's records are called where they are read back: in the audit log, in histories, in exports. */
export interface Vocabulary {
  /** Kinds of object, by the name under which they are recorded. */
  objects?: Readonly<Record<string, string>>
  /** Fields in "before" and "after". */
  fields?: Readonly<Record<string, string>>
  /** Values of one field, by their code. */
  values?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const objects = new Map<string, string>()
const fields = new Map<string, string>()
const values = new Map<string, Map<string, string>>()
const jobs = new Map<string, string>()

/** Sets what records are called, once, from all slices; of two words for the same field or value, the last stays. */
export function registerVocabulary(
  vocabularies: readonly Vocabulary[],
  jobTitles: readonly { name: string; title: string }[],
): void {
  for (const vocabulary of vocabularies) {
    for (const [type, word] of Object.entries(vocabulary.objects ?? {})) objects.set(type, word)
    for (const [field, word] of Object.entries(vocabulary.fields ?? {})) fields.set(field, word)
    for (const [field, words] of Object.entries(vocabulary.values ?? {}))
      values.set(field, new Map([...(values.get(field) ?? []), ...Object.entries(words)]))
  }
  for (const { name, title } of jobTitles) jobs.set(name, title)
}

/** Out: what a kind of object is called; its own name where no slice says. */
export const objectTitle = (type: string): string => objects.get(type) ?? type
/** Out: what a field is called; its own name where no slice says. */
export const fieldTitle = (field: string): string => fields.get(field) ?? field
/** Out: what a job is called; its own name where no slice says. */
export const jobTitle = (name: string): string => jobs.get(name) ?? name
/** Out: the word for a field's value; null when there is none and the value stands for itself. */
export const valueTitle = (field: string, value: string): string | null =>
  values.get(field)?.get(value) ?? null
