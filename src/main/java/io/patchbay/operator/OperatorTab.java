package io.patchbay.operator;

/** A tab of the operator's pages. */
public record OperatorTab(String text, String href, boolean current) {}
