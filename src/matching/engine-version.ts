/** Version of the matching engine, frozen with every match: raise it whenever the same lines could give another result. */
export const engineVersion = '4'
