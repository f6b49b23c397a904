/** Pure. */

import type { ReasonSlot, ReasonTemplate } from '../../regulations/index.ts'
import { type DateName, dateNames, type FactName, factLabel } from '../../regulations/index.ts'

/** The name of a fact in braces: {合同签订日期}. */
const slot = /\{([^{}]*)\}/
const isDate = (fact: FactName): fact is DateName => dateNames.some((name) => name === fact)

function factNamed(name: string, facts: readonly FactName[]): FactName | undefined {
  return facts.find((fact) => factLabel(fact) === name.trim())
}

/** In: a reason as entered, and the facts it may name. Out: it as data; a name in braces becomes the fact's value. */
export function templateOfText(reason: string, facts: readonly FactName[]): ReasonTemplate {
  return reason.split(slot).flatMap((part, place): (string | ReasonSlot)[] => {
    if (place % 2 === 0) return part === '' ? [] : [part]
    const fact = factNamed(part, facts)
    if (fact === undefined) return [`{${part}}`]
    return [isDate(fact) ? { day: fact } : { value: fact }]
  })
}

/** In: the same. Out: the names in braces that none of the facts has. */
export function unknownNames(reason: string, facts: readonly FactName[]): string[] {
  return reason.split(slot).filter((part, place) => place % 2 === 1 && factNamed(part, facts) === undefined)
}
