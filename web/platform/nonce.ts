/** What the page's content security policy lets style elements through by; the server makes one for each page. */
export const readNonce = () => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''

// The part of Mantine that stops the page from scrolling behind a dialog asks for it under this name.
Object.assign(globalThis, { __webpack_nonce__: readNonce() })
