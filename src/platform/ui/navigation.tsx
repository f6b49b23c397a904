import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../context.ts'
import type { Operation } from '../permissions.ts'

/** One page that a place leads to, beside others. */
export interface Tab {
  href: string
  label: string
  operation: Operation
}

/** A place of the main navigation, seen by who may do its operation. */
export interface Place {
  key: string
  href: string
  label: string
  operation: Operation
  /** Work begins here, for the first such place in the order of the list. */
  home?: boolean
  /** Its pages; those that other slices add stand after them. */
  tabs?: readonly Tab[]
}

/** Tabs that a slice adds to a place, after the place's own. */
export interface PlaceTabs {
  place: string
  tabs: readonly Tab[]
}

let places: readonly Place[] = []
let tabsOfPlaces: readonly PlaceTabs[] = []

/** Sets the navigation, once, from all slices. */
export function registerNavigation(all: { places: readonly Place[]; tabs: readonly PlaceTabs[] }): void {
  places = all.places
  tabsOfPlaces = all.tabs
}

/**
 * In: who acts. Out: the places of the main navigation that they may enter. A place with one page for them is called
 * as that page is.
 */
export function placesOf(actor: Actor): readonly Place[] {
  return places
    .filter(({ operation }) => allows(actor, operation))
    .map((place) => {
      const [only, ...more] = tabsOf(actor, place.key)
      return only === undefined || more.length > 0 ? place : { ...place, label: only.label }
    })
}

function tabsOf(actor: Actor, place: string): readonly Tab[] {
  const own = places.find(({ key }) => key === place)?.tabs ?? []
  const added = tabsOfPlaces.filter((part) => part.place === place).flatMap(({ tabs }) => tabs)
  return [...own, ...added].filter(({ operation }) => allows(actor, operation))
}

/** In: who acts. Out: the first page of a place for them; the catalogue, everybody's, when there is none. */
export function firstTab(actor: Actor, place: string): string {
  return tabsOf(actor, place)[0]?.href ?? '/catalogue'
}

/** In: who acts. Out: the page their work begins at. */
export function homeOf(actor: Actor): string {
  if (actor.kind !== 'person') return '/catalogue'
  const home = placesOf(actor).find((place) => place.home)
  if (home === undefined) return '/catalogue'
  return tabsOf(actor, home.key)[0]?.href ?? home.href
}

/** Below the head: the pages of the place that one is in; nothing where there is but one. In: the path of the page. */
export const SectionBar: FC<{ actor: Actor; place: string | undefined; path: string }> = ({
  actor,
  place,
  path,
}) => {
  const here = placesOf(actor).find(({ key }) => key === place)
  const tabs = here === undefined ? [] : tabsOf(actor, here.key)
  if (here === undefined || tabs.length < 2) return null
  const current = tabs
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0]
  return (
    <div class="section">
      <b>{here.label}</b>
      <nav aria-label={here.label}>
        {tabs.map(({ href, label }) => (
          <a href={href} aria-current={href === current?.href ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
    </div>
  )
}
