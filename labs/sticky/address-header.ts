/** Where a client says from which address it comes: the balancers of this lab are told to believe it. */
export const addressHeader = 'X-Client';
