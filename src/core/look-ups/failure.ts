/**
 * Why a live system gave nothing: not reached or an error of its own; not in time; an answer that is not as declared; it
 * refused (401, 403, another 4xx); an answer larger than is taken.
 */
export type Failure = 'down' | 'slow' | 'broken' | 'refused' | 'too_large'
