/** What services are called: pure, so that matching and its workers may import it without the pages. */
export { synonymGroups, synonymsOf } from './synonyms.ts'
