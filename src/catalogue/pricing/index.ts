/** How items are priced: pure, so that matching and its workers may import it without the pages. */
export { type MidMonthRule, midMonthRules, monthCharge, type Term } from './charge.ts'
export { monthly, monthlyFenOf, type Price, type PriceShape, priceSchema } from './price.ts'
export { type Amount, maxOrdered, neverFalls, priceOf, priceOfOne } from './price-of.ts'
export { plainPrice, readPrice } from './read-price.ts'
export { sayPrice, writePrice, yuanOfFen } from './write-price.ts'
