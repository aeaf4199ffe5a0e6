/** Raised when the same change yields other findings. */
export const REVIEW_RULES = 7;
