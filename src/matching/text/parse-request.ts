import { affirmedClauses, systemAttributesIn } from './clauses.ts'
import { type Figures, parseFigures } from './parse-figures.ts'
import { isEmpty, objectsOf } from './words.ts'

/** What a request in words asks for, whatever the catalogue has. */
export interface ParsedRequest {
  figures: Figures
  /** What is named besides, as phrases. */
  things: readonly string[]
  /** 等保 level of the system; 0: not stated. */
  protectionLevel: number
}

/** In: a request in words, and words that name no thing. Out: what it asks for; what is negated is left out. */
export function parseRequest(text: string, qualities: RegExp): ParsedRequest {
  const figures = parseFigures(affirmedClauses(text).join(','))
  const things = figures.rest
    .replace(qualities, ' ')
    .split(/[,，]/)
    .flatMap(objectsOf)
    .filter((phrase) => !isEmpty(phrase))
  return { figures, things, protectionLevel: systemAttributesIn(text).protectionLevel }
}
