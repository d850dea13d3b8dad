import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

const gray: MantineColorsTuple = [
  '#fafafa',
  '#f4f4f5',
  '#ebebee',
  '#dcdce1',
  '#c4c4cb',
  '#a1a1aa',
  '#71717a',
  '#52525b',
  '#3a3a41',
  '#1f1f23',
];
const dark: MantineColorsTuple = [
  '#e8e8eb',
  '#b6b6bd',
  '#91919a',
  '#6a6a73',
  '#3d3d44',
  '#2e2e34',
  '#232328',
  '#17171a',
  '#101012',
  '#0a0a0b',
];
const indigo: MantineColorsTuple = [
  '#f1f2ff',
  '#e2e4ff',
  '#c9ccff',
  '#a8abfb',
  '#8b8cf5',
  '#7070ec',
  '#5f5de0',
  '#514dcb',
  '#4540b0',
  '#37348c',
];

/** Neutral greys, one indigo accent, 13 px text, 30 px controls. Contrast is checked with axe in both schemes. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.179,
  colors: { gray, dark, indigo },
  black: '#1b1b1f',
  fontFamily: '"Geist Variable", system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif',
  fontFamilyMonospace:
    '"Geist Mono", ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '32px' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '14px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'xs' },
      vars: () => ({ root: { '--button-fz': '13px', '--button-padding-x': '12px' } }),
      styles: { root: { fontWeight: 500 } },
    },
    Modal: {
      defaultProps: {
        size: 'md',
        padding: 'lg',
        radius: 'lg',
        centered: true,
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 100, transition: 'fade' },
        closeButtonProps: { 'aria-label': 'Close' },
        // It is a `header`, which would be a second banner of the page.
        attributes: { header: { role: 'none' } },
      },
      styles: {
        title: { fontWeight: 600, fontSize: 15 },
        content: { border: '1px solid var(--parley-line)' },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    // By name and not by `Tooltip.extend`, which would bring the components into the first load.
    Tooltip: { defaultProps: { transitionProps: { duration: 80 }, openDelay: 300, fz: 'xs' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    Text: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', allowDeselect: false, checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 100 } },
  },
});

const tints = ['green', 'red', 'yellow', 'orange', 'teal', 'blue', 'indigo', 'gray'];

/** Mantine's own colours fail WCAG AA in places; these do not. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-3)',
    ...Object.fromEntries(
      tints.map((tint) => [
        `--mantine-color-${tint}-light-color`,
        `color-mix(in srgb, var(--mantine-color-${tint}-9), black 45%)`,
      ]),
    ),
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-anchor': 'var(--mantine-color-indigo-3)',
    '--mantine-color-error': 'var(--mantine-color-red-5)',
    '--mantine-color-body': 'var(--mantine-color-dark-7)',
    '--mantine-color-default-border': 'var(--mantine-color-dark-5)',
  },
});
