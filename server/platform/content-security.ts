/**
 * What a page of ours may load and run: our own files. Style elements made while it runs carry the page's nonce; style
 * attributes, which only place and size things, need none.
 */
export function contentSecurityPolicy(nonce?: string) {
  return [
    "default-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}
