import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const fjord: MantineColorsTuple = [
  '#e6f6f2',
  '#cfeae3',
  '#a0d5c8',
  '#6dbfab',
  '#44ad93',
  '#299f83',
  '#178368',
  '#0b6e5b',
  '#065a4a',
  '#02473a',
]

export const theme = createTheme({
  colors: { fjord },
  primaryColor: 'fjord',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  headings: { fontWeight: '650' },
  components: {
    TextInput: { defaultProps: { size: 'sm' } },
    Button: { defaultProps: { size: 'sm' } },
    // An empty element that takes the focus has no place in a menu (WAI-ARIA 1.2, menu); the first entry takes it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
  },
})

/** Quiet text keeps the contrast of 4.5 : 1 that WCAG 2.2 AA asks for. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-placeholder': '#6a7178',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-anchor': '#0b6e5b',
    '--mantine-color-yellow-light-color': '#855700',
  },
  dark: {
    '--mantine-color-dimmed': '#a6a7ab',
    '--mantine-color-placeholder': '#a0a2a6',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': '#6dbfab',
  },
})
