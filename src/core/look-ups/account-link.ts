/** Account link: the way to the shop's own page, on which a customer signs in so that their LINE account is linked. */

/** LINE: an address behind a button has 1,000 characters at most. The token LINE shows has 32; longer ones fit, too. */
export const longestSignIn = 700

/**
 * The shop's page with a link token. It is for one user, once, and for ten minutes, so it is made when it is sent.
 * @param signIn without a # and without a link token of its own
 */
export const signInAddress = (signIn: string, linkToken: string): string =>
  `${signIn}${signIn.includes('?') ? '&' : '?'}linkToken=${encodeURIComponent(linkToken)}`
