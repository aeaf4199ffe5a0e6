/** Raised when the same change gives other findings. */
export const REVIEW_RULES = 7;
