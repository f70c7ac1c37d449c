package io.patchbay.shell;

/**
 * What every page of this start shares.
 *
 * @param css address of the style sheet
 * @param js address of the script
 * @param mark address of the picture in the browser's tab
 * @param demo whether the built-in sandbox stands in for the providers
 */
record Look(String css, String js, String mark, boolean demo) {}
